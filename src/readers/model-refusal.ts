import { finding, type Finding, type FindingCode, type FindingFacts } from '../domain/model-findings.js'

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
