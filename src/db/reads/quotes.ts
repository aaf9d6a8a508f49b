import type { Attributes } from 'sequelize'

import { Quote } from '../models/quotes.js'
import { Upload } from '../models/uploads.js'
import { mustExist } from '../record.js'
import type { UploadRow } from './uploads.js'

export type QuoteRow = Attributes<Quote>

/** A quote with the upload it prices; the upload may have been hidden since. */
export interface QuotedUpload {
  readonly quote: QuoteRow
  readonly upload: UploadRow
}

/** One person's quote; undefined when it is unknown or somebody else's. */
export async function findQuote(owned: {
  readonly id: string
  readonly userId: string
}): Promise<QuoteRow | undefined> {
  const { id, userId } = owned
  return (await Quote.findOne({ where: { id, userId }, raw: true })) ?? undefined
}

/** The same with its upload. */
export async function findQuotedUpload(owned: {
  readonly id: string
  readonly userId: string
}): Promise<QuotedUpload | undefined> {
  const quote = await findQuote(owned)
  if (!quote) return undefined
  const upload = await Upload.findByPk(quote.uploadId, { raw: true })
  return { quote, upload: mustExist(upload, 'the upload of the quote') }
}
