import { PART_CLASS, type PartClass } from './part-class.js'
import type { PartParams } from './part-params.js'

const ANY_MORE = Number.MAX_SAFE_INTEGER

/**
 * What a line must state before equal values propose a product (bom.md 10), and how each further parameter compares:
 * a rating may be higher and a tolerance tighter than asked, sizes are equal. A part that is known by its value is asked
 * for without its case as well: the answer is a choice of cases.
 */
const QUESTIONS: Partial<Record<PartClass, QuestionRule>> = {
  resistor: { needs: ['n1'], isCaseOpen: true, n2: 'at_least', n3: 'at_most' },
  capacitor: { needs: ['n1'], isCaseOpen: true, n2: 'at_least', n3: 'at_most' },
  inductor: { needs: ['n1'], isCaseOpen: true, n2: 'at_least', n3: 'at_most' },
  ferrite: { needs: ['n1'], isCaseOpen: true, n2: 'at_least', n3: 'at_most' },
  crystal: { needs: ['n1'], isCaseOpen: true, n2: 'equal', n3: 'at_most' },
  screw: { needs: ['n1', 'n2', 't1'], n2: 'equal', n3: 'equal' },
  nut: { needs: ['n1', 't1'], n2: 'equal', n3: 'equal' },
  bearing: { needs: ['n1', 'n2', 'n3', 't1'], n2: 'equal', n3: 'equal' },
  filament: { needs: ['n1', 'n2', 't1', 't2'], n2: 'equal', n3: 'equal' },
}

/** The question to the shelf that the values of a line allow; undefined when they say too little. */
export function valuesQuestion(cls: PartClass | undefined, params: PartParams | undefined): ValuesQuestion | undefined {
  const rule = cls === undefined ? undefined : QUESTIONS[cls]
  if (cls === undefined || rule === undefined || params === undefined) return undefined
  const { n1, t1, t2 } = params
  const isOpen = t1 === null && rule.isCaseOpen !== true
  if (n1 === null || isOpen || rule.needs.some((name) => params[name] === null)) return undefined
  return { cls: PART_CLASS[cls], n1, t1, t2, n2: rangeOf(params.n2, rule.n2), n3: rangeOf(params.n3, rule.n3) }
}

function rangeOf(value: number | null, comparison: Comparison): ValueRange | null {
  if (value === null) return null
  if (comparison === 'at_least') return { least: value, most: ANY_MORE }
  return { least: comparison === 'equal' ? value : 0, most: value }
}

type Comparison = 'equal' | 'at_least' | 'at_most'

interface QuestionRule {
  readonly needs: readonly ('n1' | 'n2' | 'n3' | 't1' | 't2')[]
  /** the case (`t1`) may be left open */
  readonly isCaseOpen?: true
  readonly n2: Comparison
  readonly n3: Comparison
}

export interface ValuesQuestion {
  readonly cls: number
  readonly n1: number
  /** null = any case */
  readonly t1: string | null
  readonly t2: string | null
  readonly n2: ValueRange | null
  readonly n3: ValueRange | null
}

interface ValueRange {
  readonly least: number
  readonly most: number
}
