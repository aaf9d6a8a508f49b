import { filamentFamily } from './filament-family.js'
import type { PartFamily } from './part-families.js'

/** What a workshop buys ready made, and what it uses up. */
export const SHOP_FAMILIES: readonly PartFamily[] = [filamentFamily]
