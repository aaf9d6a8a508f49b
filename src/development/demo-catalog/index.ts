import type { ProductDraft } from '../../db/catalog.js'
import { bearings } from './bearings.js'
import { BRANDS } from './brands.js'
import { chipCapacitors } from './chip-capacitors.js'
import { chipResistors } from './chip-resistors.js'
import { connectors } from './connectors.js'
import { filaments } from './filament.js'
import { leadedResistors } from './leaded-resistors.js'
import { modules } from './modules.js'
import { motionParts } from './motion.js'
import { namedArticles } from './named-articles.js'
import { nutsAndWashers } from './nuts-and-washers.js'
import { screws } from './screws.js'
import { semiconductors } from './semiconductors.js'
import type { ShelfItem } from './shelf-item.js'
import { stockRule } from './stock-rule.js'
import { woundAndTimed } from './wound-and-timed.js'

/** Every shelf of the demonstration, generated: the same on every machine. */
export const SHELVES: Readonly<Record<string, () => ShelfItem[]>> = {
  namedArticles,
  chipResistors,
  leadedResistors,
  chipCapacitors,
  woundAndTimed,
  semiconductors,
  connectors,
  screws,
  nutsAndWashers,
  bearings,
  motionParts,
  filaments,
  modules,
}

/** Prices of the formulas go up to the next half rupee. */
const PRICE_STEP = 50

/** The whole demonstration as the catalogue takes it. */
export function demoCatalog(): DemoArticle[] {
  const items = Object.values(SHELVES).flatMap((shelf) => shelf())
  return items.map((item, index) => ({ item, draft: draftOf(item, index) }))
}

function draftOf(item: ShelfItem, index: number): ProductDraft {
  const { mpns, gtin, caveParts, aliases, tags, ...rest } = item
  return {
    ...rest,
    ...stockRule(item, index),
    priceMinor: Math.ceil(item.priceMinor / PRICE_STEP) * PRICE_STEP,
    slug: slugOf(item.name),
    shortDescription: item.name,
    tags: tags ?? [],
    numbers: {
      manufacturer: BRANDS[item.brand]?.name ?? null,
      mpns: mpns ?? [],
      gtin: gtin ?? null,
      shopNumbers: [],
      caveParts: caveParts ?? [],
      aliases: aliases ?? [],
    },
  }
}

function slugOf(name: string): string {
  const plain = name.toLowerCase().replaceAll('µ', 'u').replaceAll('ω', 'ohm').replaceAll('+', '-plus')
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
}

export interface DemoArticle {
  readonly item: ShelfItem
  readonly draft: ProductDraft
}
