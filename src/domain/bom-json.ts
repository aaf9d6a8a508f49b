import { assemblyLines, isAssembly } from './bom-assemblies.js'
import { readBomItem, type ItemLine } from './bom-item.js'
import { invalidItem, type JsonObject } from './bom-item-fields.js'
import { BOM_LIMITS, bomLimitExceeded, bomUnreadable } from './bom-limits.js'
import type { BomLine, BomReading } from './bom-line.js'

/**
 * Reads a parts list that came as JSON, in MakrCave's dialects or as the assemblies of NopSCADlib (bom.md 7); every item
 * is one line. Refusals: `bom_unreadable` with `no_table` (no list in it) or `empty`, `bom_limit_exceeded` over 5,000
 * lines, `validation_error` naming the item.
 */
export function readBomItems(document: unknown): BomReading {
  const items = listIn(document)
  if (items === undefined) throw bomUnreadable('no_table', NO_LIST)
  if (items.length === 0) throw bomUnreadable('empty', 'The list has no items.')
  const lines = items.every(isAssembly) ? assemblyLines(items) : itemLines(items)
  if (lines.length > BOM_LIMITS.lines) throw bomLimitExceeded('lines', lines.length)
  return { lines: withIds(lines), tables: [], otherRows: [], warnings: [] }
}

const NO_LIST = 'There is no list of items in this JSON: an array is needed, or an object with "items" or "bom_items".'
const LISTS = ['items', 'bom_items'] as const
const WRAPPERS = ['bom', 'data'] as const
/** Wrappers around a list that are opened one after the other. */
const MOST_WRAPPERS = 4

/** The list itself, or the one in `items`, `bom_items`, or wrapped in `bom` or `data`. */
function listIn(document: unknown, wrappers = 0): readonly unknown[] | undefined {
  if (isList(document)) return document
  if (typeof document !== 'object' || document === null || wrappers > MOST_WRAPPERS) return undefined
  const members = document as JsonObject
  const list = LISTS.map((name) => members[name]).find(isList)
  if (list !== undefined) return list
  const wrapped = WRAPPERS.map((name) => members[name]).find((member) => typeof member === 'object' && member !== null)
  return wrapped === undefined ? undefined : listIn(wrapped, wrappers + 1)
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

function itemLines(items: readonly unknown[]): ItemLine[] {
  if (items.length > BOM_LIMITS.lines) throw bomLimitExceeded('lines', items.length)
  return items.map(readBomItem)
}

/** Items keep the id they have; the others are called by their place. */
function withIds(lines: readonly ItemLine[]): BomLine[] {
  const taken = new Set<string>()
  return lines.map(({ id, ...line }, index) => {
    const bomItemId = id ?? `row-${index + 1}`
    if (taken.has(bomItemId)) {
      throw invalidItem({ index, name: line.name }, { field: 'id', code: 'unique', problem: `"${bomItemId}" is taken` })
    }
    taken.add(bomItemId)
    return { bomItemId, ...line }
  })
}
