import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartText, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstStated } from './written-sizes.js'

/**
 * Boards that carry a chip and are named by it: `Stepper Driver TMC2240`, `BME280 sensor module`. The chip alone may be
 * meant as a chip, so a word must say that it is on a board. Two chips (`MT3608 or XL6009`) leave the module open.
 */
export const moduleFamily: PartFamily = { classes: ['module'], words: {}, designators: {}, read: readModule }

function readModule(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  if (!known.includes('module') && !isOnABoard(text)) return undefined
  const values = chipsIn(text)
  return values.length === 0 ? undefined : { cls: 'module', values }
}

/** A case names the chip itself: `DRV8825 stepper driver HTSSOP-28`. */
function isOnABoard(text: ReadableText): boolean {
  return text.fields.some(({ text: given }) => ON_A_BOARD.test(given)) && text.packages.length === 0
}

/** By series and number: what stands behind is case, temperature and reel (`TB6612FNG`). */
function chipsIn({ fields }: PartText): PartValue[] {
  return firstStated(
    fields.flatMap(({ field, text }) =>
      [...text.matchAll(CHIP)].map((match) => ({
        name: 'module' as const,
        value: String(match[1]).toLowerCase(),
        span: { field, start: match.index, end: match.index + match[0].length },
      })),
    ),
  )
}

const ON_A_BOARD = /\b(?:module|breakout|stepstick|stepper driver)s?\b/i
/** Names of cases and connectors look alike. */
const CHIP =
  /(?<![A-Za-z\d-])(?!(?:SOT|SOD|SOIC|TO|DO|DIP|QFN|CR|LR|RJ|PT|DB|IP|AWG|USB)\d)([A-Z]\d{4}|[A-Z]{2,4}\d{3,5})[A-Z]{0,3}\d?(?![A-Za-z\d])/g
