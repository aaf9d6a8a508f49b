import { bearingFamily } from './bearing-family.js'
import { beltFamily } from './belt-family.js'
import { couplerFamily } from './coupler-family.js'
import { extrusionFamily } from './extrusion-family.js'
import { insertFamily } from './insert-family.js'
import { leadScrewFamily } from './lead-screw-family.js'
import { linearFamily } from './linear-family.js'
import { magnetFamily } from './magnet-family.js'
import { motorFamily } from './motor-family.js'
import { nutFamily } from './nut-family.js'
import type { PartFamily } from './part-families.js'
import { pinFamily } from './pin-family.js'
import { pulleyFamily } from './pulley-family.js'
import { screwFamily } from './screw-family.js'
import { standoffFamily } from './standoff-family.js'
import { washerFamily } from './washer-family.js'

/** Everything without a circuit, the more telling notation first: a motor on a `Tr8x1` is a motor before it is a lead screw. */
export const MECHANICAL_FAMILIES: readonly PartFamily[] = [
  bearingFamily,
  linearFamily,
  motorFamily,
  leadScrewFamily,
  pulleyFamily,
  beltFamily,
  couplerFamily,
  extrusionFamily,
  magnetFamily,
  insertFamily,
  standoffFamily,
  pinFamily,
  nutFamily,
  washerFamily,
  screwFamily,
]
