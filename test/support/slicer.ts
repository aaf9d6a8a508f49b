import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { findSlicer, type PrusaSlicer } from '../../src/adapters/prusa-slicer.js'
import { PROGRAM_FOLDERS } from '../../src/adapters/slicer-sandbox.js'
import { writeNormalisedStl } from '../../src/readers/normalised-stl.js'
import type { SliceJob } from '../../src/ports.js'
import type { GoldenShape } from './golden-shapes.js'

const installed =
  process.env.SLICER_BINARY ?? PROGRAM_FOLDERS.map((folder) => join(folder, 'prusa-slicer')).find(existsSync)
const canSandbox = PROGRAM_FOLDERS.some((folder) => existsSync(join(folder, 'prlimit')))

if (!canSandbox) console.log('This machine has no prlimit: tests of the sandbox are left out.')
if (installed === undefined) console.log('prusa-slicer is not installed: tests with the real slicer are left out.')

/** `describe` for what runs a program in the sandbox. */
export const describeWithSandbox = canSandbox ? describe : describe.skip
/** `describe` for what slices for real. */
export const describeWithSlicer = canSandbox && installed !== undefined ? describe : describe.skip

/** The installed slicer; only inside of `describeWithSlicer`. */
export async function realSlicer(profileDirectory: string): Promise<PrusaSlicer> {
  return mustFind({ profileDirectory, ...(installed === undefined ? {} : { binary: installed }) })
}

/** A shell script in place of the slicer, with a small bundle of profiles beside it, where any account can run it. */
export class SampleSlicer {
  readonly binary: string
  private readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
    this.binary = join(folder, 'bin', 'prusa-slicer')
  }

  /** `script` is what it does when it is to slice. */
  static async create(script: string): Promise<SampleSlicer> {
    const folder = await mkdtemp(join(tmpdir(), 'makrx-sample-slicer-'))
    await chmod(folder, 0o755)
    const sample = new SampleSlicer(folder)
    const profiles = join(folder, 'share', 'PrusaSlicer', 'profiles')
    await mkdir(join(folder, 'bin'))
    await mkdir(profiles, { recursive: true })
    await writeFile(join(profiles, 'PrusaResearch.ini'), SAMPLE_BUNDLE)
    await sample.change(script)
    return sample
  }

  async change(script: string): Promise<void> {
    const hello = 'if [ "$1" = --help ]; then echo "PrusaSlicer-9.8.7+SAMPLE based on nothing"; exit; fi'
    await writeFile(this.binary, `#!/bin/sh\n${hello}\n${script}\n`, { mode: 0o755 })
  }

  async find(): Promise<PrusaSlicer> {
    return mustFind({ binary: this.binary, profileDirectory: join(this.folder, 'flat') })
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** A script that leaves a result of these numbers; layers of the file are counted, not believed. */
export function resultScript(result: { grams: string; time: string; layers: number }): string {
  const layers = `i=0; while [ $i -lt ${result.layers} ]; do echo ';LAYER_CHANGE'; i=$((i+1)); done`
  const totals = `echo '; filament used [g] = ${result.grams}'; echo '; estimated printing time (normal mode) = ${result.time}'`
  return `{ ${layers}; ${totals}; } > out.gcode`
}

/** One piece in standard PLA on the standard machine. */
export function sliceJob(modelPath: string, change: Partial<SliceJob> = {}): SliceJob {
  return {
    preset: 'standard',
    material: 'PLA',
    modelPath,
    copies: 1,
    columns: 1,
    isTurned: false,
    infillPercent: 20,
    hasSupports: false,
    hasBrim: false,
    bedMm: { x: 240, y: 200, z: 200 },
    ...change,
  }
}

/** Writes a shape as the mesh that a slicer gets, and answers its hash. */
export function writeShape(shape: GoldenShape, path: string): string {
  return writeNormalisedStl(shape.mesh, path)
}

/** Sections with the names of the real bundle and a few settings of our own. */
export const SAMPLE_BUNDLE = [
  '# a comment',
  '[print:*base*]',
  'layer_height = 0.3',
  'perimeters = 2',
  'fill_pattern = lines',
  '[print:*speeds*]',
  'inherits = *base*',
  'perimeters = 3',
  'post_process = /bin/false',
  '[print:0.20mm QUALITY @MK3]',
  'inherits = *base*; *speeds*',
  'compatible_printers_condition = never',
  'layer_height = 0.2',
  'fill_pattern = gyroid',
  '[print:0.30mm DRAFT @MK3]',
  'inherits = *base*; *missing*',
  '[filament:Generic PLA]',
  'filament_density = 1.24',
  '[printer:Original Prusa i3 MK3S & MK3S+]',
  'start_gcode = G28 ; home\\nG1 Z5',
].join('\r\n')

async function mustFind(request: Parameters<typeof findSlicer>[0]): Promise<PrusaSlicer> {
  const found = await findSlicer(request)
  if (found === undefined) throw new Error(`No slicer was found at ${request.binary ?? 'prusa-slicer'}.`)
  return found
}
