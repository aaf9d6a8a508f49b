import { hostname } from 'node:os'

import type { Client } from '@temporalio/client'

import { createDataConverter } from '../../temporal/codec.js'
import { createClient } from '../../temporal/connection.js'
import {
  bomImportId,
  cavePublicationId,
  modelAnalysisId,
  quoteToServiceOrderId,
  type WorkflowName,
} from '../../workflows/ids.js'
import { loadConfig } from '../config.js'
import { listAttention } from '../db/reads/attention.js'
import { listOpenRuns } from '../db/reads/open-runs.js'
import { inboxAges } from '../db/inbox-sweep.js'
import { createDatabase, type Database } from '../db/sequelize.js'

const ID_OF: Readonly<Record<WorkflowName, (key: string) => string>> = {
  bomImport: bomImportId,
  modelAnalysis: modelAnalysisId,
  quoteToServiceOrder: quoteToServiceOrderId,
  cavePublication: cavePublicationId,
}

/** `npm run doctor`: rows whose run is missing, what waits for people, what waits in the inbox. Exit 1 when rows and runs disagree. */
async function main(): Promise<void> {
  const config = loadConfig()
  const database = createDatabase(config.database, { statementTimeoutMs: 30_000, name: 'makrx-store-doctor' })
  const client = createClient(config.temporal, {
    dataConverter: createDataConverter(config.temporal),
    identity: `doctor@${hostname()}#${process.pid}`,
  })
  try {
    const missing = await missingRuns(database, client)
    for (const id of missing) console.log(`row without a run: ${id}   (npm run resume -- ${id})`)
    for (const row of await listAttention(database)) {
      console.log(
        `waits for a person: ${row.kind} ${row.number ?? row.id}: ${row.reason}, since ${row.since.toISOString()}`,
      )
    }
    for (const { provider, pending, seconds } of await inboxAges(database)) {
      console.log(`inbox: ${pending} open of ${provider}, the oldest ${seconds} s`)
    }
    console.log(`${missing.length} rows disagree with their runs`)
    if (missing.length > 0) process.exitCode = 1
  } finally {
    await client.connection.close()
    await database.close()
  }
}

async function missingRuns(database: Database, client: Client): Promise<string[]> {
  const missing: string[] = []
  for (const { name, key } of await listOpenRuns(database)) {
    const id = ID_OF[name](key)
    const isRunning = await client.workflow
      .getHandle(id)
      .describe()
      .then(
        (run) => run.status.name === 'RUNNING',
        () => false,
      )
    if (!isRunning) missing.push(id)
  }
  return missing
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
