import { bearingFamily } from './bearing-family.js'
import { insertFamily } from './insert-family.js'
import { linearFamily } from './linear-family.js'
import { nutFamily } from './nut-family.js'
import type { PartFamily } from './part-families.js'
import { pinFamily } from './pin-family.js'
import { screwFamily } from './screw-family.js'
import { standoffFamily } from './standoff-family.js'
import { washerFamily } from './washer-family.js'

/** Everything without a circuit, the more telling notation first: `M3xL4xOD4.2` is an insert before it is a screw. */
export const MECHANICAL_FAMILIES: readonly PartFamily[] = [
  bearingFamily,
  linearFamily,
  insertFamily,
  standoffFamily,
  pinFamily,
  nutFamily,
  washerFamily,
  screwFamily,
]
