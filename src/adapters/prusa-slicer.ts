import { execFile } from 'node:child_process'
import { access, constants, realpath, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { promisify } from 'node:util'

import { Invariant, WorkFailed } from '../domain/errors.js'
import { PRESETS } from '../domain/print-presets.js'
import type { QualityWord } from '../domain/print-presets.js'
import type { SliceJob, Slicer, SliceResult } from '../ports.js'
import { runSandboxed } from './slicer-process.js'
import { nextProcessors } from './slicer-processors.js'
import { writePlate } from './slicer-plate.js'
import { profileName, readProfiles, writeProfiles, type SlicerProfile } from './slicer-profiles.js'
import { readSliceResult } from './slicer-result.js'
import {
  inScratch,
  lendTo,
  probeSandbox,
  PROGRAM_FOLDERS,
  sandboxed,
  sandboxEnvironment,
  type SandboxPowers,
} from './slicer-sandbox.js'

const run = promisify(execFile)

/**
 * PrusaSlicer as it is installed, with the profiles of its own vendor bundle flattened into `profileDirectory`.
 * Undefined when there is no such program, none that runs in our sandbox, or no bundle beside it.
 */
export async function findSlicer(request: FindSlicer): Promise<PrusaSlicer | undefined> {
  const binary = await locate(request.binary ?? 'prusa-slicer')
  const powers = await probeSandbox().catch(() => undefined)
  if (binary === undefined || powers === undefined) return undefined
  const version = await readVersion(binary, powers)
  if (version === undefined) return undefined
  const profiles = await readProfiles(await bundleOf(binary))
  if (profiles.length === 0) return undefined
  // They are there to be looked at: a slice takes its profile from memory, so an image may be read-only.
  await writeProfiles(profiles, request.profileDirectory).catch(() => undefined)
  return new PrusaSlicer({ binary, version, powers, profiles })
}

export interface FindSlicer {
  /** a path, or a name to look for; `prusa-slicer` when absent */
  readonly binary?: string
  /** for copies of the profiles; made when it is not there */
  readonly profileDirectory: string
}

/** Slices plates one by one, each as a process of its own in a sandbox. */
export class PrusaSlicer implements Slicer {
  readonly version: string
  /** what the machine takes from the process beside its limits */
  readonly powers: SandboxPowers
  private readonly binary: string
  private readonly profiles: ReadonlyMap<string, SlicerProfile>

  constructor(found: FoundSlicer) {
    this.version = found.version
    this.powers = found.powers
    this.binary = found.binary
    this.profiles = new Map(found.profiles.map((profile) => [profile.name, profile]))
  }

  profileHash(preset: string, material: string): string | undefined {
    return this.profiles.get(profileName(preset, material))?.hash
  }

  async slice(job: SliceJob, signal: AbortSignal): Promise<SliceResult> {
    const profile = this.profiles.get(profileName(job.preset, job.material))
    if (profile === undefined) throw new Invariant('there is no slicer profile for this preset and material')
    return inScratch(async (scratch) => {
      const heightMm = await writePlate(job, join(scratch, MODEL_FILE))
      await writeFile(join(scratch, PROFILE_FILE), profile.text)
      await lendTo(this.powers, scratch)
      const processors = await nextProcessors()
      const pinned = processors === undefined ? [] : ['taskset', '--cpu-list', processors]
      const command = [...pinned, this.binary, ...sliceArguments(job)]
      await runSandboxed({ powers: this.powers, scratch, command, wallMs: WALL_MS }, signal)
      const result = await readSliceResult(join(scratch, RESULT_FILE))
      refuseCutOff(job, result, heightMm)
      return result
    })
  }
}

interface FoundSlicer {
  readonly binary: string
  readonly version: string
  readonly powers: SandboxPowers
  readonly profiles: readonly SlicerProfile[]
}

const WALL_MS = 120_000
const MODEL_FILE = 'model.stl'
const PROFILE_FILE = 'profile.ini'
const RESULT_FILE = 'out.gcode'
const BRIM_MM = 5

/** The arguments of one slice, on the bed of the machine that prints it. File names are those of the scratch directory. */
export function sliceArguments(job: Omit<SliceJob, 'modelPath'>): string[] {
  const { x, y, z } = job.bedMm
  return [
    '--export-gcode',
    ...['--load', PROFILE_FILE],
    ...['--fill-density', `${job.infillPercent}%`],
    // The pattern of the profile cannot be printed solid.
    ...(job.infillPercent === 100 ? ['--fill-pattern', 'rectilinear'] : []),
    ...['--loglevel', '1'],
    ...['--bed-shape', `0x0,${x}x0,${x}x${y},0x${y}`],
    ...['--max-print-height', String(z)],
    ...['--center', `${x / 2},${y / 2}`],
    ...(job.hasSupports ? ['--support-material'] : []),
    ...(job.hasBrim ? ['--brim-width', String(BRIM_MM)] : []),
    ...['--output', RESULT_FILE],
    MODEL_FILE,
  ]
}

/** A part that lost layers weighs less than it should; supports add layers of their own. */
function refuseCutOff(job: SliceJob, result: SliceResult, heightMm: number): void {
  const expected = heightMm / PRESETS[job.preset as QualityWord].layerHeightMm
  if (job.hasSupports || Math.abs(result.layers - expected) <= 2) return
  throw new WorkFailed(`The slicer made ${result.layers} layers of a part that has ${Math.round(expected)}.`)
}

async function locate(binary: string): Promise<string | undefined> {
  const candidates = isAbsolute(binary) ? [binary] : PROGRAM_FOLDERS.map((folder) => join(folder, binary))
  for (const path of candidates) {
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return undefined
}

async function readVersion(binary: string, powers: SandboxPowers): Promise<string | undefined> {
  return inScratch(async (scratch) => {
    await lendTo(powers, scratch)
    const [program = '', ...args] = sandboxed(powers, scratch, [binary, '--help'])
    const options = { cwd: scratch, env: sandboxEnvironment(scratch), timeout: 20_000 }
    const { stdout } = await run(program, args, options).catch(() => ({ stdout: '' }))
    const version = /^PrusaSlicer-(\d+\.\d+\.\d+)/m.exec(stdout)?.[1]
    return version === undefined ? undefined : `PrusaSlicer ${version}`
  })
}

/** Where the package keeps the profiles of the printer's maker. */
async function bundleOf(binary: string): Promise<string> {
  return join(dirname(await realpath(binary)), '..', 'share', 'PrusaSlicer', 'profiles', 'PrusaResearch.ini')
}
