/** Every workflow id is built and parsed back here and nowhere else. At most 64 characters, nothing personal. */
const PREFIXES = {
  bomImport: 'bom-import-',
  modelAnalysis: 'analysis-',
  quoteToServiceOrder: 'quote-',
  cavePublication: 'publication-',
} as const

export type WorkflowName = keyof typeof PREFIXES

export function bomImportId(importId: string): string {
  return PREFIXES.bomImport + importId
}

export function modelAnalysisId(uploadId: string): string {
  return PREFIXES.modelAnalysis + uploadId
}

export function quoteToServiceOrderId(quoteId: string): string {
  return PREFIXES.quoteToServiceOrder + quoteId
}

export function cavePublicationId(serviceOrderId: string): string {
  return PREFIXES.cavePublication + serviceOrderId
}

/** The process and the business key inside an id, or undefined when the id is none of ours. */
export function parseWorkflowId(id: string): { name: WorkflowName; key: string } | undefined {
  for (const name of Object.keys(PREFIXES) as WorkflowName[]) {
    const prefix = PREFIXES[name]
    if (id.startsWith(prefix) && id.length > prefix.length) return { name, key: id.slice(prefix.length) }
  }
  return undefined
}
