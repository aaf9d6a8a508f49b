import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { PartValues } from '../../src/domain/part-values.js'
import { readPartValues } from '../../src/domain/read-part-values.js'
import { line } from '../support/stated-values.js'

const folder = process.env['MAKRX_DATA_DIR']
if (!folder) console.log('MAKRX_DATA_DIR is not set: the filaments of the open database are left out.')
const overData = folder ? describe : describe.skip

/** Written as a shop writes them, every product of the open filament database is read again. */
overData('the filaments of the open database', () => {
  const readings = spoolsOf(folder ?? '').map((spool) => ({ spool, ...readPartValues(line(spool.text)) }))
  const read = readings.filter(({ cls, values }) => cls === 'filament' && values.length > 0)

  test('nearly all are read, and what is read of plastic, diameter and mass is right', () => {
    const same = read.filter((reading) => plasticsOf(reading).length === 1 && isOfPlastic(reading))
    const wrong = read.filter((reading) => !isOfPlastic(reading))
    const sized = read.filter(({ spool, values }) => {
      const valuesOf = (name: string) => values.filter((value) => value.name === name).map(({ value }) => value)
      return valuesOf('diameter').join() === String(spool.diameter) && valuesOf('mass').join() === String(spool.mass)
    })
    console.log(
      `filaments read: ${read.length} of ${readings.length}, with one plastic, the right one: ${same.length} of ${read.length}, ` +
        `with another plastic: ${wrong.length}, with their diameter and mass: ${sized.length} of ${read.length}`,
    )
    expect(read.length / readings.length).toBeGreaterThan(0.998)
    expect(same.length / read.length).toBeGreaterThan(0.995)
    expect(wrong.map(({ spool }) => spool.text)).toEqual([])
    expect(sized).toHaveLength(read.length)
  })

  test('colours look like their names on the screen', () => {
    const colored = read.flatMap(({ spool, values }) => {
      const color = values.find(({ name }) => name === 'color')?.value
      const looks = typeof color === 'string' ? LOOKS[color] : undefined
      return looks === undefined || spool.shown === undefined ? [] : [{ isAlike: looks(spool.shown) }]
    })
    const alike = colored.filter(({ isAlike }) => isAlike)
    console.log(`colours that look like their names: ${alike.length} of ${colored.length}`)
    expect(colored.length).toBeGreaterThan(15_000)
    expect(alike.length / colored.length).toBeGreaterThan(0.97)
  })
})

/** The database names the family alone: `PA6` for `pa6-cf`, `PC` or `ABS` for `pc-abs`; `pa` is less than it knows. */
function isOfPlastic(reading: Reading): boolean {
  return plasticsOf(reading).some((plastic) => {
    const parts = plastic.replace(/\+$|-[cg]f$/, '').split('-')
    return parts.some((part) => part === reading.spool.plastic || KINDS_OF[reading.spool.plastic]?.includes(part))
  })
}

const KINDS_OF: Readonly<Record<string, readonly string[]>> = {
  pa6: ['pa', 'paht', 'pa66', 'pa612', 'pa6/66'],
  pa12: ['pa', 'paht'],
}

function plasticsOf({ values }: Reading): string[] {
  return values.filter(({ name }) => name === 'material').map(({ value }) => String(value))
}

function spoolsOf(data: string): Spool[] {
  const table = readFileSync(join(data, 'catalog', 'open-filament-database.tsv'), 'utf8')
  return table.trim().split('\n').slice(1).map(spoolOf)
}

function spoolOf(row: string): Spool {
  const cells = row.split('\t').map((cell) => cell.replaceAll('"', ''))
  const [brand = '', plastic = '', name = '', color = '', diameter = '', grams = ''] = cells
  const isNamed = new RegExp(plastic.replace('G', '[- ]?G'), 'i').test(name)
  const mass = Number(grams) < 1_000 ? `${grams} g` : `${Number(grams) / 1_000} kg`
  return {
    text: `${brand} ${name} ${isNamed ? '' : `${plastic} `}${color} ${diameter} mm ${mass}`,
    plastic: plastic.toLowerCase(),
    diameter: Number(diameter) * 1_000,
    mass: Number(grams) * 1_000,
    shown: shownColor(cells[10] ?? ''),
  }
}

/** Hue in degrees, and how far the lightest and the darkest of its three lights are from dark, 0 to 255. */
function shownColor(hex: string): Shown | undefined {
  const lights = /^#(..)(..)(..)$/
    .exec(hex)
    ?.slice(1)
    .map((light) => Number.parseInt(light, 16))
  if (lights === undefined) return undefined
  const [red = 0, green = 0, blue = 0] = lights
  const [darkest, lightest] = [Math.min(...lights), Math.max(...lights)]
  const hue = (Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) * 180) / Math.PI
  return { hue: (hue + 360) % 360, darkest, lightest }
}

/** Black is dark, white is light, grey has no hue, all others have one of theirs. */
const LOOKS: Readonly<Record<string, (shown: Shown) => boolean>> = {
  black: ({ darkest, lightest }) => darkest + lightest < 180,
  white: ({ darkest, lightest }) => darkest + lightest > 360,
  grey: ({ darkest, lightest }) => lightest - darkest < 64,
  red: hueBetween(330, 385),
  orange: hueBetween(0, 50),
  yellow: hueBetween(25, 75),
  green: hueBetween(55, 190),
  blue: hueBetween(170, 270),
  purple: hueBetween(225, 345),
  pink: hueBetween(280, 390),
  brown: hueBetween(340, 420),
}

function hueBetween(first: number, last: number): (shown: Shown) => boolean {
  return ({ hue }) => (hue >= first && hue <= last) || hue + 360 <= last
}

interface Reading extends PartValues {
  readonly spool: Spool
}

interface Spool {
  readonly text: string
  readonly plastic: string
  /** µm */
  readonly diameter: number
  /** mg */
  readonly mass: number
  readonly shown: Shown | undefined
}

interface Shown {
  readonly hue: number
  readonly darkest: number
  readonly lightest: number
}
