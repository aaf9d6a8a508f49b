import type { Part, States } from './written-parts.js'
import type { Template } from './written-templates.js'
import { NOTATIONS } from './written-words.js'

/** The template with its braces filled; undefined where the part is not written so. */
export function fill(template: Template, part: Part): Filled | undefined {
  const says: Record<string, number | string> = {}
  const unwritten: string[] = []
  const write = (text: string): string =>
    text.replace(/\{([^}]+)\}/g, (braces, name: string) => {
      const notation = NOTATIONS[name]
      if (!notation) throw new Error(`no notation is called ${name}`)
      for (const stated of notation.says) says[stated] = part.states[stated] ?? ''
      const written = notation.write(part)
      if (written === undefined) unwritten.push(braces)
      return written ?? ''
    })
  const cells: Cells = {
    ...(template.value !== undefined && { value: write(template.value) }),
    ...(template.package !== undefined && { package: write(template.package) }),
    ...(template.description !== undefined && { description: write(template.description) }),
  }
  return unwritten.length === 0 ? { cells, says, places: template.places } : undefined
}

type CellName = 'places' | 'quantity' | 'value' | 'package' | 'description' | 'maker' | 'mpn' | 'sku'
export type Cells = Readonly<Partial<Record<CellName, string>>>
export interface Filled {
  readonly cells: Cells
  /** the values that stand in the text */
  readonly says: States
  readonly places: string | undefined
}
