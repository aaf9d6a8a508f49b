import { safeParse, type $ZodType } from 'zod/v4/core'

const MAX_DEPTH = 8
const MAX_ITEMS = 20

/** Paths of the fields in `value` that the schema does not know, such as `items[0].price`. */
export function unknownFields(schema: $ZodType, value: unknown, place: Place = ROOT): string[] {
  if (value === null || typeof value !== 'object' || place.depth > MAX_DEPTH) return []
  const parts = schema._zod.def as SchemaParts
  const inner = parts.innerType ?? parts.getter?.()
  if (inner) return unknownFields(inner, value, place)
  return Array.isArray(value) && parts.element
    ? unknownInItems(parts.element, value, place)
    : unknownInCombination(parts, value, place)
}

function unknownInCombination(parts: SchemaParts, value: object, place: Place): string[] {
  if (parts.in && parts.out) return unknownBehindPipe({ in: parts.in, out: parts.out }, value, place)
  if (parts.options) return fewest(parts.options.map((option) => unknownFields(option, value, place)))
  if (!parts.shape || parts.catchall || Array.isArray(value)) return []
  return unknownMembers(parts.shape, value, place)
}

const ROOT: Place = { path: '', depth: 0 }

interface Place {
  readonly path: string
  readonly depth: number
}

/** What of a schema's definition leads further down; which are there depends on its kind. */
interface SchemaParts {
  readonly type: string
  readonly innerType?: $ZodType
  readonly getter?: () => $ZodType
  readonly in?: $ZodType
  readonly out?: $ZodType
  readonly options?: readonly $ZodType[]
  readonly element?: $ZodType
  readonly shape?: Readonly<Record<string, $ZodType>>
  readonly catchall?: $ZodType
}

function unknownMembers(shape: Readonly<Record<string, $ZodType>>, value: object, place: Place): string[] {
  return Object.entries(value).flatMap(([key, member]) => {
    const path = place.path === '' ? key : `${place.path}.${key}`
    const schema = Object.hasOwn(shape, key) ? shape[key] : undefined
    return schema ? unknownFields(schema, member, { path, depth: place.depth + 1 }) : [path]
  })
}

function unknownInItems(element: $ZodType, items: readonly unknown[], place: Place): string[] {
  return items
    .slice(0, MAX_ITEMS)
    .flatMap((item, index) => unknownFields(element, item, { path: `${place.path}[${index}]`, depth: place.depth + 1 }))
}

/** A preprocessing step may rename fields (spellings of addresses): look at what it makes of them. */
function unknownBehindPipe(def: { in: $ZodType; out: $ZodType }, value: unknown, place: Place): string[] {
  if (def.in._zod.def.type !== 'transform') return unknownFields(def.in, value, place)
  const renamed = safeParse(def.in, value)
  return renamed.success ? unknownFields(def.out, renamed.data, place) : []
}

function fewest(lists: readonly string[][]): string[] {
  return lists.reduce((best, list) => (list.length < best.length ? list : best), lists[0] ?? [])
}
