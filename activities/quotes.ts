import { MeshReport } from '../src/db/models/uploads.js'
import { Quote } from '../src/db/models/quotes.js'
import { mustExist } from '../src/db/record.js'
import { activeRateCard } from '../src/db/reads/rate-cards.js'
import type { Database } from '../src/db/sequelize.js'
import { loadQuote, offeredQuote } from '../src/db/workflow-owned/loaded-rows.js'
import { readFeatures } from '../src/db/workflow-owned/mesh-features.js'
import {
  endQuote,
  failFirmPrice,
  insertQuote,
  keepForPerson,
  offerFrom,
  priceBasis,
  updatePrice,
} from '../src/db/workflow-owned/quotes.js'
import { storedPrice } from '../src/db/workflow-owned/service-orders.js'
import { readSlices } from '../src/db/workflow-owned/slice-results.js'
import { findDeliveryZone, type DeliveryChoice } from '../src/domain/delivery-zone.js'
import type { LoadedQuote } from '../src/domain/loaded-rows.js'
import type { LengthUnit, ModelReport } from '../src/domain/model-report.js'
import { quoteRefusal } from '../src/domain/model-findings.js'
import type { PrintSettings } from '../src/domain/print-settings.js'
import { firmOffer } from '../src/domain/quote-firm.js'
import { PERSON_REASONS } from '../src/domain/quote-person.js'
import type { QuoteStatus } from '../src/domain/quote-status.js'
import type { RateCard } from '../src/domain/rate-card.js'
import { DomainError } from '../src/domain/errors.js'
import { unpriceable } from '../src/domain/model-refusals.js'
import { quotesToOrders } from '../src/metrics.js'
import type { Slicer } from '../src/ports.js'
import type { NewQuoteInput } from '../workflows/quote-to-service-order-contract.js'
import type { ActivityDependencies } from './dependencies.js'

/** Prices: from the stored measures of a model and the active rate card. */
export function quoteActivities({ database, slicer }: ActivityDependencies) {
  return {
    /** Prices and writes the quote; refuses with the model's findings where there is no automatic price. */
    async recordQuote(input: NewQuoteInput): Promise<LoadedQuote> {
      if (await Quote.findByPk(input.id)) return loadQuote(database, input.id)
      const basis = await priceBasis(database, input)
      refuseUnpriceable(basis.report)
      const delivery = deliveryOf(basis.card, input)
      const features = await featuresOf(database, basis.report, input.settings)
      const offer = offerFrom(basis, { settings: input.settings, features, delivery })
      const canSlice = slicer?.profileHash(input.settings.preset, input.settings.material) !== undefined
      const firmStatus = canSlice ? 'pending' : 'unavailable'
      const made = await insertQuote(database, { draft: { ...input, delivery, firmStatus }, basis, offer })
      return made ? offeredQuote(made) : loadQuote(database, input.id)
    },

    loadQuote: ({ quoteId }: { quoteId: string }): Promise<LoadedQuote> => loadQuote(database, quoteId),

    /**
     * An operator's "price again": the stored measures with today's card, and the stored slices where there are some.
     * What has no automatic price any more stays as it is, for a person.
     */
    async repriceQuote({ quoteId }: { quoteId: string }): Promise<LoadedQuote> {
      const quote = mustExist(await Quote.findByPk(quoteId), 'the quote')
      try {
        await priceAgain(database, quote)
        await firmAgain(database, slicer, await quote.reload())
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        await keepForPerson(database, quoteId, error.message)
      }
      return loadQuote(database, quoteId)
    },

    /** The real slice's price, or the fact that there is none; a repeat finds it written and changes nothing. */
    async recordFirmPrice({ quoteId, isSliced }: SliceOutcome): Promise<{ needsPerson: string | null }> {
      const quote = mustExist(await Quote.findByPk(quoteId), 'the quote')
      if (quote.firmStatus !== 'pending') return { needsPerson: (await loadQuote(database, quoteId)).needsPerson }
      if (!isSliced) return sentence(await failFirmPrice(database, quoteId))
      const change = await firmChange(database, mustExist(slicer, 'the slicer'), quote)
      return sentence(await updatePrice(database, quoteId, mustExist(change, 'the slices of the plates')))
    },

    async endQuote({
      quoteId,
      status,
    }: {
      quoteId: string
      status: 'expired' | 'cancelled'
    }): Promise<{ status: QuoteStatus }> {
      const ended = await endQuote(database, quoteId, status)
      if (ended === 'expired') quotesToOrders.inc({ converted: 'false' })
      return { status: ended }
    },
  }
}

