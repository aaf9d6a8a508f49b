import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { QualityWord } from '../domain/print-presets.js'

/** One set of slicer settings without inheritance, as `--load` needs it. */
export interface SlicerProfile {
  /** `preset-material`, in the words of the store */
  readonly name: string
  readonly text: string
  /** sha-256 of the text: a quote keeps it */
  readonly hash: string
}

/**
 * Flattens the vendor's bundle into one profile for every preset and material that it knows. Loading the bundle itself
 * would silently give other settings: `--load` does not follow inheritance. Sections that are missing leave their
 * profiles out.
 */
export function flattenProfiles(bundle: string): SlicerProfile[] {
  const sections = readSections(bundle)
  return Object.entries(PRINTS).flatMap(([preset, print]) =>
    Object.entries(FILAMENTS).flatMap(([material, filament]) => {
      const parts = [print, filament, PRINTER].map((name) => resolveSection(sections, name))
      if (parts.some((part) => part === undefined)) return []
      return [profileOf(profileName(preset, material), Object.assign({}, ...parts, FORCED) as Settings)]
    }),
  )
}

/** Flattens an installed bundle; none when there is no bundle. */
export async function readProfiles(bundlePath: string): Promise<SlicerProfile[]> {
  return flattenProfiles(await textOf(bundlePath))
}

/** Writes profiles into a directory, one `.ini` each. Files that are right already are left alone. */
export async function writeProfiles(profiles: readonly SlicerProfile[], directory: string): Promise<void> {
  for (const { name, text } of profiles) {
    const path = join(directory, `${name}.ini`)
    if ((await textOf(path)) === text) continue
    await mkdir(directory, { recursive: true })
    await writeFile(path, text)
  }
}

/** Of a file that may not be there. */
async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}

export function profileName(preset: string, material: string): string {
  return `${preset}-${material}`
}

const PRINTS: Readonly<Record<QualityWord, string>> = {
  draft: 'print:0.30mm DRAFT @MK3',
  standard: 'print:0.20mm QUALITY @MK3',
  high: 'print:0.15mm QUALITY @MK3',
  ultra: 'print:0.10mm DETAIL @MK3',
}

/** Materials that flow as the bundle's filament does; the others have no firm price. */
const FILAMENTS: Readonly<Record<string, string>> = {
  PLA: 'filament:Generic PLA',
  'PLA+': 'filament:Generic PLA',
  PETG: 'filament:Generic PETG',
  ABS: 'filament:Generic ABS',
  ASA: 'filament:Prusament ASA',
  TPU: 'filament:Generic FLEX',
}

const PRINTER = 'printer:Original Prusa i3 MK3S & MK3S+'

/** Nothing is run after slicing, and all copies of a plate grow together. */
const FORCED: Settings = { post_process: '', skirts: '1', complete_objects: '0' }

/** They steer the choice of presets, not the print. */
const NOT_SETTINGS = /^(inherits|renamed_from|compatible_.*|default_(print|filament)_profile)$/

type Settings = Readonly<Record<string, string>>
type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>

function readSections(bundle: string): Sections {
  const sections = new Map<string, Map<string, string>>()
  let current = new Map<string, string>()
  for (const line of bundle.split(/\r?\n/)) {
    const heading = /^\[(.+)\]\s*$/.exec(line)?.[1]
    const setting = /^([a-z0-9_]+)\s*=\s*(.*)$/.exec(line)
    if (heading !== undefined) sections.set(heading, (current = new Map<string, string>()))
    else if (setting) current.set(String(setting[1]), String(setting[2]).trim())
  }
  return sections
}

/**
 * A section with everything it inherits; later parents win over earlier ones, its own lines over all of them. Undefined
 * when it or one of its parents is missing: half of its settings would be other settings.
 */
function resolveSection(sections: Sections, name: string): Settings | undefined {
  const own = sections.get(name)
  if (own === undefined) return undefined
  const kind = name.slice(0, name.indexOf(':') + 1)
  const parents = (own.get('inherits') ?? '').split(';').map((parent) => parent.trim())
  const inherited = parents.filter((parent) => parent !== '').map((parent) => resolveSection(sections, kind + parent))
  if (inherited.includes(undefined)) return undefined
  return Object.assign({}, ...inherited, Object.fromEntries(own)) as Settings
}

function profileOf(name: string, settings: Settings): SlicerProfile {
  const lines = Object.entries(settings)
    .filter(([key]) => !NOT_SETTINGS.test(key))
    .map(([key, value]) => `${key} = ${value}\n`)
  const text = lines.sort().join('')
  return { name, text, hash: createHash('sha256').update(text).digest('hex') }
}
