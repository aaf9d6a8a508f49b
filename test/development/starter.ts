import { join } from 'node:path'
import { startPostgres } from '../../src/development/embedded-postgres.js'
import { findRedis, startRedis } from '../../src/development/redis-server.js'
import { findTemporalCli } from '../../src/development/temporal-cli.js'
import { startTemporal } from '../../src/development/temporal-server.js'
import { findVersitygw, startVersitygw } from '../../src/development/versitygw-server.js'

/** Starts every server in the folder, prints the addresses and never ends by itself. */
async function main(folder: string): Promise<void> {
  const log = (name: string): { logFile: string } => ({ logFile: join(folder, `${name}.log`) })
  const cli = (await findTemporalCli()).path
  const s3 = { program: (await findVersitygw()).path, dataDirectory: join(folder, 's3'), bucket: 'sample' }
  const started = await Promise.all([
    startPostgres({ dataDirectory: join(folder, 'postgres'), persistent: true }),
    startTemporal({
      cli,
      ...log('temporal'),
      dbFile: join(folder, 'temporal.db'),
      namespaces: [],
      searchAttributes: {},
    }),
    startRedis({ program: (await findRedis()).path, ...log('redis') }),
    startVersitygw({ ...s3, ...log('versitygw') }),
  ])
  const [postgres, temporal, redis, store] = started
  const ports = [postgres.url, `grpc://${temporal.address}`, redis.url, store.address.endpoint].map(
    (url) => new URL(url).port,
  )
  console.log(JSON.stringify(ports.map(Number)))
  setInterval(() => undefined, 60_000)
}

void main(process.argv[2] ?? '')
