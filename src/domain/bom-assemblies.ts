import { isObject, type JsonObject } from './bom-item-fields.js'
import { readBomItem, type ItemLine } from './bom-item.js'
import type { LineExclusion } from './bom-line.js'

/** True for an assembly as NopSCADlib lists it: parts to buy and parts to make, each with its count. */
export function isAssembly(item: unknown): item is JsonObject {
  return isObject(item) && ['vitamins', 'printed'].some((group) => isObject(item[group]))
}

/**
 * The parts of all assemblies, one line each, counts multiplied by how often the assembly is there (bom.md 7). A part is
 * called what stands behind `: `; what is made instead of bought is a line that is never bought.
 */
export function assemblyLines(assemblies: readonly JsonObject[]): ItemLine[] {
  const parts = new Map<string, Part>()
  for (const assembly of assemblies) {
    for (const { group, exclusion } of GROUPS) addParts(parts, { assembly, group, exclusion })
  }
  return [...parts.values()].map(toLine)
}

const GROUPS: readonly { readonly group: string; readonly exclusion: LineExclusion | null }[] = [
  { group: 'vitamins', exclusion: null },
  { group: 'printed', exclusion: 'print_job' },
  { group: 'routed', exclusion: 'not_for_sale' },
]

/** Every group of one assembly; the same part in another assembly is the same line. */
function addParts(parts: Map<string, Part>, { assembly, group, exclusion }: Group): void {
  const members = assembly[group]
  if (!isObject(members)) return
  for (const [written, member] of Object.entries(members)) {
    const key = `${group} ${written}`
    const count = countOf(assembly) * countOf(isObject(member) ? member : { count: member })
    const known = parts.get(key)
    parts.set(key, { written, exclusion, group, count: (known?.count ?? 0) + count })
  }
}

/** Without a count it is one; what is no number becomes a quantity that has to be asked for. */
function countOf({ count }: JsonObject): number {
  return count === undefined || count === null ? 1 : Number(count)
}

function toLine({ written, group, count, exclusion }: Part, index: number): ItemLine {
  const name = written.slice(written.indexOf(': ') < 0 ? 0 : written.indexOf(': ') + 2)
  const line = readBomItem({ name, quantity: String(count) }, index)
  return { ...line, raw: { [group]: { [written]: count } }, exclusion: exclusion ?? line.exclusion }
}

interface Part {
  readonly written: string
  readonly group: string
  readonly count: number
  readonly exclusion: LineExclusion | null
}

interface Group {
  readonly assembly: JsonObject
  readonly group: string
  readonly exclusion: LineExclusion | null
}
