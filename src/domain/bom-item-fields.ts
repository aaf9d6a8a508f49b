import { MAX_BOM_TEXT } from './bom-limits.js'
import { cutText, normalText, storableText } from './bom-text.js'
import { DomainError } from './errors.js'

export type JsonObject = Readonly<Record<string, unknown>>

/** One item of a list, with what it is called when something is wrong with it. */
export interface Item {
  /** from 0 */
  readonly index: number
  readonly name: string
  readonly fields: JsonObject
}

/** Opens an item: an object, not too deep. Its texts are cut and cleaned, anywhere inside. */
export function openItem(value: unknown, index: number): Item {
  const place = { index, name: '' }
  if (!isObject(value)) throw invalidItem(place, { code: 'type', problem: 'it must be an object' })
  if (isDeeper(value, MOST_LEVELS)) {
    throw invalidItem(place, { code: 'range', problem: `it is nested deeper than ${MOST_LEVELS} levels` })
  }
  const fields = tidy(value) as JsonObject
  const name = NAME_FIELDS.map((field) => fields[field]).find((found) => typeof found === 'string')
  return { index, name: name ?? '', fields }
}

/** Any text inside is longer than what is kept of it. */
export function hasLongText(value: unknown): boolean {
  if (typeof value === 'string') return value.length > MAX_BOM_TEXT
  return typeof value === 'object' && value !== null && Object.values(value).some(hasLongText)
}

/** The first of these fields that says something, as the grammar reads it; a number counts as its text. */
export function textOf(item: Item, fields: readonly string[]): string | null {
  for (const field of fields) {
    const value = item.fields[field]
    if (value === undefined || value === null) continue
    if (typeof value !== 'string' && typeof value !== 'number') throw wrongType(item, field, 'a text or a number')
    const text = normalText(String(value))
    if (text !== '') return text
  }
  return null
}

/** The first of these fields that holds an amount; a text of digits counts as its number. */
export function amountOf(item: Item, fields: readonly string[]): number | null {
  for (const field of fields) {
    const value = item.fields[field]
    if (value === undefined || value === null || value === '') continue
    const amount = typeof value === 'string' ? Number(value) : value
    if (typeof amount !== 'number' || !Number.isFinite(amount)) throw wrongType(item, field, 'a number')
    return amount
  }
  return null
}

/** A field that is an object; empty when it is left out. */
export function objectOf(item: Item, field: string): JsonObject {
  const value = item.fields[field] ?? {}
  if (!isObject(value)) throw wrongType(item, field, 'an object')
  return value
}

/** A field that is a list; empty when it is left out. */
export function listOf(item: Item, field: string): readonly unknown[] {
  const value = item.fields[field] ?? []
  if (!Array.isArray(value)) throw wrongType(item, field, 'a list')
  return value
}

/** The refusal of a list for one of its items. */
export function invalidItem(
  { index, name }: Pick<Item, 'index' | 'name'>,
  { field, code, problem }: { readonly field?: string; readonly code: string; readonly problem: string },
): DomainError {
  const called = name === '' ? '' : ` (${name.slice(0, 80)})`
  const message = `Item ${index + 1}${called}: ${field === undefined ? '' : `${field}: `}${problem}.`
  const path = `items[${index}]${field === undefined ? '' : `.${field}`}`
  return new DomainError('validation_error', message, { errors: [{ path, code, message }] })
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const NAME_FIELDS = ['name', 'item_name', 'part_name', 'part_number', 'part_code', 'id'] as const
const MOST_LEVELS = 8

function wrongType(item: Item, field: string, wanted: string): DomainError {
  return invalidItem(item, { field, code: 'type', problem: `it must be ${wanted}` })
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1))
}

function tidy(value: unknown): unknown {
  if (typeof value === 'string') return storableText(cutText(value))
  if (Array.isArray(value)) return value.map(tidy)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [storableText(cutText(name)), tidy(member)]))
}
