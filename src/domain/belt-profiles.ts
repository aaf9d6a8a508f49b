import type { WordRule } from './written-words.js'

/** Profiles of timing belts and of their pulleys; `GT2` of the trade is 2GT of its maker, with a pitch of 2 mm. */
export const BELT_PROFILES: readonly WordRule[] = [
  { word: 'gt2', pattern: /(?<![A-Z\d])(?:GT2|2M?GT)(?![A-Z\d])/i },
  { word: '3gt', pattern: /(?<![A-Z\d])3M?GT(?![A-Z\d])/i },
  { word: '5gt', pattern: /(?<![A-Z\d])5M?GT(?![A-Z\d])/i },
  { word: 'htd 3m', pattern: /\bHTD[ -]?3M\b|\b3M[ -]HTD\b/i },
  { word: 'htd 5m', pattern: /\bHTD[ -]?5M\b|\b5M[ -]HTD\b/i },
  { word: 'htd 8m', pattern: /\bHTD[ -]?8M\b|\b8M[ -]HTD\b/i },
  { word: 'mxl', pattern: /\bMXL\b/i },
  { word: 't2.5', pattern: /(?<![A-Z\d])T2\.5(?!\d)/i },
  { word: 'at5', pattern: /(?<![A-Z\d])AT5(?![.\d])/i },
]
