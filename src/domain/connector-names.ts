import type { WordRule } from './written-words.js'

/**
 * Connectors that people call by name, in one spelling; where two names overlap the one that stands first in the text
 * decides. What KiCad calls `Conn_01x04` has a form and no name.
 */
export const CONNECTOR_NAMES: readonly ConnectorName[] = [
  ...['xh', 'ph', 'gh', 'zh', 'sh', 'eh', 'vh'].map((series) => ({
    word: `jst ${series}`,
    pattern: new RegExp(`(?<![A-Za-z0-9])JST[-_ ]${series}(?![A-Za-z])`, 'i'),
    isPaired: true as const,
  })),
  {
    word: 'jst xh',
    pattern: /(?<![A-Za-z0-9-])XH(?: (?:top|side|series))?(?![A-Za-z0-9])/,
    isShort: true,
    isPaired: true,
  },
  {
    word: 'pin socket',
    pattern:
      /(?:pin[-_ ]?|female[- ])socket(?: header)?|(?:female|socket)[- ](?:pin )?header|sock-hd|pin headers?[- ]+female|socket (?:terminal )?strip/i,
    gender: 'female',
  },
  {
    word: 'box header',
    pattern: /(?:shrouded|box)(?: pin)? header|idc[-_ ](?:box[-_ ])?header/i,
    gender: 'male',
  },
  {
    word: 'pin header',
    pattern: /(?:pin|male)[-_ ]?(?:header|strip)s?(?: pins?)?|pin-hd|unshrouded(?: connector)?/i,
    gender: 'male',
  },
  { word: 'idc housing', pattern: /(?<![A-Za-z])IDC(?![A-Za-z])/i },
  { word: 'screw terminal', pattern: /screw[- _]terminals?(?: blocks?)?|term(?:inal)?[- _]blocks?/i },
  { word: 'barrel jack', pattern: /barrel[-_ ](?:jack|connector|plug)|(?:dc|power)[- _](?:barrel[- _])?jack/i },
  {
    word: 'usb micro b',
    pattern: /(?:usb[-_ ]*micro(?:[-_ ]?b)?|micro[-_ ]?usb(?:[-_ ]b)?)(?![A-Za-z0-9])/i,
    isShort: true,
  },
  {
    word: 'usb mini b',
    pattern: /(?:usb[-_ ]*mini(?:[-_ ]?b)?|mini[-_ ]?usb(?:[-_ ]b)?)(?![A-Za-z0-9])/i,
    isShort: true,
  },
  { word: 'usb c', pattern: /(?:usb[-_ ]?)?type[-_ ]?c(?![A-Za-z])|usb[-_ ]?c(?![A-Za-z])/i, isShort: true },
  { word: 'usb a', pattern: /usb[-_ ]?(?:type[-_ ]?)?a(?![A-Za-z0-9])/i, isShort: true },
  { word: 'usb b', pattern: /usb[-_ ]?(?:type[-_ ]?)?b(?![A-Za-z0-9])/i, isShort: true },
  { word: 'hdmi', pattern: /(?<![A-Za-z])HDMI(?![A-Za-z])/i, isShort: true },
  { word: 'rj45', pattern: /(?<![A-Za-z])RJ-?45(?![0-9])/i, isShort: true },
  { word: 'micro-fit', pattern: /micro-?fit(?![A-Za-z])/i, isPaired: true },
  { word: 'mini-fit', pattern: /mini-?fit(?![A-Za-z])/i, isPaired: true },
  { word: 'mta-100', pattern: /(?<![A-Za-z])MTA-?100(?!\d)/i, isPaired: true },
  { word: 'mta-156', pattern: /(?<![A-Za-z])MTA-?156(?!\d)/i, isPaired: true },
]

/** Halves of a pair; what no half names is open. */
export const CONNECTOR_KINDS: readonly WordRule[] = [
  { word: 'housing', pattern: /(?<![A-Za-z])housings?(?![A-Za-z])/i },
  { word: 'header', pattern: /(?<![A-Za-z])headers?(?![A-Za-z])/i },
]

export const CONNECTOR_GENDERS: readonly WordRule[] = [
  { word: 'female', pattern: /(?<![A-Za-z])(?:female|receptacles?|jack)(?![A-Za-z])/i },
  { word: 'male', pattern: /(?<![A-Za-z-])(?:male|plug)(?![A-Za-z])/i },
]

export interface ConnectorName extends WordRule {
  /** the side that the name alone says */
  readonly gender?: 'male' | 'female'
  /** tells only once the part is known to be a connector */
  readonly isShort?: true
  /** comes as a header on the board and a housing on the wire */
  readonly isPaired?: true
}
