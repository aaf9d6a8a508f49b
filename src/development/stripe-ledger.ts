import type { Journal } from './journal.js'
import type { StripeIntentObject, StripeRefundObject } from './stripe-objects.js'

/** What Stripe remembers: intents, refunds, and the answer it gave under each idempotency key. */
export interface StripeLedger {
  readonly saveIntent: (kind: 'payment_intent_created' | 'payment_intent_changed', intent: StripeIntentObject) => void
  readonly saveRefund: (refund: StripeRefundObject) => void
  readonly saveAnswer: (answer: KeptAnswer) => void
  readonly intent: (id: string) => StripeIntentObject | undefined
  /** newest first */
  readonly intents: () => StripeIntentObject[]
  /** newest first */
  readonly refundsOf: (intentId: string) => StripeRefundObject[]
  readonly answer: (key: string) => KeptAnswer | undefined
  readonly note: Journal['append']
}

export interface KeptAnswer {
  readonly key: string
  /** method, path and body of the first request */
  readonly request: string
  readonly status: number
  readonly body: unknown
}

/** The journal is the storage: every entry that changes something carries the whole object. */
export function openStripeLedger(journal: Journal): StripeLedger {
  const intents = new Map<string, StripeIntentObject>()
  const refunds = new Map<string, StripeRefundObject>()
  const answers = new Map<string, KeptAnswer>()

  function remember(entry: Record<string, unknown>): void {
    const { intent, refund, answer } = entry as Remembered
    if (intent) intents.set(intent.id, intent)
    if (refund) refunds.set(refund.id, refund)
    if (answer) answers.set(answer.key, answer)
  }

  function write(entry: { kind: string } & Remembered): void {
    journal.append({ ...entry })
    remember(entry)
  }

  journal.entries().forEach(remember)
  return {
    saveIntent: (kind, intent) => write({ kind, intent }),
    saveRefund: (refund) => write({ kind: 'refund_created', refund }),
    saveAnswer: (answer) => write({ kind: 'answer_kept', answer }),
    intent: (id) => intents.get(id),
    intents: () => [...intents.values()].reverse(),
    refundsOf: (intentId) => [...refunds.values()].filter((refund) => refund.payment_intent === intentId).reverse(),
    answer: (key) => answers.get(key),
    note: journal.append,
  }
}

interface Remembered extends Record<string, unknown> {
  readonly intent?: StripeIntentObject
  readonly refund?: StripeRefundObject
  readonly answer?: KeptAnswer
}
