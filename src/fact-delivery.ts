import { crashPoint } from './crash-point.js'
import { findFactTarget, isOlderFactSignalled, markSignalled } from './db/inbox.js'
import type { Database } from './db/sequelize.js'

/** What tells runs about facts; the gateway of the API and the sweeper's are the same. */
export interface FactSignals {
  signalPayment(quoteId: string, inboxId: string): Promise<void>
  signalCave(serviceOrderId: string, inboxId: string): Promise<void>
}

export type Delivery = 'signalled' | 'covered' | 'unmatched'

/**
 * Tells the run of a stored fact. `covered`: an older fact of the same order was signalled and not applied yet, so the
 * run will find this one too. Rejects while Temporal is away; the sweeper tries again.
 */
export async function deliverFact(
  outside: { readonly database: Database; readonly signals: FactSignals },
  entry: { readonly id: string; readonly subject: string; readonly isRepeat: boolean },
): Promise<Delivery> {
  const { database, signals } = outside
  const target = await findFactTarget(database, entry.subject)
  if (!target) return 'unmatched'
  if (!entry.isRepeat && (await isOlderFactSignalled(database, entry))) return 'covered'
  if (target.kind === 'payment') await signals.signalPayment(target.quoteId, entry.id)
  else await signals.signalCave(target.serviceOrderId, entry.id)
  crashPoint('signal.before-mark')
  await markSignalled(database, entry.id)
  return 'signalled'
}
