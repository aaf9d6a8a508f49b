/** What is remembered with a cart line: the shopper's own remarks, and where the store got the line from. */
export type CartMeta = Readonly<Record<string, unknown>>

/** A line of a parts list that asked for (a part of) this cart line. */
export interface BomSource {
  readonly bom_import_id: string
  readonly bom_item_id: string
  readonly bom_item_name: string
  /** packs; 0 when the other lines of the import had bought enough */
  readonly quantity: number
  readonly manual_mapping?: true
}

/** A name is kept for people to recognise; it needs no more. */
const NAME_CHARACTERS = 255

/** Bytes of JSON that a shopper may keep with a line. */
export const MAX_META_BYTES = 4096

/**
 * The shopper's remarks on a line are replaced as a whole by the new ones, when there are any. What the store itself
 * keeps there stays, and cannot be written from outside.
 */
export function withRemarks(meta: CartMeta, remarks: CartMeta | undefined): CartMeta {
  return remarks === undefined ? meta : { ...pick(remarks, isRemark), ...pick(meta, isServerOwned) }
}

/** The line serves one more line of a parts list. Sources are appended to, never replaced. */
export function withBomSource(meta: CartMeta, source: BomSource): CartMeta {
  const named: BomSource = {
    ...source,
    bom_item_name: Array.from(source.bom_item_name).slice(0, NAME_CHARACTERS).join(''),
  }
  const { bom_import_id, bom_item_id, bom_item_name, manual_mapping } = named
  const first = { bom_import_id, bom_item_id, bom_item_name, ...(manual_mapping && { manual_mapping }) }
  const sources = bomSources(meta)
  return { ...meta, ...(sources.length === 0 && first), bom_sources: [...sources, named] }
}

/** The lines of parts lists that a cart line serves, the oldest first. */
export function bomSources(meta: CartMeta): readonly BomSource[] {
  return Array.isArray(meta.bom_sources) ? (meta.bom_sources as BomSource[]) : []
}

/** Two lines become one: the remarks of `own` win, the sources of both are kept. */
export function joinMeta(own: CartMeta, other: CartMeta): CartMeta {
  const sources = [...bomSources(own), ...bomSources(other)]
  return { ...other, ...own, ...(sources.length > 0 && { bom_sources: sources }) }
}

const SERVER_OWNED = new Set(['bom_import_id', 'bom_item_id', 'bom_item_name', 'manual_mapping', 'bom_sources'])

function isServerOwned(name: string): boolean {
  return SERVER_OWNED.has(name)
}

function isRemark(name: string): boolean {
  return !SERVER_OWNED.has(name)
}

function pick(meta: CartMeta, isWanted: (name: string) => boolean): CartMeta {
  return Object.fromEntries(Object.entries(meta).filter(([name]) => isWanted(name)))
}
