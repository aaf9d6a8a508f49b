import { UnexpectedAnswer, until, type Answer, type Json, type StoreClient } from './store-client.js'

export interface ProductMatch {
  readonly confidence: number
  readonly stage: string
  readonly store_product_id: number
  readonly store_product_name: string
  readonly match_reasons: readonly string[]
}

export interface LineResult {
  readonly bom_item_id: string
  readonly bom_item_name: string
  readonly bom_quantity: number | null
  readonly status: 'mapped' | 'out_of_stock' | 'multiple_matches' | 'unmapped' | 'excluded'
  readonly disposition: string
  readonly cart_quantity: number
  readonly added_to_cart: boolean
  readonly best_match: ProductMatch | null
  readonly matches: readonly ProductMatch[]
  readonly reasons: readonly string[]
  readonly warnings: readonly string[]
}

export interface ImportDocument extends Json {
  readonly import_id: string
  readonly status: 'pending' | 'processing' | 'completed' | 'partial' | 'failed'
  readonly total_items: number
  readonly imported_items: number
  readonly mapping_results: readonly LineResult[]
  readonly error_log: readonly { readonly code: string; readonly error: string }[]
  readonly warnings: readonly string[]
  readonly status_url: string
  readonly events_url: string
}

export interface Choice {
  readonly bom_item_id: string
  readonly store_product_id: number
  readonly quantity?: number
}

export interface MappingOutcome extends Json {
  readonly success: boolean
  readonly import_status: string
  readonly results: readonly {
    readonly bom_item_id: string
    readonly success: boolean
    readonly error: string | null
  }[]
}

export interface CartItem {
  readonly product: { readonly id: number; readonly name: string; readonly sku: string | null }
  readonly quantity: number
  readonly item_total: number
  readonly meta: {
    readonly bom_sources?: readonly {
      readonly bom_import_id: string
      readonly bom_item_id: string
      readonly quantity: number
    }[]
  }
}

interface Begun {
  readonly import_id: string
}

const BASE = '/api/bom-import'
const SETTLED = ['completed', 'partial', 'failed']

/** The road of a parts list through the storefront's endpoints. */
export class PartsList {
  private readonly store: StoreClient
  private readonly keys: Record<string, string>

  /** With an idempotency key every write may be repeated until it is answered. */
  constructor(store: StoreClient, options: { readonly idempotencyKey?: string } = {}) {
    this.store = store
    this.keys = options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }
  }

  /** Begins an import and answers its id at once. */
  async begin(wish: Json): Promise<string> {
    const headers = { ...this.keys, prefer: 'wait=0' }
    return begun(await this.store.post<Begun>(`${BASE}/import`, wish, headers))
  }

  /** The same with a file; the other fields as text. */
  async beginFile(file: { readonly name: string; readonly bytes: Uint8Array }, fields: Record<string, string> = {}) {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', new Blob([new Uint8Array(file.bytes)]), file.name)
    const headers = { ...this.keys, prefer: 'wait=0' }
    return begun(await this.store.postForm<Begun>(`${BASE}/import`, form, headers))
  }

  status(importId: string): Promise<ImportDocument> {
    return this.store.must(this.store.get<ImportDocument>(`${BASE}/status/${importId}`))
  }

  /** Waits until every line is judged, or the import has failed. Until a worker has written it, it is not there. */
  settled(importId: string, seconds = 60): Promise<ImportDocument> {
    return until(
      'the import being settled',
      async () => {
        const answer = this.store.get<ImportDocument>(`${BASE}/status/${importId}`)
        if ((await answer).status === 404) return undefined
        const document = await this.store.must(answer)
        return SETTLED.includes(document.status) ? document : undefined
      },
      seconds,
    )
  }

  /** What is chosen is remembered for the next list, unless told otherwise. */
  choose(importId: string, mappings: readonly Choice[], options: Json = {}): Promise<MappingOutcome> {
    const body = { import_id: importId, mappings, ...options }
    return this.store.must(this.store.post<MappingOutcome>(`${BASE}/manual-mapping`, body, this.keys))
  }

  async cart(): Promise<readonly CartItem[]> {
    const { items } = await this.store.must(this.store.get<{ items: readonly CartItem[] }>('/api/cart'))
    return items
  }
}

function begun({ status, body }: Answer<Begun>): string {
  if (status === 200 || status === 202) return body.import_id
  throw new UnexpectedAnswer(`expected 200 or 202, got ${status}: ${JSON.stringify(body)}`)
}
