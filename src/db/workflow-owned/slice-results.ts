import { createHash } from 'node:crypto'

import type { PrintSettings } from '../../domain/print-settings.js'
import type { QuotePrice } from '../../domain/quote-price.js'
import type { OrderSlices } from '../../domain/quote-firm.js'
import type { SliceResult } from '../../ports.js'
import type { Quote } from '../models/quotes.js'
import { execute, firstRow, type Database } from '../sequelize.js'

/** With what a quote is sliced. */
export interface SlicedWith {
  readonly quote: Pick<Quote, 'normalisedSha256' | 'settings' | 'breakdown'>
  readonly profileHash: string
  /** program and version */
  readonly slicerVersion: string
}

/** Names the slice of a plate by all that it depends on: equal keys, equal results. */
export function sliceKey({ quote, profileHash, slicerVersion }: SlicedWith, copies: number): string {
  const { infillPercent, hasSupports, hasBrim } = quote.settings as unknown as PrintSettings
  const words = [quote.normalisedSha256, profileHash, infillPercent, hasSupports, hasBrim, copies, slicerVersion]
  return createHash('sha256').update(words.join('|')).digest('hex')
}

/** The result of an earlier slice. */
export async function findSlice(database: Database, key: string): Promise<SliceResult | undefined> {
  return firstRow<SliceResult>(
    database,
    'SELECT weight_mg AS "weightMg", seconds, layers FROM slice_results WHERE key = $1',
    [key],
  )
}

/** Keeps a result; of two slices under one key the first stays, so that prices made of it do not change. */
export async function storeSlice(database: Database, key: string, result: SliceResult): Promise<void> {
  await execute(
    database,
    'INSERT INTO slice_results (key, weight_mg, seconds, layers) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO NOTHING',
    [key, result.weightMg, result.seconds, result.layers],
  )
}

/** The slices of all plates of a quote; undefined when one of them has not been made. */
export async function readSlices(database: Database, slicedWith: SlicedWith): Promise<OrderSlices | undefined> {
  const plates: SliceResult[] = []
  for (const copies of platesOf(slicedWith.quote)) {
    const found = await findSlice(database, sliceKey(slicedWith, copies))
    if (!found) return undefined
    plates.push(found)
  }
  const { slicerVersion, profileHash } = slicedWith
  return { engine: `${slicerVersion}, profile ${profileHash.slice(0, 12)}`, plates }
}

/** Copies of each plate. */
export function platesOf(quote: Pick<Quote, 'breakdown'>): readonly number[] {
  return (quote.breakdown as unknown as QuotePrice).job.plates
}
