/** Old spellings that keep working: canonical prefix, then its aliases. A prefix covers everything below it. */
const ALIAS_PREFIXES: readonly (readonly [canonical: string, ...aliases: string[]])[] = [
  ['/api/bom-import', '/api/bom-import/bom-import'],
  ['/api/service-orders', '/api/service-orders/service-orders'],
  ['/api/complete_flows', '/api/complete-flows'],
  ['/api/quick-reorder', '/quick-reorder'],
  ['/api/cart/bulk-add', '/cart/bulk-add'],
  ['/api/cart/bulk-validate', '/cart/bulk-validate'],
  ['/api/catalog/products', '/catalog/products'],
  ['/api/bridge/jobs/:job_id/status', '/api/v1/bridge/jobs/:job_id/status', '/bridge/jobs/:job_id/status'],
  ['/api/webhooks', '/webhooks'],
  ['/health/healthz', '/health/detailed'],
]

/** All other paths under which a canonical route pattern is served. */
export function aliasesOf(path: string): string[] {
  return ALIAS_PREFIXES.flatMap(([canonical, ...aliases]) =>
    path === canonical || path.startsWith(`${canonical}/`)
      ? aliases.map((alias) => alias + path.slice(canonical.length))
      : [],
  )
}
