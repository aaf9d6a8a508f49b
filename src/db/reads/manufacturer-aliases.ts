import type { ManufacturerAliases } from '../../domain/manufacturer.js'
import { rows, type Database } from '../sequelize.js'

/** The curated names of makers; they change with migrations only, so a run reads them once. */
export async function readManufacturerAliases(database: Database): Promise<ManufacturerAliases> {
  const known = await rows<{ key: string; maker: string }>(
    database,
    'SELECT key, manufacturer_key AS maker FROM manufacturer_aliases',
  )
  return new Map(known.map(({ key, maker }) => [key, maker]))
}
