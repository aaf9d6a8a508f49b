import { consumableFamily } from './consumable-family.js'
import { filamentFamily } from './filament-family.js'
import { moduleFamily } from './module-family.js'
import type { PartFamily } from './part-families.js'
import { powerSupplyFamily } from './power-supply-family.js'
import { toolFamily } from './tool-family.js'

/** What a workshop buys ready made, and what it uses up. */
export const SHOP_FAMILIES: readonly PartFamily[] = [
  filamentFamily,
  moduleFamily,
  powerSupplyFamily,
  toolFamily,
  consumableFamily,
]