interface SliceOutcome {
  readonly quoteId: string
  readonly isSliced: boolean
}

async function priceAgain(database: Database, quote: Quote): Promise<void> {
  const settings = settingsOf(quote)
  const report = await reportOf(quote)
  const card = await activeRateCard(database)
  const features = await featuresOf(database, report, settings)
  const delivery = quote.delivery as unknown as DeliveryChoice
  await updatePrice(database, quote.id, { offer: offerFrom({ card, report }, { settings, features, delivery }) })
}

/** A firm price stays firm; one that cannot be had, also because the plates are others now, is a person's matter. */
async function firmAgain(database: Database, slicer: Slicer | undefined, quote: Quote): Promise<void> {
  const change = quote.firmStatus === 'ready' && slicer ? await firmChange(database, slicer, quote) : undefined
  if (change) {
    await updatePrice(database, quote.id, change)
  } else if (quote.firmStatus === 'ready' || quote.firmStatus === 'failed') {
    await failFirmPrice(database, quote.id)
  }
}

/** What the slices of a quote's plates make of its price; undefined when a plate has not been sliced. */
async function firmChange(database: Database, slicer: Slicer, quote: Quote) {
  const { preset, material } = settingsOf(quote)
  const hash = mustExist(slicer.profileHash(preset, material), 'the slicer profile')
  const slices = await readSlices(database, { quote, profileHash: hash, slicerVersion: slicer.version })
  if (!slices) return undefined
  const facts = mustExist((await reportOf(quote)).printable, 'what a price needs')
  const offer = firmOffer({ instant: storedPrice(quote), findings: quote.findings, slices, facts })
  return { offer, firmStatus: 'ready', profile: { hash, slicerVersion: slicer.version } } as const
}

type QuoteSettings = PrintSettings & { readonly unit: LengthUnit }

function settingsOf(quote: Quote): QuoteSettings {
  return quote.settings as unknown as QuoteSettings
}

async function reportOf(quote: Quote): Promise<ModelReport> {
  const { unit } = settingsOf(quote)
  const row = await MeshReport.findOne({ where: { uploadId: quote.uploadId, unit } })
  return mustExist(row, 'the report').report as unknown as ModelReport
}

async function featuresOf(database: Database, report: ModelReport, settings: PrintSettings) {
  const keys = mustExist(report.printable, 'what a price needs').featuresKeys
  return readFeatures(database, keys[settings.preset])
}

function refuseUnpriceable(report: ModelReport): void {
  const code = quoteRefusal(report.findings)
  if (!code) return
  const reason = report.findings.find(({ severity }) => severity === 'error')?.message ?? null
  throw unpriceable(code, reason ?? 'This model has no automatic price.', { reason, findings: report.findings })
}

function deliveryOf(card: RateCard, input: NewQuoteInput): DeliveryChoice {
  if (input.isPickup) return { method: 'pickup' }
  if (!input.deliveryAddress) return { method: 'unknown' }
  return { method: 'ship', zone: findDeliveryZone(card, input.deliveryAddress) }
}

function sentence(reason: keyof typeof PERSON_REASONS | null): { needsPerson: string | null } {
  return { needsPerson: reason ? PERSON_REASONS[reason] : null }
}
