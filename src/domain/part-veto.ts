import type { PartClass } from './part-class.js'
import { formatPartValue } from './part-format.js'
import type { NumberName, PartValue, PartValues, WordName } from './part-values.js'
import { VALUE_RULES, type ValueRule } from './part-veto-rules.js'

/**
 * Why a product is not what a line asks for, one sentence each (bom.md 10, vetoes): "the line says 4.7 kΩ, the product is
 * 2.2 kΩ". What either side does not state, or only assumes, contradicts nothing.
 */
export function contradictions(line: PartValues, product: PartValues): string[] {
  if (!areComparable(line.cls, product.cls)) return differingKinds(line, product)
  return meetings(line, product).flatMap((meeting) => {
    const rule = ruleOf(meeting)
    return rule === undefined || meeting.asked.some((asked) => isMetBy(rule, asked, meeting.offered))
      ? []
      : [sentence(rule, meeting)]
  })
}

/** What line and product both state, and agree on, as people write it; in the order in which the line states it. */
export function agreements(line: PartValues, product: PartValues): string[] {
  if (!areComparable(line.cls, product.cls)) return []
  return meetings(line, product).flatMap(({ asked, offered, cls }) => {
    const shared = asked.find((one) => offered.some((other) => isEqual(one, other)))
    return shared === undefined ? [] : [formatPartValue(shared, cls)]
  })
}

/** Kinds that are told apart by the measure of their main value; of other kinds nothing is concluded from a class alone. */
const MAIN_VALUES: Partial<Record<PartClass, NumberName>> = {
  resistor: 'resistance',
  capacitor: 'capacitance',
  inductor: 'inductance',
  ferrite: 'impedance',
  crystal: 'frequency',
  screw: 'diameter',
  bearing: 'inner_diameter',
}

/** An ohm value on a line of inductors means the impedance of a bead: the two are compared as one kind. */
const SAME_KIND: readonly ReadonlySet<PartClass>[] = [
  new Set<PartClass>(['inductor', 'ferrite']),
  new Set<PartClass>(['ic', 'transistor', 'diode', 'led']),
  new Set<PartClass>(['module', 'ic', 'power_supply']),
]

function areComparable(one: PartClass | undefined, other: PartClass | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return true
  return SAME_KIND.some((kind) => kind.has(one) && kind.has(other))
}

/** A 100 nF capacitor is no 10 kΩ resistor, whatever number stands beside it. */
function differingKinds(line: PartValues, product: PartValues): string[] {
  const [asked, offered] = [mainValue(line), mainValue(product)]
  if (asked === undefined || offered === undefined) return []
  const said = formatPartValue(asked, line.cls)
  return [`the line asks for a ${kindOf(line)} of ${said}, the product is a ${kindOf(product)}`]
}

function mainValue({ cls, values }: PartValues): PartValue | undefined {
  const name = cls && MAIN_VALUES[cls]
  return values.find((value) => value.name === name && value.isAssumed !== true)
}

function kindOf({ cls = 'module' }: PartValues): string {
  return cls.replaceAll('_', ' ')
}

/** Names that both sides state. */
function meetings(line: PartValues, product: PartValues): Meeting[] {
  const names = new Set(line.values.map(({ name }) => name))
  return [...names].flatMap((name) => {
    const [asked, offered] = [stated(line, name), stated(product, name)]
    const cls = line.cls ?? product.cls
    return asked.length > 0 && offered.length > 0 ? [{ name, cls, asked, offered }] : []
  })
}

function stated({ values }: PartValues, name: PartValue['name']): PartValue[] {
  return values.filter((value) => value.name === name && value.isAssumed !== true)
}

function ruleOf({ name, cls }: Meeting): ValueRule | undefined {
  const rule = VALUE_RULES[name]
  if (rule === undefined || cls === undefined) return rule?.classes === undefined ? rule : undefined
  const special = rule.except?.[cls]
  if (special !== undefined) return { compare: special }
  return rule.classes === undefined || rule.classes.includes(cls) ? rule : undefined
}

function isMetBy({ compare }: ValueRule, asked: PartValue, offered: readonly PartValue[]): boolean {
  return offered.some((other) => compare(asked.value, other.value))
}

function isEqual(one: PartValue, other: PartValue): boolean {
  return one.value === other.value
}

function sentence({ verb }: ValueRule, { asked, offered, cls }: Meeting): string {
  const [first, other] = [asked[0], offered[0]].map((value) => value && formatPartValue(value, cls))
  if (verb === 'needs') return `the line needs ${first}, the product has ${other}`
  return `the line says ${first}, the product is ${other}`
}

interface Meeting {
  readonly name: NumberName | WordName
  readonly cls: PartClass | undefined
  readonly asked: readonly PartValue[]
  readonly offered: readonly PartValue[]
}
