import { randomBytes } from 'node:crypto'

import { activeRateCard } from '../db/reads/rate-cards.js'
import { findQuote, type QuotedUpload, type QuoteRow } from '../db/reads/quotes.js'
import { newId } from '../db/record.js'
import type { Database } from '../db/sequelize.js'
import type { Address } from '../domain/address.js'
import { DomainError, Invariant } from '../domain/errors.js'
import type { LengthUnit } from '../domain/length-unit.js'
import { formatQuoteNumber } from '../domain/order-number.js'
import { readPrintSettings, type PrintSettings, type WishedSettings } from '../domain/print-settings.js'
import type { ApiDependencies } from './api-dependencies.js'
import type { Claim } from './route.js'
import { waitForRow } from './row-wait.js'
import { readyUpload } from './upload-readiness.js'

export interface QuoteIds {
  readonly quoteId: string
  readonly quoteNumber: string
}

/** The ids of a new quote. */
export function drawQuoteIds(): QuoteIds {
  return { quoteId: newId(), quoteNumber: formatQuoteNumber(new Date(), randomBytes(4)) }
}

/**
 * Prices a measured upload: waits for its analysis, starts the quote's run and answers the row it wrote, then waits
 * `waitSeconds` for a firm price. A repeat with the same claim meets the same run.
 */
export async function makeQuote(dependencies: ApiDependencies, request: QuoteWish): Promise<QuotedUpload> {
  const { uploadId, userId, waitSeconds } = request
  const settings = await readSettings(dependencies.database, request)
  const upload = await readyUpload(dependencies, { uploadId, userId })
  const quote = await startQuote(dependencies, { ...request, settings })
  const isWorthWaiting = waitSeconds > 0 && quote.firmStatus === 'pending'
  return { upload, quote: isWorthWaiting ? await waitForFirmPrice(dependencies, quote, waitSeconds) : quote }
}

export interface QuoteWish {
  readonly claim: Claim<QuoteIds>
  readonly userId: string
  readonly uploadId: string
  readonly settings: { readonly wished: WishedSettings; readonly path: string }
  readonly unit?: LengthUnit | undefined
  readonly place?: Address | undefined
  readonly isPickup: boolean
  readonly customerNotes?: string | undefined
  readonly validHours: number
  /** for the firm price */
  readonly waitSeconds: number
}

async function readSettings(database: Database, { settings }: QuoteWish): Promise<PrintSettings> {
  const read = readPrintSettings(settings.wished, await activeRateCard(database), settings.path)
  if (read.settings) return read.settings
  const message = read.problems.map(({ path, message: what }) => `${path}: ${what}`).join(' ')
  throw new DomainError('validation_error', message, { errors: read.problems })
}

type ReadWish = Omit<QuoteWish, 'settings'> & { readonly settings: PrintSettings }

async function startQuote(dependencies: ApiDependencies, wish: ReadWish): Promise<QuoteRow> {
  const first = await startOnce(dependencies, wish, wish.claim.ids)
  if (first !== 'ended_without_row') return first
  // An earlier try with these ids was refused, and its answer got lost: this is a new question.
  const second = await startOnce(dependencies, wish, { ...drawQuoteIds(), updateId: newId() })
  if (second !== 'ended_without_row') return second
  throw new Invariant('a quote was started and there is no row')
}

async function startOnce(
  { workflows }: ApiDependencies,
  wish: ReadWish,
  ids: QuoteIds & { readonly updateId: string },
): Promise<QuoteRow | 'ended_without_row'> {
  const { userId, uploadId, settings, unit, place, isPickup, customerNotes, validHours } = wish
  const input = {
    id: ids.quoteId,
    quoteNumber: ids.quoteNumber,
    uploadId,
    userId,
    settings,
    isPickup,
    validHours,
    ...(unit !== undefined && { unit }),
    ...(place !== undefined && { deliveryAddress: place }),
    ...(customerNotes !== undefined && { customerNotes }),
  }
  const answer = await workflows.startQuote({ input, updateId: ids.updateId })
  const made = await findQuote({ id: ids.quoteId, userId })
  if (made) return made
  if (answer === 'answered') return 'ended_without_row'
  throw new DomainError('workflow_unavailable', 'The price is not there yet; please repeat the request.', {
    retryAfter: 2,
  })
}

/** The quote with its firm price, or as it was when that is not there in time. */
async function waitForFirmPrice({ listener }: ApiDependencies, made: QuoteRow, waitSeconds: number): Promise<QuoteRow> {
  const { id, userId } = made
  const settled = await waitForRow(listener, { subject: `quote:${id}`, ms: waitSeconds * 1000 }, async () => {
    const quote = await findQuote({ id, userId })
    return quote && quote.firmStatus !== 'pending' ? quote : undefined
  })
  return settled ?? made
}
