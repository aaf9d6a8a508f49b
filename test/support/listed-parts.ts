import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { PartText, PartValue } from '../../src/domain/part-values.js'

/** One row of a public catalogue of electronic parts. */
export interface ListedPart {
  readonly mpn: string
  /** by name of the value; `atLeast` is what every part of a class of interchangeable ones holds, in mV */
  readonly listed: Readonly<Record<string, number | string | undefined>>
  /** what a parts list would say of it; undefined where the row has no words */
  readonly text: PartText | undefined
  /** of those catalogues that have categories */
  readonly category?: string
}

type Row = Readonly<Record<string, string>>

const folder = process.env.MAKRX_DATA_DIR

/** The catalogues; undefined where there is no shared data. */
export const listedParts = folder === undefined ? undefined : (list: (typeof LISTS)[number]) => READERS[list]()

export const LISTS = ['jlcpcb-basic-preferred', 'gitplm-parts', 'octopart-cpl'] as const

const READERS: Readonly<Record<(typeof LISTS)[number], () => ListedPart[]>> = {
  'jlcpcb-basic-preferred': jlcpcb,
  'gitplm-parts': gitplm,
  'octopart-cpl': octopart,
}

function table(name: string): Row[] {
  const [head = '', ...lines] = readFileSync(join(folder ?? '', 'catalog', name), 'utf8')
    .trimEnd()
    .split('\n')
  const names = head.split('\t')
  return lines.map((line) => {
    const cells = line.split('\t')
    return Object.fromEntries(names.map((field, index) => [field, cells[index] ?? '']))
  })
}

function parameters(row: Row): Row {
  return JSON.parse(row.params === '' ? '{}' : (row.params ?? '{}')) as Row
}

function jlcpcb(): ListedPart[] {
  return table('jlcpcb-basic-preferred.tsv').map((row) => {
    const given = parameters(row)
    return {
      mpn: row.mpn ?? '',
      listed: {
        ...listedValues(row.value),
        package: size(row.footprint),
        voltage: amount(given['Voltage Rated'], 'V', 1e3),
        dielectric: dielectric(given['Temperature Coefficient']),
        power: amount(given['Power(Watts)'], 'W', 1e6),
        tolerance: percent(given.Tolerance),
      },
      text: row.description === 'nan' ? undefined : described(row.description),
      category: row.category ?? '',
    }
  })
}

function gitplm(): ListedPart[] {
  return table('gitplm-parts.tsv').map((row) => {
    const given = parameters(row)
    return {
      mpn: row.mpn ?? '',
      listed: {
        ...listedValues(given.Resistance ?? given.Capacitance ?? given.Inductance),
        ...(given.Resistance === undefined ? {} : { resistance: amount(given.Resistance, '', 1e6) }),
        package: size(row.footprint),
        voltage: given.Capacitance === undefined ? undefined : amount(given.Voltage, 'V', 1e3),
        dielectric: dielectric(given.Material),
        tolerance: percent(given.Tolerance),
      },
      text: {
        ...described(row.description),
        designatorPrefix: DESIGNATORS[row.ipn?.slice(0, 3) ?? ''] ?? '',
      },
    }
  })
}

const DESIGNATORS: Readonly<Record<string, string>> = { RES: 'R', CAP: 'C', IND: 'L' }

function described(description = ''): PartText {
  return { fields: [{ field: 'description', text: description }] }
}

function octopart(): ListedPart[] {
  return table('octopart-cpl.tsv').flatMap((row) => {
    const given = parameters(row)
    const parts = JSON.parse(row.parts_json ?? '[]') as { mpn: string }[]
    return parts.map(({ mpn }) => ({
      mpn,
      listed: {
        resistance: amount(given.Resistance, 'Ω', 1e6),
        capacitance: amount(given.Capacitance, 'F', 1e15),
        package: given.Size,
        atLeast: amount(given['Voltage Rating (DC)'], 'V', 1e3),
        dielectric: dielectric(given.Characteristic),
        tolerance: percent(given['Resistance Tolerance'] ?? given.Tolerance),
      },
      text: described(row.title),
    }))
  })
}

function listedValues(text = ''): ListedPart['listed'] {
  return {
    resistance: amount(text, 'Ω', 1e6),
    capacitance: amount(text, 'F', 1e15),
    inductance: amount(text, 'H', 1e12),
  }
}

const PREFIXES: Readonly<Record<string, number>> = {
  p: 1e-12,
  n: 1e-9,
  u: 1e-6,
  µ: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  K: 1e3,
  M: 1e6,
}

function amount(text: string | undefined, unit: string, scale: number): number | undefined {
  const match = /^([\d.]+) ?([pnuµmkKM]?)(.*)$/.exec(text ?? '')
  if (match === null || match[3] !== unit) return undefined
  return Math.round(Number(match[1]) * (PREFIXES[match[2] ?? ''] ?? Number.NaN) * scale)
}

function percent(text: string | undefined): number | undefined {
  const match = /^±?([\d.]+)%$/.exec(text ?? '')
  return match === null ? undefined : Math.round(Number(match[1]) * 1e4)
}

function size(footprint: string | undefined): string | undefined {
  return /_(\d{4})(?:_|$)/.exec(footprint ?? '')?.[1]
}

function dielectric(text: string | undefined): string | undefined {
  if (/C0G|NP[0O]/.test(text ?? '')) return 'c0g'
  return /^[XY]\d[A-Z]$/.test(text ?? '') ? text?.toLowerCase() : undefined
}

/** Every value that stands in both; listed figures are rounded to three digits. */
export function agrees(part: { readonly values: readonly Said[] }, listed: ListedPart['listed']): boolean {
  return part.values.every(({ name, value }) => {
    if (name === 'voltage' && typeof listed.atLeast === 'number') return Number(value) >= listed.atLeast
    const given = listed[name]
    if (given === undefined || given === value) return true
    return typeof given === 'number' && typeof value === 'number' && Math.abs(given - value) <= 0.001 * value
  })
}

type Said = Pick<PartValue, 'name' | 'value'>
