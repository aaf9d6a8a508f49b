import type { ResumeInput } from './common-contract.js'

interface AnalysisInput {
  readonly resume?: false
  readonly id: string
}

export type ModelAnalysisInput = AnalysisInput | ResumeInput
