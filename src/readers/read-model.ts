import type { ModelUnit } from '../domain/length-unit.js'
import type { IndexedMesh } from '../domain/mesh.js'
import type { Finding } from '../domain/model-findings.js'

/** More triangles than this are refused, instances counted. */
export const MAX_TRIANGLES = 2_097_152

/** A file as it was read, before anything is judged. Lengths in the file's unit. */
export interface ReadModel {
  /** equal corners are one corner; faces may be degenerate */
  readonly mesh: IndexedMesh
  /** faces in the file, instances counted */
  readonly triangles: number
  /** unit stated by the file, which is final; undefined where the format has none */
  readonly unit?: ModelUnit
  /** what the reader left out */
  readonly warnings: readonly Finding[]
}
