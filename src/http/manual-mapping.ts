import { earlierChoices, type Chosen } from '../db/reads/bom-choices.js'
import { newestImportsWith } from '../db/reads/bom-imports.js'
import { addToCart } from '../db/carts.js'
import { DomainError } from '../domain/errors.js'
import type { ManualMapping, MappingResult } from '../../workflows/bom-import-contract.js'
import type { ApiDependencies } from './api-dependencies.js'
import { visibleImport } from './import-stream.js'

export interface MappingRequest {
  readonly userId: string
  readonly importId: string | undefined
  readonly mappings: readonly ManualMapping[]
  readonly addToCart: boolean
  readonly remember: boolean
  /** unique per request, kept with its claim */
  readonly updateId: string
}

export interface MappingOutcome {
  readonly importId: string | null
  readonly cartId: number | null
  readonly results: readonly MappingResult[]
}

/**
 * A person's choices, each to the import that it is about: the one named, else the newest that has the line. What belongs to
 * no import is simply added. Refuses with `import_not_found` and `import_closed`.
 */
export async function applyMappings(dependencies: ApiDependencies, request: MappingRequest): Promise<MappingOutcome> {
  const places = await placesOf(dependencies, request)
  const outcomes: MappingOutcome[] = []
  for (const [importId, mappings] of places.byImport) {
    outcomes.push(await applyToImport(dependencies, { ...request, importId, mappings }))
  }
  for (const mapping of places.free) outcomes.push(await addFreely(dependencies, request, mapping))
  const byId = new Map(outcomes.flatMap(({ results }) => results.map((result) => [keyOf(result), result] as const)))
  return {
    importId: outcomes.find(({ importId }) => importId !== null)?.importId ?? null,
    cartId: outcomes.find(({ cartId }) => cartId !== null)?.cartId ?? null,
    results: request.mappings.flatMap((mapping) => byId.get(keyOf(mapping)) ?? []),
  }
}

interface Places {
  readonly byImport: Map<string, ManualMapping[]>
  readonly free: readonly ManualMapping[]
}

async function placesOf({ database }: ApiDependencies, request: MappingRequest): Promise<Places> {
  const { importId, userId, mappings } = request
  if (importId !== undefined) return { byImport: new Map([[importId, [...mappings]]]), free: [] }
  const bomItemIds = mappings.map(({ bomItemId }) => bomItemId)
  const newest = await newestImportsWith(database, { userId, bomItemIds })
  const byImport = new Map<string, ManualMapping[]>()
  for (const mapping of mappings) {
    const id = newest.get(mapping.bomItemId)
    if (id !== undefined) byImport.set(id, [...(byImport.get(id) ?? []), mapping])
  }
  return { byImport, free: mappings.filter(({ bomItemId }) => !newest.has(bomItemId)) }
}

type ImportMapping = MappingRequest & { readonly importId: string }

/** An import that is closed may have been closed by an earlier try of this very request: then its answer stands. */
async function applyToImport(dependencies: ApiDependencies, request: ImportMapping): Promise<MappingOutcome> {
  const { importId, userId, updateId: key } = request
  const { completedAt } = await visibleImport(importId, { userId })
  try {
    if (completedAt) throw new DomainError('import_closed', 'This import is closed; import the parts list again.')
    return { importId, ...(await sendChoices(dependencies, request)) }
  } catch (error) {
    const isClosed = error instanceof DomainError && error.code === 'import_closed'
    const earlier = isClosed ? await earlierChoices(dependencies.database, { importId, key }) : undefined
    if (!earlier) throw error
    return { importId, ...earlier }
  }
}

async function sendChoices({ workflows }: ApiDependencies, request: ImportMapping): Promise<Chosen> {
  const { importId, mappings, remember, updateId } = request
  const command = { key: updateId, mappings, addToCart: request.addToCart, remember }
  const { cartId, results } = await workflows.applyManualMapping({ importId, updateId, command })
  return { cartId, results }
}

/** A product for a line that no import has: there is nothing to decide, only to buy. */
async function addFreely(
  { database }: ApiDependencies,
  request: MappingRequest,
  mapping: ManualMapping,
): Promise<MappingOutcome> {
  const { bomItemId, productId, quantity = 1 } = mapping
  const result = (error: string | null): MappingResult => ({ bomItemId, productId, quantity, error })
  if (!request.addToCart) return { importId: null, cartId: null, results: [result('unknown_item')] }
  const change = { owner: { userId: request.userId }, checkVersion: () => undefined, productId, quantity }
  try {
    const { contents } = await addToCart(database, change)
    return { importId: null, cartId: contents.cart.id, results: [result(null)] }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { importId: null, cartId: null, results: [result(rowCode(error))] }
  }
}

function rowCode(error: DomainError): string {
  if (error.code === 'product_not_found') return 'unknown_product'
  return error.extra.errors?.[0]?.code ?? error.code
}

function keyOf({ bomItemId, productId }: Pick<ManualMapping, 'bomItemId' | 'productId'>): string {
  return `${bomItemId} ${productId}`
}
