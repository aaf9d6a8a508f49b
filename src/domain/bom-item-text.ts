import { invalidItem, objectOf, textOf, type Item } from './bom-item-fields.js'
import { BOM_LIMITS } from './bom-limits.js'
import type { BomLine } from './bom-line.js'
import { cutText, normalText } from './bom-text.js'

/** What an item says about its part in words and values (bom.md 7). */
export function readItemText(item: Item): BomLine['text'] {
  const specifications = specificationsOf(item)
  return {
    value: specifications['value'] ?? null,
    package: specifications['package'] ?? null,
    description: textOf(item, ['description']),
    category: textOf(item, ['category']),
    section: null,
    length: specifications['length'] ?? null,
    notes: notesOf(item),
    specifications,
  }
}

/** Fields of the item itself that are specifications as well. */
const SPECIFICATION_FIELDS = ['material', 'color', 'tolerance'] as const

/** By their names in lower case; what is no plain value is kept as JSON. */
function specificationsOf(item: Item): Record<string, string> {
  const given = Object.entries(objectOf(item, 'specifications'))
  if (given.length > BOM_LIMITS.columns) {
    throw invalidItem(item, { field: 'specifications', code: 'too_long', problem: 'it has more than 200 entries' })
  }
  const named = given.map(([name, value]) => [name.trim().toLowerCase(), plainText(value)] as const)
  const own = SPECIFICATION_FIELDS.map((field) => [field, textOf(item, [field]) ?? ''] as const)
  return Object.fromEntries([...own, ...named].filter(([, text]) => text !== ''))
}

function plainText(value: unknown): string {
  if (value === null) return ''
  return normalText(typeof value === 'string' ? value : JSON.stringify(value))
}

function notesOf(item: Item): string | null {
  const notes = [textOf(item, ['notes']), textOf(item, ['usage_notes'])].filter((text) => text !== null)
  return notes.length === 0 ? null : cutText(notes.join('\n'))
}
