import { DomainError } from '../src/domain/errors.js'
import type { LoadedAttention } from '../src/domain/loaded-rows.js'
import type { LengthUnit } from '../src/domain/model-report.js'
import { Abandoned, unlessAbandoned } from './abandoned.js'
import { measure } from './measuring.js'
import { firmPrice } from './quote-firm-price.js'
import type { QuoteRun } from './quote-run.js'
import type { NewQuoteInput, QuoteToServiceOrderInput } from './quote-to-service-order-contract.js'
import { asRefusal, refusal } from './refusal.js'
import { core, named } from './steps.js'

/**
 * Prices a new quote, or finds out where the row stands when a later message started this run. A quote that is refused
 * has no row: whoever waits for the first answer gets the refusal, and the run is over.
 */
export async function begin(run: QuoteRun, input: QuoteToServiceOrderInput): Promise<void> {
  try {
    await (input.resume ? restore(run) : price(run, input))
  } catch (error) {
    if (!asRefusal(error)) throw error
    run.refused = error
    run.phase = 'closed'
    return
  }
  if (run.phase !== 'active') return
  if (run.quote?.needsPerson) await callPerson(run, run.quote.needsPerson)
  if (run.quote?.isFirmPending) firmPrice(run)
}

/** Waits for acceptance until the quote expires; a decision of an operator comes in between. */
export async function offer(run: QuoteRun): Promise<void> {
  const expiresAtMs = run.quote?.expiresAtMs ?? 0
  await run.nextEvent(expiresAtMs - Date.now())
  await run.fifo.run(async () => {
    if (run.phase === 'active') await decideAboutQuote(run)
    if (run.phase === 'active' && Date.now() >= expiresAtMs) await endOffer(run, 'expired')
  })
}

/** The quote is over without an order: in time, or because an operator withdrew it. */
export async function endOffer(run: QuoteRun, status: 'expired' | 'cancelled'): Promise<void> {
  const summary = status === 'expired' ? 'expire the quote' : 'withdraw the quote'
  await unlessAbandoned(() =>
    run.parking.insist(run.quoteSubject, () => named(summary, core.endQuote, { quoteId: run.id, status })),
  )
  await run.parking.settle('quote_needs_person', 'work_failed')
  run.move('closed', { status })
}

/** The rows say where it stands, and what a person was waiting for when the earlier run ended. */
async function restore(run: QuoteRun): Promise<void> {
  const loaded = await run.parking.insist(run.quoteSubject, () =>
    named('load the rows', core.loadQuote, { quoteId: run.id }),
  )
  run.enter(loaded)
  if (loaded.order) run.facts.wake()
  for (const attention of loaded.attention) await restoreAttention(run, attention)
  run.move(run.phase, { status: loaded.order?.status ?? loaded.status })
}

async function restoreAttention(run: QuoteRun, { kind, id, reason, note }: LoadedAttention): Promise<void> {
  const subject = { kind, id } as const
  if (SHOWN_AGAIN.has(reason)) await run.parking.discard(subject, reason)
  else await run.parking.raise({ reason, subject, note })
}

/** Reasons of a step that the run now takes again: it shows them itself if they still hold. */
const SHOWN_AGAIN: ReadonlySet<string> = new Set(['upstream_down', 'internal', 'work_failed'])

async function price(run: QuoteRun, input: NewQuoteInput): Promise<void> {
  const unit: LengthUnit | undefined = input.unit
  if (unit && !(await measure(run.parking, { uploadId: input.uploadId, unit }))) throw unmeasured()
  const quote = await run.parking.insist(run.quoteSubject, () => named('price the quote', core.recordQuote, input), [
    'refusal',
  ])
  run.enter(quote)
}

async function callPerson(run: QuoteRun, why: string): Promise<void> {
  await run.parking.raise({ reason: 'quote_needs_person', subject: run.quoteSubject, note: why })
}

async function decideAboutQuote(run: QuoteRun): Promise<void> {
  for (const reason of run.parking.decided()) {
    const action = await run.parking.takeDecision(reason)
    if (action === 'abort') return endOffer(run, 'cancelled')
    if (action === 'retry' && reason === 'work_failed') firmPrice(run)
    if (action === 'retry' && reason === 'quote_needs_person') await priceAgain(run)
  }
}

/** What cannot be priced again keeps waiting for a person, with the refusal as the reason. */
async function priceAgain(run: QuoteRun): Promise<void> {
  try {
    const step = (): ReturnType<typeof core.repriceQuote> =>
      named('price again', core.repriceQuote, { quoteId: run.id })
    run.enter(await run.parking.insist(run.quoteSubject, step, ['refusal']))
  } catch (error) {
    const why = asRefusal(error)
    if (!why || error instanceof Abandoned) throw error
    return callPerson(run, why.message)
  }
  if (run.quote?.needsPerson) await callPerson(run, run.quote.needsPerson)
}

function unmeasured(): Error {
  return refusal(new DomainError('manual_quote_required', 'This model could not be measured; a person must quote it.'))
}
