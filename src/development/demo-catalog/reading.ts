import type { PartClass } from '../../domain/part-class.js'
import { partTextOfProduct } from '../../domain/part-text.js'
import { decodePartNumber } from '../../domain/part-number-schemes.js'
import type { PartValues } from '../../domain/part-values.js'
import { readPartValues } from '../../domain/read-part-values.js'
import type { DemoArticle } from './index.js'
import { CATEGORIES } from './shop-window.js'

/** Makers whose numbers follow a published rule, so that each of them must decode. */
const NUMBERED_BY_RULE: ReadonlySet<string> = new Set(['uni-royal', 'yageo', 'samsung'])
/** Classes that the grammar reads, and that the shelf is held to. */
export const READ_CLASSES: ReadonlySet<PartClass> = new Set([
  ...(['resistor', 'capacitor', 'inductor', 'ferrite', 'screw', 'nut', 'washer', 'insert'] as const),
  ...(['standoff', 'pin', 'bearing', 'linear', 'extrusion', 'lead_screw', 'belt', 'pulley'] as const),
  ...(['coupler', 'motor'] as const),
  ...(['connector', 'switch', 'fuse', 'crystal', 'led', 'diode', 'transistor', 'ic'] as const),
  ...(['filament', 'module', 'power_supply', 'tool', 'consumable'] as const),
])
const CATEGORY_NAMES: ReadonlyMap<string, string> = new Map(CATEGORIES.map(({ slug, name }) => [slug, name]))

/** How the grammar of parts lists reads an article of the shelf. */
export function readArticle({ draft }: DemoArticle): PartValues {
  return readPartValues(partTextOfProduct({ ...draft, category: CATEGORY_NAMES.get(draft.category) ?? null }))
}

/**
 * Where the part numbers of an article say something else than what it was generated from, one sentence each. A number
 * that its maker's rule must explain and does not is such a place as well.
 */
export function numberContradictions(article: DemoArticle): string[] {
  return (article.item.mpns ?? []).flatMap((mpn) => contradictionsOf(article, mpn))
}

/** Where its texts read as something else; what they do not say contradicts nothing. */
export function textContradictions(article: DemoArticle): string[] {
  const { cls } = article.item
  if (cls === undefined || !READ_CLASSES.has(cls)) return []
  return differences(article, readArticle(article)).map((difference) => `${article.item.sku} reads as ${difference}`)
}

function contradictionsOf(article: DemoArticle, mpn: string): string[] {
  const { sku, brand } = article.item
  const decoded = decodePartNumber(mpn)
  if (decoded === undefined) return NUMBERED_BY_RULE.has(brand) ? [`${sku}: nothing decodes ${mpn}`] : []
  return differences(article, decoded).map((difference) => `${sku}: ${mpn} decodes to ${difference}`)
}

function differences({ item }: DemoArticle, { cls, values }: Said): string[] {
  const classes = cls === undefined || cls === item.cls ? [] : [`${cls} and not ${String(item.cls)}`]
  const others = values.flatMap(({ name, value, isAssumed }) => {
    const stated = item.states?.[name]
    const agrees = stated === undefined || isAssumed === true || stated === value
    return agrees ? [] : [`${name} ${value} and not ${stated}`]
  })
  return [...classes, ...others]
}

interface Said {
  readonly cls: PartValues['cls']
  readonly values: readonly Omit<PartValues['values'][number], 'span'>[]
}
