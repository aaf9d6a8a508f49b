import { connect, createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { Redis as RedisClient } from 'ioredis'
import { findRedis, startRedis } from '../../src/development/redis-server.js'
import { scratchFolder } from '../support/scratch-folder.js'

const logFile = join(scratchFolder(), 'redis.log')

test('Redis answers on its address until it is stopped', async () => {
  const redis = await startRedis({ program: (await findRedis()).path, logFile })
  const client = new RedisClient(redis.url)
  await expect(client.set('key', 'value').then(() => client.get('key'))).resolves.toBe('value')
  client.disconnect()
  await redis.stop()
  const [error] = (await once(connect(Number(new URL(redis.url).port), '127.0.0.1'), 'error')) as [Error]
  expect(error.message).toContain('ECONNREFUSED')
})

test('Redis cannot be reached by another address of the machine', async () => {
  const redis = await startRedis({ program: (await findRedis()).path, logFile })
  const socket = connect(Number(new URL(redis.url).port), '127.0.0.2')
  const [error] = (await once(socket, 'error')) as [Error]
  await redis.stop()
  expect(error.message).toContain('ECONNREFUSED')
})

test('a port that is taken is one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const start = startRedis({ program: (await findRedis()).path, logFile, port })
  await expect(start).rejects.toThrow(`Redis needs port ${port} on 127.0.0.1, which is taken`)
  await once(other.close(), 'close')
})
