import { capacitorFamily } from './capacitor-family.js'
import { connectorFamily } from './connector-family.js'
import { crystalFamily } from './crystal-family.js'
import { diodeFamily } from './diode-family.js'
import { fuseFamily } from './fuse-family.js'
import { icFamily } from './ic-family.js'
import { inductorFamily } from './inductor-family.js'
import { ledFamily } from './led-family.js'
import type { PartFamily } from './part-families.js'
import { resistorFamily } from './resistor-family.js'
import { switchFamily } from './switch-family.js'
import { transistorFamily } from './transistor-family.js'
import { wireFamily } from './wire-family.js'

/** In order of precedence where nothing but the notation decides: `33uH DCR=0.1R` is an inductor, never a resistor. */
export const ELECTRONIC_FAMILIES: readonly PartFamily[] = [
  connectorFamily,
  switchFamily,
  fuseFamily,
  wireFamily,
  capacitorFamily,
  inductorFamily,
  resistorFamily,
  crystalFamily,
  ledFamily,
  diodeFamily,
  transistorFamily,
  icFamily,
]
