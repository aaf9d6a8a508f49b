import { mainValue, measured, rating } from './measures.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstCode } from './written-codes.js'
import type { WrittenNumber } from './written-numbers.js'

/**
 * Supplies for the mains: `LRS-350-24` is 350 W at 24 V and exactly that one, `Power supply 12V 5A` any of that output.
 * What is more than 85 V is the mains itself.
 */
export const powerSupplyFamily: PartFamily = {
  classes: ['power_supply'],
  words: Object.fromEntries(
    ['power supply', 'power supplies', 'switching supply', 'psu', 'netzteil', 'power adapter', 'power adaptor'].map(
      (word) => [word, 'power_supply'] as const,
    ),
  ),
  designators: {},
  read: readPowerSupply,
}

function readPowerSupply(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const model = modelOf(text)
  if (model.length > 0) return { cls: 'power_supply', values: model }
  if (!known.includes('power_supply') || text.fields.some((field) => ACCESSORY.test(field.text))) return undefined
  const voltage = mainValue(text.numbers, 'voltage', outputVoltage)
  if (voltage === undefined) return undefined
  return {
    cls: 'power_supply',
    values: [voltage, ...rating(text.numbers, 'current'), ...rating(text.numbers, 'power')],
  }
}

/** Watts and volts stand in the number of most makers: `LRS-350-24`, `IRM-10-5`, `HDR-60-12`, `GST60A24`. */
function modelOf(text: ReadableText): PartValue[] {
  const found = firstCode(text, MODEL)
  if (found === undefined) return []
  const { match, span } = found
  const [model, watts, volts, adapterWatts, adapterVolts] = match
  return [
    { name: 'module', value: model.toLowerCase(), span },
    { name: 'voltage', value: Math.round(Number(volts ?? adapterVolts) * 1e3), span },
    { name: 'power', value: Number(watts ?? adapterWatts) * 1e6, span },
  ]
}

function outputVoltage(number: WrittenNumber): number | undefined {
  const value = measured(number, 'voltage')
  return value !== undefined && value > 0 && value < MAINS ? value : undefined
}

/** mV */
const MAINS = 85_000
const MODEL =
  /(?<![A-Z\d])(?:(?:LRS|RSP|RS|NES|HDR|EDR|NDR|SDR|MDR|DR|IRM|HLG|ELG|LPV|LPF|APV|UHP|HRP|XLG|PLN)-(\d{1,4})[A-Z]?-(\d{1,2}(?:\.\d)?)|GST(\d{2,3})A(\d{2}))(?![\d.]|[A-Z]{3})/i
const ACCESSORY =
  /\b(?:power supply|psu|power adapt[eo]r) (?:cable|cord|connector|plug|socket|cover|mount|bracket|holder)\b/i
