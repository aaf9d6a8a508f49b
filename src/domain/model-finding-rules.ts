import { UNIT_IN_WORDS, type ModelUnit } from './length-unit.js'

/**
 * unreadable: nothing can be measured · unprintable: no automatic price · by_person: no automatic price, but a person
 * can quote it · warning and info let a quote through.
 */
export type FindingGrade = 'unreadable' | 'unprintable' | 'by_person' | 'warning' | 'info'

/** Every finding with its grade and its sentence, in the order of the gates (quoting.md 5). */
export const FINDING_RULES = {
  file_empty: { grade: 'unreadable', sentence: () => 'The file is empty. Please export the model again.' },
  file_mismatch: {
    grade: 'unreadable',
    sentence: () => 'The file that arrived is not the one that was announced. Please upload it again.',
  },
  file_too_large: {
    grade: 'unreadable',
    sentence: ({ bytes }: { bytes: number }) =>
      `The file is ${(bytes / 1024 ** 2).toFixed(0)} MiB; the limit is 100 MiB. Export as binary STL or 3MF, or reduce the mesh.`,
  },
  file_kind_unknown: {
    grade: 'unreadable',
    sentence: ({ looksLike }: { looksLike: string }) =>
      `This is not an STL, OBJ or 3MF model. It looks like ${looksLike}.`,
  },
  kind_mismatch: {
    grade: 'warning',
    sentence: ({ extension, content }: { extension: string; content: string }) =>
      `The name says .${extension} but the content is ${content}. We used the content.`,
  },
  sliced_file: {
    grade: 'unreadable',
    sentence: () => 'This 3MF holds print instructions, not a model. Please send the project or the STL.',
  },
  format_later: {
    grade: 'by_person',
    sentence: ({ format }: { format: string }) =>
      `${format} files are quoted by a person. For an instant price export STL or 3MF in millimetres.`,
  },

  stl_truncated: {
    grade: 'unreadable',
    sentence: (facts: CutOff) => `${cutOff(facts)} The upload or export was cut off.`,
  },
  number_invalid: {
    grade: 'unreadable',
    sentence: ({ line, text }: { line: number; text: string }) =>
      `Line ${grouped(line)} contains "${text}", which is not a number.`,
  },
  index_out_of_range: {
    grade: 'unreadable',
    sentence: ({ index, points }: { index: number; points: number }) =>
      `A face refers to point ${grouped(index)}, but the file has only ${grouped(points)} points.`,
  },
  zip_unsafe: { grade: 'unreadable', sentence: unsafePackage },
  xml_unsafe: { grade: 'unreadable', sentence: unsafePackage },
  threemf_incomplete: { grade: 'unreadable', sentence: unsafePackage },
  threemf_recursive: { grade: 'unreadable', sentence: unsafePackage },
  stl_trailing_bytes: {
    grade: 'warning',
    sentence: ({ count }: Count) => `${plural(count, 'byte')} after the last triangle ${wasWere(count)} ignored.`,
  },
  obj_face_skipped: {
    grade: 'warning',
    sentence: ({ count }: Count) => `${plural(count, 'face')} with fewer than three corners ${wasWere(count)} skipped.`,
  },
  threemf_external_ignored: {
    grade: 'warning',
    sentence: ({ count }: Count) =>
      `${plural(count, 'link')} to places outside the file ${wasWere(count)} not followed.`,
  },

  coordinates_not_finite: {
    grade: 'unreadable',
    sentence: ({ count }: Count) =>
      `${corners(count)} no valid position (NaN or infinite). Please repair the model and upload again.`,
  },
  coordinates_out_of_range: {
    grade: 'unreadable',
    sentence: ({ count }: Count) =>
      `${corners(count)} a position beyond 1,000,000 units. Please repair the model and upload again.`,
  },
  no_triangles: { grade: 'unreadable', sentence: () => 'The file has no surface to print.' },
  too_many_triangles: {
    grade: 'unreadable',
    sentence: ({ triangles }: { triangles: number }) =>
      `The model has ${(triangles / 1e6).toFixed(1)} million triangles; the limit is 2.1 million. Reduce the mesh.`,
  },

  unit_suspect_small: { grade: 'warning', sentence: suspectUnit },
  unit_suspect_large: {
    grade: 'warning',
    sentence: ({ largestMm }: { largestMm: number }) =>
      `The largest side is ${largestMm.toFixed(0)} mm. Was the file drawn in another unit?`,
  },

  degenerate_dropped: {
    grade: 'info',
    sentence: ({ count }: Count) => `${plural(count, 'face')} without area ${wasWere(count)} ignored.`,
  },
  welded: {
    grade: 'info',
    sentence: ({ withinMm }: { withinMm: number }) => `Corners closer than ${String(withinMm)} mm were joined.`,
  },

  winding_fixed: { grade: 'warning', sentence: () => 'Some faces pointed inwards; we turned them.' },
  holes_filled: {
    grade: 'warning',
    sentence: ({ count, percent }: Count & { percent: number }) =>
      `We closed ${plural(count, 'small hole')} (${percent.toFixed(1)} % of the surface). Check the picture.`,
  },
  mesh_open: {
    grade: 'unprintable',
    sentence: ({ largestEdges, count }: Count & { largestEdges: number; percent: number }) =>
      `The surface has ${count > 1 ? `${grouped(count)} holes, the largest` : 'a hole'} of ${plural(largestEdges, 'edge')}` +
      `${count > 1 ? ',' : ''} that we cannot close safely, so the weight is unknown. Repair it or ask us to look.`,
  },
  mesh_not_solid: { grade: 'unprintable', sentence: () => 'The model has no thickness in one direction.' },
  non_manifold_edges: {
    grade: 'info',
    sentence: ({ count }: Count) => `More than two faces meet at ${plural(count, 'edge')}. That is fine for printing.`,
  },
  several_bodies: {
    grade: 'info',
    sentence: ({ count }: Count) => `The model has ${plural(count, 'separate body', 'separate bodies')}.`,
  },
  inner_voids: {
    grade: 'info',
    sentence: ({ count }: Count) => `The model has ${plural(count, 'enclosed cavity', 'enclosed cavities')}.`,
  },

  part_too_small: {
    grade: 'unprintable',
    sentence: ({ largestMm }: { largestMm: number }) =>
      largestMm < 2
        ? `The largest side is ${millimetres(largestMm)} mm. We cannot print that; check the unit.`
        : 'The volume is under 1 mm³. We cannot print that; check the unit.',
  },
  part_too_big: {
    grade: 'unprintable',
    sentence: ({ xMm, yMm, zMm, fitsTurned }: TooBig) =>
      `${[xMm, yMm, zMm].map((side) => side.toFixed(0)).join(' × ')} mm does not fit our largest machine (340 × 340 × 330 mm).` +
      (fitsTurned ? ' It would fit lying on its side; rotate it and upload again.' : ''),
  },
  material_machine_conflict: {
    grade: 'unprintable',
    sentence: ({ material }: { material: string }) =>
      `This size fits only the large open machine, which does not print ${material}.`,
  },
  large_machine: {
    grade: 'info',
    sentence: ({ rupeesPerHour }: { rupeesPerHour: number }) =>
      `Printed on the large machine (₹${grouped(rupeesPerHour)} per hour).`,
  },

  thin_walls: {
    grade: 'warning',
    sentence: ({ percent }: { percent: number }) =>
      `${percent.toFixed(0)} % of the layers have walls thinner than 0.8 mm; they may not print.`,
  },
  overhangs: {
    grade: 'warning',
    sentence: ({ areaMm2 }: { areaMm2: number }) =>
      `About ${grouped(Math.max(1, Math.round(areaMm2 / 100)))} cm² hang freely. Without supports the underside may sag.`,
  },
  too_many_layers: {
    grade: 'unprintable',
    sentence: ({ layers }: { layers: number }) =>
      `The part needs ${grouped(layers)} layers at this quality; choose a coarser one.`,
  },

  estimate_coarse: { grade: 'warning', sentence: () => 'Weight and time are rough for this model.' },
  long_print: {
    grade: 'warning',
    sentence: ({ hours }: { hours: number }) =>
      `One piece takes ${hours.toFixed(0)} h; over 24 h a person confirms the price.`,
  },
  needs_person: {
    grade: 'warning',
    sentence: ({ reason }: { reason: string }) => `A person confirms this price before you can accept it: ${reason}.`,
  },
  analysis_failed: {
    grade: 'unreadable',
    sentence: () => 'The model could not be analysed in 60 seconds. We have kept it; a person will look.',
  },
} as const satisfies Record<string, { grade: FindingGrade; sentence: (facts: never) => string }>

