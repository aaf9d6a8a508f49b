import { MM_PER_UNIT } from '../domain/length-unit.js'
import type { IndexedMesh } from '../domain/mesh.js'
import { refuse } from './model-refusal.js'
import { MAX_TRIANGLES } from './read-model.js'
import type { ModelObject, ModelPart, ObjectUse } from './three-mf-part.js'
import { chain, IDENTITY, isMirroring, scaling, transformPoints, type Transform } from './three-mf-transform.js'

const MAX_INSTANCES = 10_000
const MAX_NESTING = 32

/** All model parts that the build can reach, by their path. */
export interface ModelParts {
  readonly root: string
  readonly parts: ReadonlyMap<string, ModelPart>
}

/**
 * Builds one mesh from the items of the root part. Instances and triangles are counted along the graph first, each
 * object once, so that a small file cannot ask for an endless model.
 */
export function assemble(parts: ModelParts): { mesh: IndexedMesh; triangles: number } {
  const items = parts.parts.get(parts.root)?.items
  if (items === undefined) throw incomplete('it has no build section')
  const uses = items.map((item) => resolve(parts, parts.root, item))
  const total = new Census(parts).count(uses)
  const mesh = { positions: new Float64Array(3 * total.points), triangles: new Uint32Array(3 * total.triangles) }
  const builder = { parts, mesh, points: 0, corners: 0 }
  for (const use of uses) place(builder, use, use.transform)
  return { mesh, triangles: total.triangles }
}

/** Counts what the build would expand to. */
class Census {
  private readonly parts: ModelParts
  private readonly known = new Map<ModelObject, Count>()
  private readonly open = new Set<ModelObject>()

  constructor(parts: ModelParts) {
    this.parts = parts
  }

  count(uses: readonly ResolvedUse[]): Count {
    const total = sumOf(uses.map((use) => this.countObject(use)))
    if (total.triangles > MAX_TRIANGLES) throw refuse('too_many_triangles', { triangles: total.triangles })
    if (total.instances > MAX_INSTANCES) throw recursive('it repeats its objects more than 10,000 times')
    return total
  }

  private countObject(use: ResolvedUse): Count {
    const { object } = use
    const known = this.known.get(object)
    if (known !== undefined) return known
    if (this.open.has(object)) throw recursive('an object contains itself')
    if (this.open.size >= MAX_NESTING) throw recursive('its objects are nested too deeply')
    this.open.add(object)
    const count = this.countOpen(use)
    this.open.delete(object)
    this.known.set(object, count)
    return count
  }

  private countOpen({ object, part }: ResolvedUse): Count {
    const own = { instances: 1, triangles: object.triangleCount, points: object.positions.length / 3, height: 1 }
    if (object.components.length === 0) return own
    const inner = sumOf(object.components.map((component) => this.countObject(resolve(this.parts, part, component))))
    if (inner.height >= MAX_NESTING) throw recursive('its objects are nested too deeply')
    return {
      instances: inner.instances,
      triangles: inner.triangles + own.triangles,
      points: inner.points + own.points,
      height: inner.height + 1,
    }
  }
}

function place(builder: Builder, use: ResolvedUse, transform: Transform): void {
  addMesh(builder, use.object, transform)
  for (const component of use.object.components) {
    const inner = resolve(builder.parts, use.part, component)
    place(builder, inner, chain(inner.transform, transform))
  }
}

function addMesh(builder: Builder, { positions, triangles }: ModelObject, transform: Transform): void {
  const { mesh, points, corners } = builder
  transformPoints(positions, transform, { target: mesh.positions, at: 3 * points })
  const swap = isMirroring(transform) ? 1 : 0
  for (let k = 0; k < triangles.length; k += 3) {
    mesh.triangles[corners + k] = points + (triangles[k] as number)
    mesh.triangles[corners + k + 1 + swap] = points + (triangles[k + 1] as number)
    mesh.triangles[corners + k + 2 - swap] = points + (triangles[k + 2] as number)
  }
  builder.points += positions.length / 3
  builder.corners += triangles.length
}

function resolve({ parts }: ModelParts, part: string, use: ObjectUse): ResolvedUse {
  const path = use.path ?? part
  const home = parts.get(path)
  const object = home?.objects.get(use.objectId)
  if (home === undefined || object === undefined) throw incomplete('an object of its build is missing')
  return { part: path, object, transform: chain(unitChange(home, parts.get(part)), use.transform) }
}

/** Each part has its own unit; the build counts in that of the part that uses it. */
function unitChange(inner: ModelPart, outer: ModelPart = inner): Transform {
  return inner.unit === outer.unit ? IDENTITY : scaling(MM_PER_UNIT[inner.unit] / MM_PER_UNIT[outer.unit])
}

function sumOf(counts: readonly Count[]): Count {
  return counts.reduce(
    (sum, count) => ({
      instances: sum.instances + count.instances,
      triangles: sum.triangles + count.triangles,
      points: sum.points + count.points,
      height: Math.max(sum.height, count.height),
    }),
    { instances: 0, triangles: 0, points: 0, height: 0 },
  )
}

const incomplete = (reason: string) => refuse('threemf_incomplete', { reason })

const recursive = (reason: string) => refuse('threemf_recursive', { reason })

interface ResolvedUse {
  readonly part: string
  readonly object: ModelObject
  readonly transform: Transform
}

interface Count {
  /** meshes, or objects that hold nothing */
  readonly instances: number
  readonly triangles: number
  readonly points: number
  readonly height: number
}

interface Builder {
  readonly parts: ModelParts
  readonly mesh: IndexedMesh
  points: number
  corners: number
}
