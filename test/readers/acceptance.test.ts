import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { LengthUnit } from '../../src/domain/length-unit.js'
import { codesOf, countOf, measured } from '../support/measured.js'

/** Files of the shared data folder and what they must come to. Volumes in mm³ within 0.01 %, after filling 0.2 %. */
interface Expected {
  readonly file: string
  readonly unit?: LengthUnit
  /** errors and warnings, all of them */
  readonly codes?: readonly string[]
  readonly volume?: number
  readonly within?: number
  readonly counts?: Readonly<Record<string, number>>
  readonly bodies?: number
  readonly message?: RegExp
}

const QUOTABLE: readonly Expected[] = [
  { file: 'benchy.3mf', volume: 15550.5, counts: { degenerate_dropped: 8 } },
  { file: 'prusa-x-carriage.stl', volume: 33663.83, counts: { inner_voids: 3 } },
  { file: 'prusa-z-axis-top.stl', volume: 15296.37, counts: { inner_voids: 8 }, bodies: 2 },
  { file: 'prusa-einsy-base.stl', volume: 41661.76, counts: { non_manifold_edges: 6 } },
  { file: 'voron0-display-multibody.stl', volume: 8441.91, counts: { non_manifold_edges: 2641 } },
  { file: 'prusa-fan-shroud.stl', volume: 3416.5 },
  { file: 'prusa-plug-aligner.stl', volume: 218.515 },
  { file: 'prusa-spool-holder.stl', volume: 105624.19 },
  { file: 'voron0-front-skirt-a.stl', volume: 5677.11 },
  { file: 'voron0-manta-din-mount.stl', volume: 8327.78 },
  { file: 'ps-20mmbox-nonstandard.stl', volume: 8000 },
  { file: 'ps-bunny.stl', volume: 273280.03 },
  { file: 'tm-busted.stl', volume: 526.449 },
  { file: 'tm-7-8ths-cube.stl', volume: 56000 },
  { file: 'igl-bumpy-cube.obj', volume: 140.357 },
  { file: 'ps-bibo-bed.stl', volume: 265990.86, bodies: 5 },
  { file: '3mf-torus.3mf', volume: 776.831 },
  { file: '3mf-box.3mf', volume: 6000 },
  { file: '3mf-box-prod.3mf', volume: 6000 },
  { file: '3mf-multiple-cylinders.3mf', volume: 37188.56, bodies: 6 },
  { file: '3mf-pass-transform.3mf', volume: 14000, bodies: 2 },
  { file: '3mf-cube-gears-prod.3mf', volume: 112366.33, bodies: 17, counts: { degenerate_dropped: 24 } },
  { file: 'tm-cube-sphere-same-name.3mf', volume: 97431.91, bodies: 2 },
  { file: 'tm-featuretype.stl', codes: ['unit_suspect_small'], volume: 11.6277, message: /inches it is 127\.0 mm: ₹/ },
  { file: 'tm-featuretype.stl', unit: 'inch', volume: 190545 },
  {
    file: 'tm-featuretype.3mf',
    codes: ['holes_filled', 'needs_person'],
    volume: 190680,
    within: 0.002,
    counts: { holes_filled: 3 },
  },
  { file: 'tm-wallhole.obj', volume: 1066.67, counts: { non_manifold_edges: 1 } },
  { file: 'tm-shared.stl', codes: ['unit_suspect_small'], volume: 2, counts: { non_manifold_edges: 1 } },
  { file: 'tm-two-solids-ascii.stl', codes: ['unit_suspect_small'], volume: 2, bodies: 2 },
  { file: 'der-inverted.stl', codes: ['winding_fixed'], volume: 2649.76 },
  { file: 'der-mixed-winding.stl', codes: ['winding_fixed'], volume: 2649.76 },
  {
    file: 'der-holes.stl',
    codes: ['holes_filled', 'needs_person'],
    volume: 2646.4,
    within: 0.002,
    counts: { holes_filled: 105 },
    message: /6\.4 % of the surface/,
  },
  { file: 'der-metres.stl', unit: 'm', volume: 2649.76 },
]

