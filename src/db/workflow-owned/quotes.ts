import { UniqueConstraintError, type Transaction } from 'sequelize'

import type { Address } from '../../domain/address.js'
import type { DeliveryChoice } from '../../domain/delivery-zone.js'
import { DomainError } from '../../domain/errors.js'
import type { LayerFeatures, MeshFeatures } from '../../domain/layer-features.js'
import { finding } from '../../domain/model-findings.js'
import { uploadUnusable } from '../../domain/model-refusals.js'
import type { LengthUnit, ModelReport } from '../../domain/model-report.js'
import type { PrintSettings } from '../../domain/print-settings.js'
import { daysUntilDelivered, printedMg } from '../../domain/quote-document.js'
import { offerQuote, type QuoteOffer } from '../../domain/quote-offer.js'
import { PERSON_REASONS, type PersonReason } from '../../domain/quote-person.js'
import { canMoveQuote, type FirmStatus, type QuoteStatus } from '../../domain/quote-status.js'
import type { RateCard } from '../../domain/rate-card.js'
import { MeshReport, Upload } from '../models/uploads.js'
import { Quote } from '../models/quotes.js'
import { activeRateCard } from '../reads/rate-cards.js'
import { announce, mustExist } from '../record.js'
import { inTransaction, type Database } from '../sequelize.js'

/** A quote as it is asked for. */
export interface QuoteDraft {
  readonly id: string
  readonly quoteNumber: string
  readonly uploadId: string
  readonly userId: string
  readonly settings: PrintSettings
  readonly unit?: LengthUnit
  readonly deliveryAddress?: Address
  readonly delivery: DeliveryChoice
  readonly customerNotes?: string
  readonly validHours: number
  readonly firmStatus: FirmStatus
}

/** What a price is computed from: the report of the unit, the features of the preset, the card. */
export interface PriceBasis {
  readonly upload: Upload
  readonly unit: LengthUnit
  readonly report: ModelReport
  readonly card: RateCard
}

/** The measured model in the unit that the quote asks for; refuses while or when there is nothing to price. */
export async function priceBasis(
  database: Database,
  wanted: { readonly uploadId: string; readonly userId: string; readonly unit?: LengthUnit },
): Promise<PriceBasis> {
  const upload = kept(await Upload.findOne({ where: { id: wanted.uploadId, userId: wanted.userId } }))
  const unit = wanted.unit ?? upload.unit
  const row = await MeshReport.findOne({ where: { uploadId: upload.id, unit } })
  if (!row) throw notReady(upload)
  const report = row.report as unknown as ModelReport
  return { upload, unit, report, card: await activeRateCard(database) }
}

/**
 * Writes the quote; undefined when it is there already. From then on it keeps its upload from being cleaned up; an
 * upload that has gone since it was priced is refused. Quotes of one upload do not wait for each other.
 */
export async function insertQuote(
  database: Database,
  { draft, basis, offer }: { draft: QuoteDraft; basis: PriceBasis; offer: QuoteOffer },
): Promise<Quote | undefined> {
  const person = offer.personReasons[0]
  const insert = async (transaction: Transaction): Promise<Quote> => {
    kept(await Upload.findByPk(draft.uploadId, { lock: transaction.LOCK.SHARE }))
    return Quote.create({
      id: draft.id,
      quoteNumber: draft.quoteNumber,
      uploadId: draft.uploadId,
      userId: draft.userId,
      status: 'active',
      settings: { ...draft.settings, unit: basis.unit },
      sha256: mustExist(basis.upload.sha256, 'the hash of the upload'),
      normalisedSha256: mustExist(basis.report.measures?.normalisedSha256, 'the hash of the mesh'),
      fileAnalysis: fileAnalysis(basis.report),
      ...priceColumns(offer),
      instantPriceMinor: offer.price.totalMinor,
      firmStatus: draft.firmStatus,
      deliveryAddress: draft.deliveryAddress ?? null,
      customerNotes: draft.customerNotes ?? null,
      ...(person ? personColumns(person) : {}),
      expiresAt: new Date(Date.now() + draft.validHours * 3_600_000),
    })
  }
  try {
    return await inTransaction(database, insert)
  } catch (error) {
    if (error instanceof UniqueConstraintError) return undefined
    throw error
  }
}

/** Replaces the price of an active quote; nothing changes once it is accepted or over. */
export async function updatePrice(
  database: Database,
  quoteId: string,
  change: {
    readonly offer: QuoteOffer
    readonly firmStatus?: FirmStatus
    readonly profile?: { readonly hash: string; readonly slicerVersion: string }
  },
): Promise<PersonReason | null> {
  const { offer, firmStatus, profile } = change
  const person = offer.personReasons[0] ?? null
  return inTransaction(database, async () => {
    const quote = mustExist(await Quote.findByPk(quoteId, { lock: true }), 'the quote')
    if (quote.status !== 'active') return null
    const isFirm = offer.price.source === 'slicer'
    await quote.update({
      ...priceColumns(offer),
      ...(isFirm ? { firmPriceMinor: offer.price.totalMinor } : { instantPriceMinor: offer.price.totalMinor }),
      ...(firmStatus ? { firmStatus } : {}),
      ...(profile ? { profileHash: profile.hash, slicerVersion: profile.slicerVersion } : {}),
      ...(person ? personColumns(person) : {}),
      version: quote.version + 1,
    })
    await announce(database, `quote:${quoteId}`)
    return person
  })
}

