import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { historyToJSON } from '@temporalio/common/lib/proto-utils'

import { findTemporalCli } from '../src/development/temporal-cli.js'
import { startTemporal } from '../src/development/temporal-server.js'
import { buildBundle } from '../temporal/bundle.js'
import { searchAttributeTypes } from '../test/support/search-attribute-types.js'
import { WorkflowRig } from '../test/support/workflow-run.js'
import { HISTORY_CASES, type HistoryCase } from '../test/workflows/history-cases.js'
import { scrubHistory } from '../test/workflows/scrubbed-history.js'

const NAMESPACE = 'makrx-histories'
const FOLDER = join('test', 'workflows', 'histories')

/** Records the golden histories anew, all or those whose path holds the given word: on a real server, with fake activities. */
async function main(word = ''): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'makrx-histories-'))
  const cli = await findTemporalCli()
  const server = await startTemporal({
    cli: cli.path,
    logFile: join(scratch, 'temporal.log'),
    namespaces: [NAMESPACE],
    searchAttributes: searchAttributeTypes,
  })
  const codePath = join(scratch, 'workflows.js')
  await buildBundle(codePath)
  const rig = await WorkflowRig.open({ address: server.address, namespace: NAMESPACE, codePath })
  try {
    for (const [index, history] of HISTORY_CASES.entries()) {
      if (pathOf(history).includes(word)) await record(rig, history, index)
    }
  } finally {
    await rig.close()
    await server.stop()
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function record(rig: WorkflowRig, history: HistoryCase, index: number): Promise<void> {
  const { handle } = await history.play(rig, fixedId(index))
  const last = await handle.fetchHistory()
  const first = last.events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId ?? undefined
  const wanted =
    history.run === 'first' ? await rig.client.workflow.getHandle(handle.workflowId, first).fetchHistory() : last
  const path = pathOf(history)
  mkdirSync(join(FOLDER, history.workflow), { recursive: true })
  writeFileSync(path, oneEventPerLine(scrubHistory(JSON.parse(historyToJSON(wanted)))))
  console.log(`${path}: ${wanted.events?.length ?? 0} events`)
}

/** Short files whose differences can be read. */
function oneEventPerLine(history: unknown): string {
  const { events } = history as { events: unknown[] }
  return `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`
}

function pathOf({ workflow, name }: HistoryCase): string {
  return join(FOLDER, workflow, `${name}.json`)
}

function fixedId(index: number): string {
  return `0197f0a0-0000-7000-8000-${String(index + 100).padStart(12, '0')}`
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
