/** The document without component schemas that nothing refers to: each shared schema is made for both directions. */
export function withUsedComponents<T extends OpenApiDocument>(document: T): T {
  const schemas = document.components?.schemas ?? {}
  const used = Object.keys(schemas).filter((name) => isReferred(document, name))
  if (used.length === Object.keys(schemas).length) return document
  const kept = Object.fromEntries(used.map((name) => [name, schemas[name]]))
  return withUsedComponents({ ...document, components: { ...document.components, schemas: kept } })
}

interface OpenApiDocument {
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> }
}

function isReferred(document: OpenApiDocument, name: string): boolean {
  const others = { ...document.components?.schemas, [name]: undefined }
  const elsewhere = JSON.stringify({ ...document, components: others })
  return elsewhere.includes(`"#/components/schemas/${name}"`)
}
