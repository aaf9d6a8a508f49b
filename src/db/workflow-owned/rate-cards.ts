import type { RateCard } from '../../domain/rate-card.js'
import { mustExist } from '../record.js'
import { firstRow, type Database } from '../sequelize.js'

/** The card that a quote was priced with; cards are never changed. */
export async function rateCardOf(database: Database, version: number): Promise<RateCard> {
  const row = await firstRow<{ data: RateCard }>(database, 'SELECT data FROM rate_cards WHERE version = $1', [version])
  return mustExist(row, 'the rate card of a quote').data
}