const REFUSED: readonly Expected[] = [
  { file: 'tm-featuretype.step', codes: ['format_later'] },
  { file: 'tm-joined-tetrahedra.obj', codes: ['part_too_small', 'unit_suspect_small'], volume: 0.8660254 },
  { file: 'tm-jacked.obj', codes: ['part_too_small', 'unit_suspect_small'], volume: 1 },
  { file: 'tm-nancolor.obj', codes: ['part_too_small', 'unit_suspect_small'], volume: 1 },
  { file: 'tm-fandisk.obj', codes: ['part_too_small', 'unit_suspect_small'], message: /1\.7 mm/ },
  { file: 'tm-multibody.stl', codes: ['part_too_small', 'unit_suspect_small', 'winding_fixed'] },
  { file: 'tm-soup.stl', codes: ['mesh_open', 'part_too_small', 'unit_suspect_small'], counts: { mesh_open: 100 } },
  {
    file: 'tm-notenoughindices.obj',
    codes: ['mesh_not_solid', 'obj_face_skipped', 'part_too_big', 'unit_suspect_large'],
  },
  { file: 'ai-triangle-two-solids.stl', codes: ['mesh_not_solid', 'unit_suspect_small'] },
  { file: 'ai-malformed-oob.3mf', codes: ['mesh_not_solid'] },
  { file: 'ai-malformed.obj', codes: ['index_out_of_range'] },
  {
    file: 'ai-malformed2.obj',
    codes: ['mesh_open', 'obj_face_skipped', 'part_too_small', 'unit_suspect_small'],
    counts: { mesh_open: 1 },
  },
  { file: 'ai-number-formats.obj', codes: ['number_invalid'], message: /"3\.1\+e2"/ },
  { file: 'ai-empty.obj', codes: ['file_empty'] },
  { file: 'tm-empty.stl', codes: ['no_triangles'] },
  { file: 'der-hugecount.stl', codes: ['stl_truncated'] },
  { file: 'der-nan.stl', codes: ['coordinates_not_finite'] },
  { file: 'der-inf.stl', codes: ['coordinates_not_finite'] },
  { file: 'der-metres.stl', codes: ['part_too_small', 'unit_suspect_small'], message: /in metres it is 28\.0 mm/ },
  { file: 'der-huge.stl', codes: ['part_too_big', 'unit_suspect_large'], message: /1118 × 695 × 400 mm/ },
]

const folder = process.env['MAKRX_DATA_DIR']
if (folder === undefined) console.log('MAKRX_DATA_DIR is not set: the acceptance list of model files is left out')
const withData = folder === undefined ? describe.skip : describe

async function measuredFile({ file, unit = 'mm' }: Expected) {
  return measured(readFileSync(join(folder ?? '', 'models', file)), { filename: file, unit })
}

withData('published and damaged model files', () => {
  test.each(QUOTABLE)('$file ($unit) can be quoted with the volume it has', async (expected) => {
    const report = await measuredFile(expected)
    expect(codesOf(report)).toEqual(expected.codes ?? [])
    expect(report.isQuotable).toBe(true)
    const volume = report.measures?.volumeMm3 ?? 0
    expect(Math.abs(volume / (expected.volume ?? 0) - 1)).toBeLessThan(expected.within ?? 1e-4)
    expectDetails(report, expected)
  })

  test.each(REFUSED)('$file ($unit) cannot be quoted and all reasons are given', async (expected) => {
    const report = await measuredFile(expected)
    expect(codesOf(report)).toEqual(expected.codes ?? [])
    expect(report.isQuotable).toBe(false)
    expectDetails(report, expected)
  })
})

function expectDetails(report: Awaited<ReturnType<typeof measured>>, expected: Expected): void {
  for (const [code, count] of Object.entries(expected.counts ?? {}))
    expect([code, countOf(report, code)]).toEqual([code, count])
  if (expected.bodies !== undefined) expect(report.measures?.bodies).toBe(expected.bodies)
  if (expected.message !== undefined)
    expect(report.findings.map(({ message }) => message).join('\n')).toMatch(expected.message)
}
