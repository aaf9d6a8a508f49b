import { bomTypeRefused } from '../domain/bom-limits.js'
import type { BomCells } from './bom-cells.js'
import { readXml, type XmlAttributes, type XmlReader } from './package-xml.js'

/**
 * Reads the netlist that KiCad exports as XML into one table: a row per component, headings that the reading of tables
 * knows, one column for every field that a component has. What KiCad leaves out of a BOM counts as not fitted.
 */
export async function readKicad(text: string, cells: BomCells): Promise<void> {
  const components: Component[] = []
  await readXml(inPieces(text), () => componentReader(components))
  const columns = [...new Set(components.flatMap((component) => [...component.keys()]))]
  cells.begin(null)
  cells.addRow(1, columns)
  components.forEach((component, index) => {
    cells.addRow(
      index + 2,
      columns.map((column) => component.get(column) ?? ''),
    )
  })
}

const PIECE = 64 * 1024

/** Headings of what every component has; its own fields are called what they are called. */
const HEADINGS: Readonly<Record<string, string>> = {
  value: 'Value',
  footprint: 'Footprint',
  datasheet: 'Datasheet',
  description: 'Description',
}

/** Properties that say nothing about the part. */
const PLACE_PROPERTY = /^(?:Sheetname|Sheetfile|ki_\w+)$/
const NOT_FITTED_PROPERTY = /^(?:dnp|exclude_from_bom)$/

function componentReader(components: Component[]): XmlReader {
  let depth = 0
  let component: Component | undefined
  let heading: string | undefined
  let words = ''
  return {
    open: (name, attributes) => {
      if (depth++ === 0 && name !== 'export') throw bomTypeRefused('an XML file without a list of components')
      words = ''
      if (name === 'comp') components.push((component = new Map([['Reference', attributes['ref'] ?? '']])))
      else if (component !== undefined) heading = headingOf(name, attributes, component)
    },
    text: (text) => (words += text),
    close: (name) => {
      depth--
      if (heading !== undefined && words.trim() !== '') component?.set(heading, words.trim())
      heading = undefined
      if (name === 'comp') component = undefined
    },
  }
}

/** The heading under which the text of this element goes; attributes are put down at once. */
function headingOf(name: string, attributes: XmlAttributes, component: Component): string | undefined {
  if (name === 'field') return attributes['name']
  if (name === 'libsource') component.set('Description', attributes['description'] ?? '')
  if (name === 'property') putDown(attributes['name'] ?? '', attributes['value'] ?? '', component)
  return Object.hasOwn(HEADINGS, name) ? HEADINGS[name] : undefined
}

function putDown(property: string, value: string, component: Component): void {
  if (NOT_FITTED_PROPERTY.test(property)) component.set('DNP', 'DNP')
  else if (property !== '' && !PLACE_PROPERTY.test(property)) component.set(property, value)
}

async function* inPieces(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve()
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}

type Component = Map<string, string>
