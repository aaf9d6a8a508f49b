import { finding, type Finding, type FindingCode, type FindingFacts } from '../domain/model-findings.js'
import { UnsafeFile, type Danger } from './unsafe-file.js'

/** A file cannot be read any further; the finding says why. The only error a reader throws on purpose. */
export class ModelRefusal extends Error {
  override readonly name = 'ModelRefusal'
  readonly finding: Finding

  constructor(finding: Finding) {
    super(finding.message)
    this.finding = finding
  }
}

/** Builds the refusal with this code. */
export function refuse<Code extends FindingCode>(code: Code, ...facts: FindingFacts<Code>): ModelRefusal {
  return new ModelRefusal(finding(code, ...facts))
}

/** What a guard objects to, as the refusal of a model; undefined for every other error. */
export function asRefusal(error: unknown): ModelRefusal | undefined {
  if (error instanceof ModelRefusal) return error
  return error instanceof UnsafeFile ? refuse(codeOf(error.danger), { reason: error.reason }) : undefined
}

function codeOf(danger: Danger): 'threemf_incomplete' | 'xml_unsafe' | 'zip_unsafe' {
  if (danger === 'zip_part_missing') return 'threemf_incomplete'
  return danger.startsWith('xml') ? 'xml_unsafe' : 'zip_unsafe'
}
