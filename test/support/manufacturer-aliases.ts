import { MANUFACTURER_NAMES } from '../../migrations/0012-manufacturer-aliases.js'
import type { ManufacturerAliases } from '../../src/domain/manufacturer.js'

/** The curated makers as the migration writes them, for tests without a database. */
export const ALIASES: ManufacturerAliases = new Map(
  Object.entries(MANUFACTURER_NAMES).flatMap(([key, names]) => names.map((name) => [name, key] as const)),
)
