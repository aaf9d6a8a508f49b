import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One part as a catalogue file lists it. */
export interface ListedPart {
  readonly mpn: string
  readonly maker: string
  readonly name: string
  readonly category: string
  readonly specifications: Readonly<Record<string, string>>
  readonly lcsc?: string
  /** parts of one group may stand in for each other */
  readonly group?: string
}

/** Values that a shop states in a place of their own, by the names that the files have for them. */
const STATED: Readonly<Record<string, string>> = {
  ...{ Resistance: 'resistance', Capacitance: 'capacitance', Inductance: 'inductance' },
  ...{
    Tolerance: 'tolerance',
    'Resistance Tolerance': 'tolerance',
    Size: 'package',
    Package: 'package',
    Color: 'color',
  },
  ...{ Power: 'power', 'Power(Watts)': 'power', 'Power Rating': 'power' },
  ...{ Voltage: 'voltage', 'Voltage Rated': 'voltage', 'Voltage Rating (DC)': 'voltage' },
}
const IPN_CATEGORIES: Readonly<Record<string, string>> = {
  ...{ RES: 'Resistors', CAP: 'Capacitors', IND: 'Inductors', DIO: 'Diodes', XTR: 'Transistors' },
  ...{ CON: 'Connectors', OSC: 'Crystals', ICS: 'Integrated circuits', ANA: 'Integrated circuits' },
}

/** Electronics of the catalogue files; `folder` holds `catalog/`. */
export function catalogueParts(folder: string): ListedPart[] {
  const table = (name: string): Row[] => rowsOf(readFileSync(join(folder, 'catalog', name), 'utf8'))
  return [
    ...table('jlcpcb-basic-preferred.tsv').map((row) => ({
      ...partOf(row, { name: row['description'] ?? '', category: (row['category'] ?? '').split(',')[0] ?? '' }),
      lcsc: row['lcsc'] ?? '',
    })),
    ...table('gitplm-parts.tsv').map((row) =>
      partOf(row, {
        name: row['description'] ?? '',
        category: IPN_CATEGORIES[(row['ipn'] ?? '').slice(0, 3)] ?? 'Parts',
      }),
    ),
    ...table('octopart-cpl.tsv').flatMap((row) =>
      (JSON.parse(row['parts_json'] || '[]') as { mfr: string; mpn: string }[]).map(({ mfr, mpn }) => ({
        ...partOf({ ...row, mpn, manufacturer: mfr }, { name: row['title'] ?? '', category: row['category'] ?? '' }),
        group: row['cplid'] ?? '',
      })),
    ),
  ].filter(({ mpn }) => mpn !== '')
}

function partOf(row: Row, { name, category }: Pick<ListedPart, 'name' | 'category'>): ListedPart {
  const params = JSON.parse(row['params'] || '{}') as Row
  const footprint = (row['footprint'] ?? '').split(':').at(-1) ?? ''
  const stated = Object.entries(params).flatMap(([key, value]) => {
    const name = STATED[key]
    return name === undefined ? [] : [[name, value] as const]
  })
  return {
    ...{ mpn: row['mpn'] ?? '', maker: row['manufacturer'] ?? '', name, category },
    specifications: { ...Object.fromEntries(stated), ...(footprint !== '' && { package: footprint }) },
  }
}

function rowsOf(text: string): Row[] {
  const [heads = [], ...rows] = text.split(/\r?\n/).map((line) => line.split('\t'))
  return rows.map((cells) => Object.fromEntries(heads.map((head, column) => [head, cells[column] ?? ''])))
}

type Row = Readonly<Record<string, string>>
