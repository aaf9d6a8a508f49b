import { PointWelder } from '../domain/mesh-topology-weld.js'
import { GrowingIndices } from './growing-arrays.js'
import { refuse } from './model-refusal.js'
import { MAX_TRIANGLES, type ReadModel } from './read-model.js'
import type { Finding } from '../domain/model-findings.js'

const BATCH_FACES = 4_096

/** Collects the faces of an STL and welds their corners batch by batch, so that the loose triangles never pile up. */
export class StlFaces {
  private readonly batch = new Float32Array(9 * BATCH_FACES)
  private readonly welder = new PointWelder()
  private readonly corners = new GrowingIndices()
  private filled = 0
  private faces = 0

  /** Adds one coordinate; nine make a face. */
  push(value: number): void {
    this.batch[this.filled++] = value
    if (this.filled === this.batch.length) this.flush()
  }

  /** Refuses a file with too many faces, after all of them were counted. */
  finish(warnings: readonly Finding[]): ReadModel {
    this.flush()
    if (this.faces > MAX_TRIANGLES) throw refuse('too_many_triangles', { triangles: this.faces })
    const mesh = { positions: this.welder.positions(), triangles: this.corners.finish() }
    return { mesh, triangles: this.faces, warnings }
  }

  private flush(): void {
    const points = this.batch.subarray(0, this.filled)
    this.faces += this.filled / 9
    this.filled = 0
    if (this.faces > MAX_TRIANGLES) return
    const at = this.corners.reserve(points.length / 3)
    this.welder.add(points, this.corners.finish(), at)
  }
}
