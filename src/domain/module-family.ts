import { carriedChips } from './carried-chips.js'
import { modulesIn } from './module-names.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartText, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Boards and modules by name: `Arduino Nano`, `Pico-H`, `Stepper Driver TMC2209`. A board that is called by its chip
 * counts only where a module is said, and never with a package or a designator of chips; what is made for a board
 * (`case for Raspberry Pi 4`) is none.
 */
export const moduleFamily: PartFamily = {
  classes: ['module'],
  // Only as headings: `module` alone is said of what is plugged into one.
  words: { modules: 'module', boards: 'module' },
  designators: {},
  read: readModule,
}

function readModule(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const named = namedModules(text)
  const isModule = named.some(({ isBoard }) => isBoard) || isCarrier(text, known)
  const modules = !isModule ? [] : named.length > 0 ? named.map(({ value }) => value) : chipsOn(text)
  if (modules.length === 0) return undefined
  return {
    cls: 'module',
    values: [...modules, ...firstWord(text, 'form_factor', FORM_FACTORS), ...firstWord(text, 'variant', VARIANTS)],
  }
}

/** Those of the first field that names any, each once: `MT3608 or XL6009` is open. */
function namedModules({ fields }: PartText): { value: PartValue; isBoard: boolean }[] {
  for (const { field, text } of fields) {
    const found = modulesIn(text).filter(({ start, end }) => !isMadeFor(text, start, end))
    const names = found.filter(({ name }, at) => found.findIndex((other) => other.name === name) === at)
    if (names.length > 0) {
      return names.map(({ name, isBoard, start, end }) => ({
        value: { name: 'module', value: name, span: { field, start, end } },
        isBoard,
      }))
    }
  }
  return []
}

/** A chip that is not in the table names its board as well, where a board is said and the text is about nothing else. */
function chipsOn(text: ReadableText): PartValue[] {
  const isNamedOnly = text.thing === undefined || text.thing === 'other'
  return isNamedOnly && text.fields.some((field) => ON_A_BOARD.test(field.text)) ? carriedChips(text) : []
}

function isMadeFor(text: string, start: number, end: number): boolean {
  return FOR.test(text.slice(Math.max(0, start - 32), start)) || ACCESSORY.test(text.slice(end, end + 40))
}

function isCarrier(text: ReadableText, known: readonly PartClass[]): boolean {
  const isChip = CHIP_DESIGNATORS.has(text.designatorPrefix ?? '') || text.packages.length > 0
  if (isChip || text.fields.some((field) => CHIP_CASE.test(field.text))) return false
  return known.includes('module') || text.fields.some((field) => CARRIER.test(field.text))
}

const CHIP_DESIGNATORS: ReadonlySet<string> = new Set(['U', 'IC', 'Q'])
const CARRIER =
  /\b(?:modules?|breakout|boards?|step ?stick|(?:stepper|motor|servo) driver|sensor|(?:buck|boost|step-(?:up|down)) converter|charger|adapter)\b/i
const ON_A_BOARD = /\b(?:module|breakout|stepstick|stepper driver)s?\b/i
const CHIP_CASE = /\bmultiwatt/i
const FOR = /\b(?:for|f[üu]r|fits|to) [^,;]{0,24}$/i
const ACCESSORY =
  /^[ -](?:\w{1,12} ){0,2}(?:case|enclosure|holder|sockets?|headers?|cable|heat ?sink|cooler|fan|mount|kit|power supply)\b/i
const FORM_FACTORS: readonly WordRule[] = [{ word: 'stepstick', pattern: /\bstep ?stick\b/i }]
/** Memory of small computers, range of the current sensors that come in several. */
const VARIANTS: readonly WordRule[] = [
  ...['1', '2', '4', '8', '16'].map((size) => variant(size, 'GB', '')),
  ...['5', '20', '30'].map((range) => variant(range, 'A', String.raw`ACS712[^;]{0,40}?`)),
]

function variant(size: string, unit: string, before: string): WordRule {
  const pattern = new RegExp(String.raw`${before}(?<![\d.,])${size} ?${unit}(?![\p{L}\d])`, 'iu')
  return { word: `${size} ${unit.toLowerCase()}`, pattern }
}
