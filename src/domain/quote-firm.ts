import type { Finding } from './model-findings.js'
import type { PrintableFacts } from './model-report.js'
import { personFinding } from './quote-findings.js'
import type { QuoteOffer } from './quote-offer.js'
import { isFarFromInstant, needsPerson, type PersonReason } from './quote-person.js'
import { withSlice, type QuotePrice } from './quote-price.js'

/** What the slicer said of every plate of an order. */
export interface OrderSlices {
  /** program, version and profile, as the quote shows them */
  readonly engine: string
  /** one for each plate of the job; skirts and supports are in the weight */
  readonly plates: readonly { readonly weightMg: number; readonly seconds: number }[]
}

export interface FirmRequest {
  readonly instant: QuotePrice
  /** of the instant offer */
  readonly findings: readonly Finding[]
  readonly slices: OrderSlices
  readonly facts: Pick<PrintableFacts, 'needsPersonForHoles'>
}

/**
 * The firm offer of real slices (quoting.md 17). `personReasons` holds only what the instant offer had no reason for: a
 * person who has decided once is not asked the same again.
 */
export function firmOffer({ instant, findings, slices, facts }: FirmRequest): QuoteOffer {
  const { engine, plates } = slices
  const weightMg = plates.reduce((sum, plate) => sum + plate.weightMg, 0)
  const totalSeconds = plates.reduce((sum, plate) => sum + plate.seconds, 0)
  const price = withSlice(instant, { weightMg, totalSeconds, engine })
  const personReasons = newReasons({ instant, firm: price, facts })
  return { price, findings: [...findings.filter(isStillTrue), ...personReasons.map(personFinding)], personReasons }
}

function newReasons(prices: {
  readonly instant: QuotePrice
  readonly firm: QuotePrice
  readonly facts: FirmRequest['facts']
}): PersonReason[] {
  const { instant, firm, facts } = prices
  const known = new Set(needsPerson(instant, facts))
  const reasons = needsPerson(firm, facts).filter((reason) => !known.has(reason))
  return isFarFromInstant(instant, firm) ? [...reasons, 'firm_differs'] : reasons
}

/** Weight and time are no longer rough. */
function isStillTrue({ code }: Finding): boolean {
  return code !== 'estimate_coarse'
}
