import { hostname } from 'node:os'

import { createDataConverter } from '../../temporal/codec.js'
import { createClient } from '../../temporal/connection.js'
import { WorkflowGateway } from '../../temporal/workflow-gateway.js'
import { parseWorkflowId, type WorkflowName } from '../../workflows/ids.js'
import { loadConfig } from '../config.js'
import { listOpenRuns } from '../db/reads/open-runs.js'
import { createDatabase } from '../db/sequelize.js'

/** `npm run resume -- ID` or `-- --all`: starts runs again from their rows; harmless while they are running. */
async function main(wish: string | undefined): Promise<void> {
  if (!wish) throw new Error('Name a workflow id, or --all for every open row.')
  const config = loadConfig()
  const database = createDatabase(config.database, { statementTimeoutMs: 30_000, name: 'makrx-store-resume' })
  const client = createClient(config.temporal, {
    dataConverter: createDataConverter(config.temporal),
    identity: `resume@${hostname()}#${process.pid}`,
  })
  const gateway = new WorkflowGateway(client, { caveSilenceHours: config.cave.silenceHours })
  try {
    const runs = wish === '--all' ? await listOpenRuns(database) : [parsed(wish)]
    for (const { name, key } of runs) {
      await gateway.resume(name, key)
      console.log(`${name} ${key}: running`)
    }
    console.log(`${runs.length} resumed`)
  } finally {
    await client.connection.close()
    await database.close()
  }
}

function parsed(id: string): { name: WorkflowName; key: string } {
  const run = parseWorkflowId(id)
  if (!run) throw new Error(`"${id}" is no workflow id of ours.`)
  return run
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
