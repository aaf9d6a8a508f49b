/**
 * Counts the separate outlines of every layer without chaining a polygon. A section is made of pieces, each joining
 * two crossed mesh edges; an (edge, layer) pair is a node, a piece a union, and loops = nodes − unions that joined
 * something new. Edges are found through an open-addressing table; each is one record in `records`: low corner, high
 * corner, then its nodes, one a layer, so that finding an edge and joining its nodes touch the same memory.
 */
export class OutlineLoops {
  private readonly loops: Int32Array
  /** where an edge's nodes begin; 0 = free */
  private readonly slots: Int32Array
  /** a node holds the place of its parent, 0 until a piece touches it */
  private records: Int32Array
  private end = 0

  /** At most so many triangles are added; `pieces` is a good guess, the records grow when it was too low. */
  constructor(size: { layers: number; triangles: number; pieces: number }) {
    this.loops = new Int32Array(size.layers)
    this.slots = new Int32Array(tableSize(size.triangles))
    this.records = new Int32Array(3 * size.triangles + size.pieces + HEADER)
  }

  /** First node of an edge that spans `layers` layers; all of its triangles get the same. */
  nodesOf(a: number, b: number, layers: number): number {
    const { slots, records } = this
    const low = a < b ? a : b
    const high = a < b ? b : a
    const mask = slots.length - 1
    let slot = nearbySlot(low, high) & mask
    for (let probe = 0; ; probe++) {
      const nodes = slots[slot] as number
      if (nodes === 0) break
      if (records[nodes - 2] === low && records[nodes - 1] === high) return nodes
      slot = (probe === LOCAL_PROBES ? scatteredSlot(low, high) : slot + 1) & mask
    }
    const nodes = this.reserve(layers)
    slots[slot] = nodes
    this.records[nodes - 2] = low
    this.records[nodes - 1] = high
    return nodes
  }

  /** A piece of outline in `layer` runs from one node to the other. */
  join(layer: number, from: number, to: number): void {
    const a = this.rootOf(layer, from)
    const b = this.rootOf(layer, to)
    if (a === b) return
    // The older root stays: trees remain flat while an outline is followed.
    if (a < b) this.records[b] = a
    else this.records[a] = b
    this.loops[layer] = (this.loops[layer] as number) - 1
  }

  /** Closed outlines of each layer. */
  counts(): Uint32Array {
    return Uint32Array.from(this.loops)
  }

  private rootOf(layer: number, node: number): number {
    const { records } = this
    let parent = records[node] as number
    if (parent === 0) {
      records[node] = node
      this.loops[layer] = (this.loops[layer] as number) + 1
      return node
    }
    while (parent !== node) {
      const grandparent = records[parent] as number
      records[node] = grandparent
      node = parent
      parent = grandparent
    }
    return node
  }

  private reserve(layers: number): number {
    const nodes = this.end + HEADER
    this.end = nodes + layers
    if (this.end > this.records.length) {
      const larger = new Int32Array(Math.ceil(this.end * 1.5))
      larger.set(this.records)
      this.records = larger
    }
    return nodes
  }
}

const HEADER = 2

/** Neighbouring triangles have neighbouring corner numbers, so a table ordered by them stays in the cache. */
const nearbySlot = (low: number, high: number): number => 3 * low + high

/** After this many neighbours a crafted mesh is the likely reason: scatter instead of walking on. */
const LOCAL_PROBES = 12

function scatteredSlot(low: number, high: number): number {
  const mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)
  return (mixed ^ (mixed >>> 15)) >>> 0
}

/** A power of two that leaves a quarter free even when no two triangles share an edge. */
function tableSize(triangles: number): number {
  return 2 ** Math.ceil(Math.log2(4 * triangles + 16))
}