function unsafePackage({ reason }: { reason: string }): string {
  return `The 3MF package cannot be opened safely: ${reason}. Please save it again from your slicer or CAD program.`
}

function cutOff(facts: CutOff): string {
  if ('line' in facts)
    return `The facet in line ${grouped(facts.line)} has ${plural(facts.corners, 'corner')} instead of three.`
  return `The file announces ${grouped(facts.announced)} triangles but only has room for ${grouped(facts.present)}.`
}

function suspectUnit({ largestMm, unit, otherMm, rupees, otherRupees }: SuspectUnit): string {
  const size = `The largest side is ${millimetres(largestMm)} mm.`
  if (unit === undefined || otherMm === undefined) return `${size} Was the file drawn in another unit?`
  const other = ` If the file is in ${UNIT_IN_WORDS[unit]} it is ${otherMm.toFixed(1)} mm`
  if (rupees === undefined || otherRupees === undefined) return `${size}${other}.`
  return `${size}${other}: ₹${otherRupees.toFixed(2)} instead of ₹${rupees.toFixed(2)}.`
}

function corners(count: number): string {
  return count === 1 ? 'One corner has' : `${grouped(count)} corners have`
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** Small sides keep a digit that says something: 5.0, 0.028. */
const millimetres = (mm: number): string => (mm < 0.1 ? mm.toFixed(3) : mm.toFixed(1))

const wasWere = (count: number): string => (count === 1 ? 'was' : 'were')

const grouped = (number: number): string => number.toLocaleString('en-US')

interface Count {
  readonly count: number
}

type CutOff =
  { readonly announced: number; readonly present: number } | { readonly line: number; readonly corners: number }

interface TooBig {
  readonly xMm: number
  readonly yMm: number
  readonly zMm: number
  readonly fitsTurned: boolean
}

interface SuspectUnit {
  readonly largestMm: number
  readonly unit?: ModelUnit
  readonly otherMm?: number
  /** price of one piece as uploaded and in the other unit, tax included */
  readonly rupees?: number
  readonly otherRupees?: number
}