/** Ends an active quote; a repeat, or a quote that was accepted first, stays as it is. */
export async function endQuote(
  database: Database,
  quoteId: string,
  status: 'expired' | 'cancelled',
): Promise<QuoteStatus> {
  return inTransaction(database, async () => {
    const quote = mustExist(await Quote.findByPk(quoteId, { lock: true }), 'the quote')
    if (canMoveQuote(quote.status, status)) {
      await quote.update({ status, version: quote.version + 1 })
      await announce(database, `quote:${quoteId}`)
    }
    return quote.status
  })
}

/** Says that no firm price will come, and why a person must look if one must. */
export async function failFirmPrice(database: Database, quoteId: string): Promise<PersonReason | null> {
  return inTransaction(database, async () => {
    const quote = mustExist(await Quote.findByPk(quoteId, { lock: true }), 'the quote')
    if (quote.status !== 'active') return null
    await quote.update({ firmStatus: 'failed', ...personColumns('slicer_failed'), version: quote.version + 1 })
    await announce(database, `quote:${quoteId}`)
    return 'slicer_failed'
  })
}

/** Leaves the quote as it is and says to an operator why it cannot be priced again. */
export async function keepForPerson(database: Database, quoteId: string, note: string): Promise<void> {
  await inTransaction(database, async () => {
    const quote = mustExist(await Quote.findByPk(quoteId, { lock: true }), 'the quote')
    if (quote.status !== 'active') return
    const columns = { attention: 'quote_needs_person', attentionAt: new Date(), attentionNote: note } as const
    await quote.update({ ...columns, version: quote.version + 1 })
    await announce(database, `quote:${quoteId}`)
  })
}

/** Prices what the basis holds with the features of the settings' preset. */
export function offerFrom(
  basis: Pick<PriceBasis, 'card' | 'report'>,
  wish: {
    readonly settings: PrintSettings
    readonly features: MeshFeatures | LayerFeatures
    readonly delivery: DeliveryChoice
  },
): QuoteOffer {
  return offerQuote({
    card: basis.card,
    settings: wish.settings,
    facts: mustExist(basis.report.printable, 'what a price needs'),
    features: wish.features,
    delivery: wish.delivery,
    modelFindings: basis.report.findings,
  })
}

function priceColumns({ price, findings }: QuoteOffer) {
  return {
    engine: price.engine,
    findings: [...findings],
    weightMg: printedMg(price),
    timeSeconds: price.job.totalSeconds,
    breakdown: price as unknown as Record<string, unknown>,
    priceSource: price.source,
    priceMinor: price.totalMinor,
    rateCardVersion: price.rateCardVersion,
    delivery: price.delivery as unknown as Record<string, unknown>,
    estimatedDelivery: new Date(Date.now() + daysUntilDelivered(price) * 86_400_000),
  }
}

function personColumns(reason: PersonReason) {
  return {
    attention: 'quote_needs_person' as const,
    attentionAt: new Date(),
    attentionNote: PERSON_REASONS[reason],
  }
}

function fileAnalysis(report: ModelReport): Record<string, unknown> {
  const measures = mustExist(report.measures, 'the measures')
  const { x, y, z } = measures.sizeMm
  return {
    volume_mm3: measures.volumeMm3,
    surface_area_mm2: measures.areaMm2,
    bounding_box: [x, y, z],
    estimated_print_time_hours: report.printable ? Math.round(report.printable.reference.seconds / 3.6) / 1000 : null,
    complexity_score: measures.complexityScore,
    overhangs_detected: measures.hasOverhangs,
    thin_walls_detected: measures.hasThinWalls,
  }
}

/** The upload, unless its owner deleted it or its time is over. */
function kept(upload: Upload | null): Upload {
  if (!upload || upload.deletedAt) throw new DomainError('upload_not_found', 'There is no such upload.')
  if (upload.status !== 'expired') return upload
  throw new DomainError('upload_expired', 'This upload has expired; please send it again.')
}

/** No report in the unit that was asked for: it is on its way, or measuring was given up. */
function notReady(upload: Upload): DomainError {
  if (upload.status === 'failed') return uploadUnusable(upload)
  if (upload.status === 'processed')
    return uploadUnusable({ findings: [finding('analysis_failed')], errorMessage: null })
  return new DomainError('upload_not_ready', 'The model is still being measured; please try again in a moment.', {
    members: { upload_status: upload.status },
  })
}
