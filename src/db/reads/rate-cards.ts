import type { RateCard } from '../../domain/rate-card.js'
import { mustExist } from '../record.js'
import { firstRow, type Database } from '../sequelize.js'

/** The rate card that prices are made with today. */
export async function activeRateCard(database: Database): Promise<RateCard> {
  const row = await firstRow<{ data: RateCard }>(
    database,
    'SELECT data FROM rate_cards WHERE active_from <= now() ORDER BY version DESC LIMIT 1',
  )
  return mustExist(row, 'an active rate card').data
}

/** The card that a quote was priced with; cards are never changed. */
export async function rateCardOf(database: Database, version: number): Promise<RateCard> {
  const row = await firstRow<{ data: RateCard }>(database, 'SELECT data FROM rate_cards WHERE version = $1', [version])
  return mustExist(row, 'the rate card of a quote').data
}
