/**
 * A foreign value as JSON text that PostgreSQL can keep: without NUL, lone surrogates replaced, anywhere inside, names of
 * members too.
 */
export function cleanJson(value: unknown): string {
  return JSON.stringify(clean(value))
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(clean)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [cleanText(name), clean(member)]))
}

function cleanText(text: string): string {
  // A lone surrogate has no UTF-8; encoding replaces it.
  return Buffer.from(text.replaceAll('\0', ''), 'utf8').toString('utf8')
}
