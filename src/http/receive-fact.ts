import { crashPoint } from '../crash-point.js'
import { storeFact, type InboxDraft } from '../db/inbox.js'
import { deliverFact } from '../fact-delivery.js'
import { webhookEvents } from '../metrics.js'
import type { ApiDependencies } from './api-dependencies.js'

export interface ReceivedFact {
  readonly id: string
  readonly isNew: boolean
}

/**
 * Keeps a verified fact, once, and tells its run without waiting for it: when this returns the fact is durable, and
 * whatever goes wrong afterwards the sweeper mends.
 */
export async function receiveFact(dependencies: ApiDependencies, draft: InboxDraft): Promise<ReceivedFact> {
  crashPoint('webhook.before-insert')
  const stored = await storeFact(draft)
  crashPoint('webhook.after-commit')
  webhookEvents.inc({ provider: draft.provider, result: stored.isNew ? draft.state : 'duplicate' })
  if (stored.isNew && draft.state === 'received' && draft.subject !== null) {
    tellRun(dependencies, { id: stored.id, subject: draft.subject })
  }
  return stored
}

function tellRun(dependencies: ApiDependencies, entry: { id: string; subject: string }): void {
  const { database, workflows, logger } = dependencies
  deliverFact({ database, signals: workflows }, { ...entry, isRepeat: false })
    .then(() => crashPoint('webhook.after-answer'))
    .catch((error: unknown) =>
      logger.warn({ err: error, inbox: entry.id }, 'a fact is stored and its run not told yet'),
    )
}
