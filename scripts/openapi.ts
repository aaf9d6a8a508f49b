import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { buildApp } from '../src/app.js'
import { loadConfig } from '../src/config.js'
import { createDependencies } from '../src/dependencies.js'
import { CHECK_NAMES, type HealthChecks } from '../src/health-report.js'
import { disabledCheck } from '../src/health-checks.js'
import { createLogger } from '../src/logger.js'
import { StopState } from '../src/stop-state.js'
import { EncryptionCodec } from '../temporal/codec.js'
import { createClient } from '../temporal/connection.js'
import { WorkflowGateway } from '../temporal/workflow-gateway.js'

/** Addresses that nobody calls: the document comes from the schemas alone. */
const NOWHERE = {
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  KEYCLOAK_URL: 'http://127.0.0.1:1',
  MAKRCAVE_API_URL: 'http://127.0.0.1:1',
  SECRET_KEY: 'only-to-write-the-document',
}

/** Writes the API document to the file that is named, `openapi.json` by default. */
async function main(): Promise<void> {
  const config = loadConfig(NOWHERE)
  const logger = createLogger('silent')
  const dependencies = await createDependencies(config, logger, 'api')
  const temporal = createClient(config.temporal, { dataConverter: {}, identity: 'openapi' })
  const app = await buildApp({
    ...dependencies,
    config,
    logger,
    stopState: new StopState(),
    healthChecks: Object.fromEntries(CHECK_NAMES.map((name) => [name, disabledCheck])) as unknown as HealthChecks,
    workflows: new WorkflowGateway(temporal, { caveSilenceHours: config.cave.silenceHours }),
    payloadCodec: new EncryptionCodec([]),
  })
  const file = join(process.cwd(), process.argv[2] ?? 'openapi.json')
  writeFileSync(file, `${JSON.stringify(app.swagger(), null, 2)}\n`)
  await app.close()
  await temporal.connection.close()
  await dependencies.close()
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
