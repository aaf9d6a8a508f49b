import type { ResumeInput } from './common-contract.js'

export interface AnalysisInput {
  readonly resume?: false
  readonly id: string
}

export type ModelAnalysisInput = AnalysisInput | ResumeInput
