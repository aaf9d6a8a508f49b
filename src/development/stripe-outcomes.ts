import type { StripeLedger } from './stripe-ledger.js'
import { newEvent, type StripeIntentObject } from './stripe-objects.js'
import { StripeFault } from './stripe-fault.js'

export const PAYMENT_OUTCOMES = ['succeed', 'fail', 'late', 'wrong_amount', 'duplicate'] as const

type Outcome = (typeof PAYMENT_OUTCOMES)[number]

interface Completion {
  readonly paymentId: string
  readonly outcome: Outcome
  readonly method?: string | undefined
}

const WRONG_MINOR = 100

/**
 * What a shopper, a bank or an attacker does with the payment form:
 * `succeed` pays an open intent; `fail` is declined and may be tried again; `late` pays although the intent was
 * cancelled meanwhile; `wrong_amount` is a genuine payment of one rupee; `duplicate` pays, and the event comes three
 * times: twice as it is and once under another id.
 */
export function completePayment(
  ledger: StripeLedger,
  { paymentId, outcome, method }: Completion,
): { intent: StripeIntentObject; events: object[] } {
  const intent = ledger.intents().find(({ metadata }) => metadata['payment_id'] === paymentId)
  if (intent === undefined) throw fault(404, 'There is no payment of this id at the provider.')
  if (intent.status === 'succeeded' && outcome === 'fail') throw fault(409, 'This payment has succeeded already.')
  if (intent.status === 'canceled' && outcome !== 'late')
    throw fault(409, 'This payment was cancelled; try the outcome late.')

  const changed =
    outcome === 'fail' ? declined(intent) : succeeded(intent, { method, isWrong: outcome === 'wrong_amount' })
  ledger.saveIntent('payment_intent_changed', changed)
  const type = outcome === 'fail' ? 'payment_intent.payment_failed' : 'payment_intent.succeeded'
  const event = newEvent(type, changed)
  return { intent: changed, events: outcome === 'duplicate' ? [event, event, newEvent(type, changed)] : [event] }
}

function succeeded(
  intent: StripeIntentObject,
  { method, isWrong }: { method: string | undefined; isWrong: boolean },
): StripeIntentObject {
  const paidMinor = isWrong ? WRONG_MINOR : intent.amount
  const methods = method === undefined ? intent.payment_method_types : [method]
  return {
    ...intent,
    status: 'succeeded',
    amount_received: paidMinor,
    payment_method_types: methods,
    last_payment_error: null,
  }
}

function declined(intent: StripeIntentObject): StripeIntentObject {
  const error = {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    message: 'Declined by the bank.',
  }
  return { ...intent, status: 'requires_payment_method', last_payment_error: error }
}

function fault(status: number, message: string): StripeFault {
  return new StripeFault(status, { type: 'invalid_request_error', message })
}
