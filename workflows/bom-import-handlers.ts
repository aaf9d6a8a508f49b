import { condition, log, setDefaultSignalHandler, setHandler } from '@temporalio/workflow'

import { DomainError } from '../src/domain/errors.js'
import {
  applyManualMapping,
  cancelImport,
  type ApplyManualMapping,
  type ImportAnswer,
  type MappingAnswer,
} from './bom-import-contract.js'
import type { ImportRun } from './bom-import-run.js'
import { uncut } from './cancel-request.js'
import { awaitFirstAnswer, snapshot } from './common-contract.js'
import { requireShape } from './message-shape.js'
import { refusal } from './refusal.js'
import { bom, named } from './steps.js'

/** Every message of the run; handlers only delegate. Call before the first await. */
export function registerHandlers(run: ImportRun): void {
  run.parking.register()
  setHandler(awaitFirstAnswer, () => uncut(() => firstAnswer(run)), {
    description: 'Waits until every line is judged.',
  })
  setHandler(applyManualMapping, (command) => uncut(() => applyChoices(run, command)), {
    description: 'A person chooses products for lines of the import.',
    validator: (command: unknown) => {
      requireShape(command, { key: 'string', mappings: 'object' })
      if (run.isClosed || run.isOver) throw closed()
    },
  })
  setHandler(cancelImport, () => uncut(() => stop(run)), {
    description: 'Stop the import; lines that are in the cart stay there.',
  })
  setHandler(snapshot, () => ({ ...run.row, stage: run.stage, attention: run.parking.reasons() }), {
    description: 'Where the run stands, for operators and tests.',
  })
  setDefaultSignalHandler((name) => log.warn('unknown signal', { name }))
}

async function firstAnswer(run: ImportRun): Promise<void> {
  await condition(() => run.isAnswered)
  if (run.refused) throw run.refused as Error
}

/** One call after the other; the one that decides the last open line closes the import. */
async function applyChoices(run: ImportRun, command: ApplyManualMapping): Promise<MappingAnswer> {
  await condition(() => run.isAnswered)
  return run.fifo.run(async () => {
    if (run.isClosed || run.isOver) throw closed()
    const { row, cartId, results } = await run.parking.insist(
      run.subject,
      () => named('apply choices', bom.applyChoices, { importId: run.id, ...command }),
      ['refusal'],
    )
    run.show(row)
    return { status: row.status, openLines: row.openLines, cartId, results }
  })
}

async function stop(run: ImportRun): Promise<ImportAnswer> {
  run.requestCancel()
  await condition(() => run.isClosed || run.isOver)
  return { status: run.row?.status ?? 'failed' }
}

function closed(): Error {
  return refusal(new DomainError('import_closed', 'This import is closed; import the parts list again.'))
}
