import type { BaseUnit } from '../../domain/bom-line.js'
import type { ShelfProduct } from '../../domain/match-candidate.js'
import { partTextOfProduct } from '../../domain/part-text.js'
import type { PartText, PartValues } from '../../domain/part-values.js'
import { readPartValues } from '../../domain/read-part-values.js'
import { rows, type Database } from '../sequelize.js'

/** Products as matching sees them, with those that replace them, in one statement; values read by the grammar. */
export async function loadShelf(database: Database, ids: readonly number[]): Promise<Map<number, ShelfProduct>> {
  if (ids.length === 0) return new Map()
  const found = await rows<ShelfRow>(
    database,
    `SELECT product.id, product.name, product.short_description AS "shortDescription", product.description,
       product.specifications, product.attributes, category.name AS category,
       product.base_unit AS "baseUnit", product.status, product.replaced_by AS "replacedBy"
     FROM store_products AS product
     LEFT JOIN store_categories AS category ON category.id = product.category_id
     WHERE product.id = ANY ($1::bigint[] || ARRAY(
       SELECT replaced_by FROM store_products WHERE id = ANY ($1) AND status <> 'active' AND replaced_by IS NOT NULL))`,
    [[...new Set(ids)]],
  )
  const plain = new Map(found.map((row) => [row.id, readProduct(row)]))
  return new Map(found.map((row) => [row.id, withReplacement(plain, row)]))
}

function readProduct(row: ShelfRow): ShelfProduct {
  const { id, name, baseUnit, status } = row
  return {
    id,
    name,
    baseUnit,
    isActive: status === 'active',
    values: valuesOf(partTextOfProduct(row)),
    replacement: null,
  }
}

/** The same products come up in batch after batch of a list. Kept by their texts, what was read of them stays true. */
const KEPT = 5_000
let recent = new Map<string, PartValues>()
let earlier: ReadonlyMap<string, PartValues> = recent

function valuesOf(text: PartText): PartValues {
  const key = JSON.stringify(text)
  const values = recent.get(key) ?? earlier.get(key) ?? readPartValues(text)
  recent.set(key, values)
  if (recent.size >= KEPT) {
    earlier = recent
    recent = new Map()
  }
  return values
}

function withReplacement(plain: ReadonlyMap<number, ShelfProduct>, row: ShelfRow): ShelfProduct {
  const product = plain.get(row.id) ?? readProduct(row)
  return { ...product, replacement: row.replacedBy === null ? null : (plain.get(row.replacedBy) ?? null) }
}

interface ShelfRow {
  readonly id: number
  readonly name: string
  readonly shortDescription: string | null
  readonly description: string | null
  readonly specifications: Readonly<Record<string, unknown>>
  readonly attributes: Readonly<Record<string, unknown>>
  readonly category: string | null
  readonly baseUnit: BaseUnit
  readonly status: 'active' | 'draft' | 'archived'
  readonly replacedBy: number | null
}
