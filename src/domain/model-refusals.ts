import { DomainError } from './errors.js'
import type { Finding, QuoteRefusal } from './model-findings.js'

/** A finding as it goes over the wire. */
export interface ShownFinding {
  readonly code: string
  readonly severity: Finding['severity']
  readonly count: number
  readonly message: string
}

/** Findings without the facts behind their sentences; one that counts nothing happened once. */
export function shownFindings(findings: readonly Finding[]): ShownFinding[] {
  return findings.map(({ code, severity, count = 1, message }) => ({ code, severity, count, message }))
}

/** There is no automatic price, for a reason that the findings show. */
export function unpriceable(code: QuoteRefusal, message: string, shown: Shown): DomainError {
  const { reason, findings } = shown
  return new DomainError(code, message, { members: { reason, findings: shownFindings(findings) } })
}

/** Nothing can be done with an upload whose analysis failed. */
export function uploadUnusable({ findings, errorMessage }: FailedUpload): DomainError {
  const message = errorMessage ?? 'This model could not be analysed.'
  return new DomainError('upload_unusable', message, { members: { findings: shownFindings(findings) } })
}

/** A quote cannot be accepted while a person looks at its price. */
export function priceBeingChecked({ findings, attentionNote: reason }: CheckedQuote): DomainError {
  return unpriceable('manual_quote_required', 'A person is checking this price; please wait for the decision.', {
    reason,
    findings,
  })
}

interface Shown {
  readonly reason: string | null
  readonly findings: readonly Finding[]
}

interface FailedUpload {
  readonly findings: readonly Finding[]
  readonly errorMessage: string | null
}

interface CheckedQuote {
  readonly findings: readonly Finding[]
  readonly attentionNote: string | null
}
