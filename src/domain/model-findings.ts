import { FINDING_RULES, type FindingGrade } from './model-finding-rules.js'

export type FindingCode = keyof typeof FINDING_RULES

/** What goes into the sentence of a finding; kept beside it as `detail`. */
export type FindingFacts<Code extends FindingCode> = Parameters<(typeof FINDING_RULES)[Code]['sentence']>

/** One thing to say about an uploaded model, as it is stored and shown. */
export interface Finding {
  readonly code: FindingCode
  readonly severity: 'error' | 'warning' | 'info'
  readonly count?: number
  readonly detail?: FindingDetail
  readonly message: string
}

/** A finding with its sentence filled in; facts named `count` also become its count. */
export function finding<Code extends FindingCode>(code: Code, ...facts: FindingFacts<Code>): Finding {
  const rule = FINDING_RULES[code] as unknown as Rule
  const [detail] = facts as [FindingDetail?]
  const severity = SEVERITY_OF[rule.grade]
  if (detail === undefined) return { code, severity, message: rule.sentence() }
  const { count } = detail
  const message = rule.sentence(detail)
  return typeof count === 'number' ? { code, severity, count, detail, message } : { code, severity, detail, message }
}

/** False when something stands in the way of an automatic price. */
export function isQuotable(findings: readonly Finding[]): boolean {
  return findings.every(({ severity }) => severity !== 'error')
}

/** False when nothing could be measured: the upload has failed. */
export function isMeasurable(findings: readonly Finding[]): boolean {
  return findings.every(({ code }) => FINDING_RULES[code].grade !== 'unreadable')
}

/** How a quote request on a model with these findings is refused; undefined when it is not (quoting.md 5). */
export function quoteRefusal(findings: readonly Finding[]): QuoteRefusal | undefined {
  if (!isMeasurable(findings)) return 'upload_unusable'
  if (isQuotable(findings)) return undefined
  const needsPerson = findings.some(({ code }) => FINDING_RULES[code].grade === 'by_person')
  return needsPerson ? 'manual_quote_required' : 'model_not_printable'
}

/**
 * Findings that depend on how a part is printed and priced. A quote leaves those of the analysis out and says its own
 * for its settings.
 */
export const SETTING_FINDINGS: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'material_machine_conflict',
  'large_machine',
  'thin_walls',
  'overhangs',
  'too_many_layers',
  'estimate_coarse',
  'long_print',
  'needs_person',
])

export type QuoteRefusal = 'upload_unusable' | 'model_not_printable' | 'manual_quote_required'

type FindingDetail = Readonly<Record<string, number | string | boolean>>

interface Rule {
  readonly grade: FindingGrade
  sentence(facts?: FindingDetail): string
}

const SEVERITY_OF: Readonly<Record<FindingGrade, Finding['severity']>> = {
  unreadable: 'error',
  unprintable: 'error',
  by_person: 'error',
  warning: 'warning',
  info: 'info',
}
