import type { DeliveryChoice } from './delivery-zone.js'
import type { DomainError } from './errors.js'
import type { MeshFeatures } from './layer-features.js'
import { fitMachine } from './machine-fit.js'
import { quoteRefusal, SETTING_FINDINGS, type Finding } from './model-findings.js'
import { unpriceable } from './model-refusals.js'
import type { PrintableFacts } from './model-report.js'
import type { PrintSettings } from './print-settings.js'
import { obstacleFindings, personFinding, printFindings } from './quote-findings.js'
import { needsPerson, type PersonReason } from './quote-person.js'
import { priceQuote, type QuotePrice } from './quote-price.js'
import { findMaterial, type RateCard } from './rate-card.js'

/**
 * Prices a measured model for one set of settings and says all there is to say about it. Throws DomainError
 * `model_not_printable` or `manual_quote_required`, with all findings, where there is no automatic price.
 */
export function offerQuote(request: OfferRequest): QuoteOffer {
  const { card, settings, facts, features, delivery } = request
  const ofModel = request.modelFindings.filter(({ code }) => !SETTING_FINDINGS.has(code))
  const material = findMaterial(card, settings.material)
  if (!material?.print) throw pricedByHand(settings, ofModel)
  const fit = fitMachine(facts.size, material.print, card.machines)
  const findings = joined(ofModel, obstacleFindings({ size: facts.size, fit }, settings, card.machines))
  if (fit.fit !== 'fits' || quoteRefusal(findings)) throw notPrintable(findings)
  const print = { ...material.print, densityGPerCm3: material.densityGPerCm3 }
  const price = priceQuote({ ...facts, card, settings, material: print, machine: fit.machine, features, delivery })
  const personReasons = needsPerson(price, facts)
  return {
    price,
    findings: [...findings, ...printFindings(price, settings, facts), ...personReasons.map(personFinding)],
    personReasons,
  }
}

export interface OfferRequest {
  readonly card: RateCard
  readonly settings: PrintSettings
  readonly facts: Pick<PrintableFacts, 'size' | 'overhang' | 'thinShare' | 'needsPersonForHoles'>
  /** measured with the geometry of the settings' preset */
  readonly features: MeshFeatures
  readonly delivery: DeliveryChoice
  /** of the analysis; those that hold for its own settings only are left out */
  readonly modelFindings: readonly Finding[]
}

export interface QuoteOffer {
  readonly price: QuotePrice
  readonly findings: readonly Finding[]
  /** not empty: a person decides before the quote can be accepted */
  readonly personReasons: readonly PersonReason[]
}

function joined(ofModel: readonly Finding[], ofSettings: readonly Finding[]): Finding[] {
  const known = new Set(ofModel.map(({ code }) => code))
  return [...ofModel, ...ofSettings.filter(({ code }) => !known.has(code))]
}

function pricedByHand({ material }: PrintSettings, findings: readonly Finding[]): DomainError {
  const reason = `${material} is quoted by a person`
  return unpriceable('manual_quote_required', `${reason}.`, { reason, findings })
}

function notPrintable(findings: readonly Finding[]): DomainError {
  const code = quoteRefusal(findings) ?? 'model_not_printable'
  const reason = findings.find(({ severity }) => severity === 'error')?.message ?? 'This part cannot be printed.'
  return unpriceable(code, reason, { reason, findings })
}
