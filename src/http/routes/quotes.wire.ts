import { z } from 'zod'

import type { QuotedUpload, QuoteRow } from '../../db/reads/quotes.js'
import { LENGTH_UNITS } from '../../domain/length-unit.js'
import { shownFindings } from '../../domain/model-refusals.js'
import { minorToWire } from '../../domain/money.js'
import { printParameters, type PrintSettings, type WishedSettings } from '../../domain/print-settings.js'
import { quoteAccuracy, quoteBreakdown } from '../../domain/quote-document.js'
import type { QuotePrice } from '../../domain/quote-price.js'
import type { QuoteStatus } from '../../domain/quote-status.js'
import { place } from '../address-schema.js'
import { decimal, integer, wireMoney } from '../wire-number.js'
import { note, requiredText, text, uuid, wireTime } from '../wire-text.js'
import { Breakdown } from './quote-breakdown.wire.js'
import { FileInfo, fileInfo } from './uploads.wire.js'

const SETTINGS = {
  infill_percentage: integer({ min: 0, max: 100 }).default(20),
  layer_height: decimal({ min: 0.1, max: 0.4 }).nullish(),
  supports: z.boolean().default(false),
  brim: z.boolean().default(false),
  quantity: integer({ min: 1, max: 100 }).default(1),
  rush_order: z.boolean().default(false),
  color: text({ max: 64 }).nullish(),
}

export const QuoteRequest = z.object({
  upload_id: uuid(),
  print_settings: z.object({ material: requiredText(), quality: requiredText(), ...SETTINGS }),
  delivery_address: place().nullish(),
  pickup_location: text().nullish(),
  customer_notes: note().nullish(),
  unit: z.enum(LENGTH_UNITS).nullish(),
})

export const FlowsQuoteRequest = z.object({
  upload_id: uuid(),
  material: requiredText().default('PLA'),
  quality: requiredText().default('standard'),
  ...SETTINGS,
  unit: z.enum(LENGTH_UNITS).nullish(),
})

export const QuoteDocument = z
  .object({
    quote_id: z.string(),
    quote_number: z.string(),
    upload_id: z.string(),
    status: z.enum(['active', 'accepted', 'expired', 'cancelled']),
    currency: z.string(),
    price: wireMoney(),
    total_price: wireMoney(),
    estimated_weight_g: z.number(),
    estimated_time_minutes: z.int(),
    expires_at: wireTime(),
    valid_until: wireTime(),
    estimated_delivery: wireTime().nullable(),
    price_source: z.enum(['instant', 'slicer']),
    instant_price: wireMoney(),
    firm_price: wireMoney().nullable(),
    firm_status: z.enum(['pending', 'ready', 'unavailable', 'failed']),
    breakdown: Breakdown,
    print_parameters: z.object({
      material: z.string(),
      quality: z.string(),
      quantity: z.int(),
      infill_percentage: z.int(),
      layer_height: z.number(),
      supports: z.boolean(),
      brim: z.boolean(),
      rush_order: z.boolean(),
      color: z.string().nullable(),
    }),
    file_analysis: z.object({
      volume_mm3: z.number().nullable(),
      surface_area_mm2: z.number(),
      bounding_box: z.array(z.number()),
      estimated_print_time_hours: z.number().nullable(),
      complexity_score: z.number(),
      overhangs_detected: z.boolean(),
      thin_walls_detected: z.boolean(),
    }),
    upload: z.object({ file_key: z.string(), filename: z.string(), file_info: FileInfo }),
    accuracy: z.object({ weight_percent: z.number(), time_percent: z.number(), basis: z.string() }),
    findings: FileInfo.shape.findings,
    engine: z.string(),
    created_at: wireTime(),
    accepted_at: wireTime().nullable(),
  })
  .meta({ id: 'Quote' })

/** The one document of a quote, for both families of endpoints (contract.md 9.1). */
export function quoteDocument({ quote, upload }: QuotedUpload, now: Date): z.output<typeof QuoteDocument> {
  return {
    quote_id: quote.id,
    quote_number: quote.quoteNumber,
    upload_id: quote.uploadId,
    status: statusAt(quote, now),
    ...priceFields(quote),
    estimated_weight_g: Math.round(quote.weightMg / 10) / 100,
    estimated_time_minutes: Math.round(quote.timeSeconds / 60),
    expires_at: quote.expiresAt.toISOString(),
    valid_until: quote.expiresAt.toISOString(),
    estimated_delivery: quote.estimatedDelivery?.toISOString() ?? null,
    print_parameters: printParameters(settingsOf(quote)),
    file_analysis: quote.fileAnalysis as z.output<typeof QuoteDocument>['file_analysis'],
    upload: { file_key: upload.fileKey, filename: upload.fileName, file_info: fileInfo(upload) },
    findings: shownFindings(quote.findings),
    engine: quote.engine,
    created_at: quote.createdAt.toISOString(),
    accepted_at: quote.acceptedAt?.toISOString() ?? null,
  }
}

/** The settings of a request as the domain reads them: null counts as absent. */
export function wishedSettings(sent: SentSettings): WishedSettings {
  const { layer_height, color, ...others } = sent
  return { ...others, layer_height: layer_height ?? undefined, color: color ?? undefined }
}

/** The settings that a quote keeps. */
export function settingsOf(quote: Pick<QuoteRow, 'settings'>): PrintSettings {
  return quote.settings as unknown as PrintSettings
}

/** The price that a quote keeps, with everything it was computed from. */
export function priceOf(quote: Pick<QuoteRow, 'breakdown'>): QuotePrice {
  return quote.breakdown as unknown as QuotePrice
}

/** Time ends a quote at once; its row follows when the run wakes up. */
export function statusAt(quote: Pick<QuoteRow, 'status' | 'expiresAt'>, now: Date): QuoteStatus {
  return quote.status === 'active' && quote.expiresAt <= now ? 'expired' : quote.status
}

type SentSettings = Omit<z.output<typeof FlowsQuoteRequest>, 'upload_id' | 'unit'>

function priceFields(quote: QuoteRow) {
  const price = priceOf(quote)
  return {
    currency: price.currency,
    price: minorToWire(quote.priceMinor),
    total_price: minorToWire(quote.priceMinor),
    price_source: quote.priceSource,
    instant_price: minorToWire(quote.instantPriceMinor),
    firm_price: quote.firmPriceMinor === null ? null : minorToWire(quote.firmPriceMinor),
    firm_status: quote.firmStatus,
    breakdown: quoteBreakdown(price),
    accuracy: quoteAccuracy(price),
  }
}
