import { weldEqualCorners } from '../domain/mesh-topology-weld.js'
import { finding } from '../domain/model-findings.js'
import { GrowingFloats, GrowingIndices } from './growing-arrays.js'
import { refuse } from './model-refusal.js'
import { MAX_TRIANGLES, type ReadModel } from './read-model.js'
import { TextScanner } from './text-scanner.js'

/**
 * Reads points and faces of an OBJ; polygons become fans. Everything else is ignored: colours, normals, materials, lines
 * and groups. No file that it names is ever opened.
 */
export function readObj(bytes: Buffer): ReadModel {
  const text = new TextScanner(bytes)
  const model = new ObjModel()
  do {
    if (!text.nextWordOfLine()) continue
    if (text.isWord('v')) model.addPoint(text)
    else if (text.isWord('f')) model.addFace(text)
  } while (text.nextLine())
  return model.finish()
}

class ObjModel {
  private readonly points = new GrowingFloats()
  private readonly corners = new GrowingIndices()
  private triangles = 0
  private skippedFaces = 0
  private highestIndex = 0

  addPoint(text: TextScanner): void {
    for (let axis = 0; axis < 3; axis++) {
      if (!text.nextWordOfLine()) throw text.invalidNumber()
      this.points.push(text.number())
    }
  }

  addFace(text: TextScanner): void {
    let count = 0
    let first = 0
    let previous = 0
    while (text.nextWordOfLine()) {
      const corner = this.cornerOf(text)
      if (count === 0) first = corner
      if (count >= 2) this.addTriangle(first, previous, corner)
      previous = corner
      count++
    }
    if (count < 3) this.skippedFaces++
  }

  /** Points may come after the faces that use them, so indices are judged at the end. */
  finish(): ReadModel {
    const points = this.points.length / 3
    if (this.highestIndex > points) throw outOfRange(this.highestIndex, points)
    if (this.triangles > MAX_TRIANGLES) throw refuse('too_many_triangles', { triangles: this.triangles })
    const mesh = weldEqualCorners({ positions: this.points.finish(), triangles: this.corners.finish() })
    const warnings = this.skippedFaces > 0 ? [finding('obj_face_skipped', { count: this.skippedFaces })] : []
    return { mesh, triangles: this.triangles, warnings }
  }

  private addTriangle(a: number, b: number, c: number): void {
    this.triangles++
    if (this.triangles > MAX_TRIANGLES) return
    this.corners.push(a)
    this.corners.push(b)
    this.corners.push(c)
  }

  /** Zero-based number of the point that a word like `7`, `7/2`, `7//3` or `-1` means. */
  private cornerOf(text: TextScanner): number {
    const index = leadingIndex(text)
    const points = this.points.length / 3
    const absolute = index < 0 ? points + 1 + index : index
    if (absolute < 1) throw outOfRange(index, points)
    this.highestIndex = Math.max(this.highestIndex, absolute)
    return absolute - 1
  }
}

/** Digits before the first slash, with sign. */
function leadingIndex(text: TextScanner): number {
  const { bytes, start, end } = text
  const isNegative = bytes[start] === MINUS
  let at = isNegative ? start + 1 : start
  const digits = at
  let value = 0
  for (; at < end && bytes[at] !== SLASH; at++) {
    const digit = (bytes[at] as number) - ZERO
    if (digit < 0 || digit > 9) throw text.invalidNumber()
    value = value * 10 + digit
  }
  if (at === digits) throw text.invalidNumber()
  return isNegative ? -value : value
}

function outOfRange(index: number, points: number) {
  const shown = Math.max(-Number.MAX_SAFE_INTEGER, Math.min(index, Number.MAX_SAFE_INTEGER))
  return refuse('index_out_of_range', { index: shown, points })
}

const MINUS = 0x2d
const SLASH = 0x2f
const ZERO = 0x30
