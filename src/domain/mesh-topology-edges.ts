/** No partner. */
export const NOBODY = 0xffffffff

/**
 * All half-edges of a mesh, grouped by their lower corner and sorted by their upper one, so that the uses of an edge
 * lie side by side. Half-edge h = 3·t + k runs from corner k of triangle t to the next corner.
 */
export interface EdgeTable {
  /** first entry of each lower corner; one more entry than corners */
  readonly starts: Uint32Array
  /** upper corner × 2, plus 1 when the half-edge runs downwards */
  readonly keys: Uint32Array
  readonly halfEdges: Uint32Array
}

/** Counts over undirected edges. */
export interface EdgeSurvey {
  readonly edges: number
  /** used by one face only */
  readonly boundary: number
  /** used by more than two faces */
  readonly nonManifold: number
  /** used more often in one direction than in the other */
  readonly unbalanced: number
  /** used by an odd number of faces */
  readonly odd: number
}

/** Sorts the half-edges of triangles whose corners are all different. Linear for ordinary meshes. */
export function edgeTableOf(triangles: Uint32Array, corners: number): EdgeTable {
  const starts = countByLowerCorner(triangles, corners)
  const table = { starts, keys: new Uint32Array(triangles.length), halfEdges: new Uint32Array(triangles.length) }
  const free = starts.slice()
  for (let h = 0; h < triangles.length; h += 3) {
    const a = triangles[h] as number
    const b = triangles[h + 1] as number
    const c = triangles[h + 2] as number
    putHalfEdge(table, free, { h, from: a, to: b })
    putHalfEdge(table, free, { h: h + 1, from: b, to: c })
    putHalfEdge(table, free, { h: h + 2, from: c, to: a })
  }
  for (let corner = 0; corner < corners; corner++) {
    sortEntries(table, starts[corner] as number, starts[corner + 1] as number)
  }
  return table
}

/** Looks at every edge once. The surface is closed and balanced when `unbalanced` is 0. */
export function surveyEdges(table: EdgeTable): EdgeSurvey {
  const counts = { edges: 0, boundary: 0, nonManifold: 0, unbalanced: 0, odd: 0 }
  forEachEdge(table, (from, to) => {
    const uses = to - from
    counts.edges++
    if (uses === 1) counts.boundary++
    if (uses > 2) counts.nonManifold++
    if (uses % 2 === 1) counts.odd++
    if (2 * upwardUses(table, from, to) !== uses) counts.unbalanced++
  })
  return counts
}

/** For each half-edge one that runs along the same edge the other way; `NOBODY` along a border. */
export function pairOpposites(table: EdgeTable): Uint32Array {
  const { halfEdges } = table
  const partners = new Uint32Array(halfEdges.length).fill(NOBODY)
  forEachEdge(table, (from, to) => {
    const middle = from + upwardUses(table, from, to)
    for (let up = from, down = middle; up < middle && down < to; up++, down++) {
      partners[halfEdges[up] as number] = halfEdges[down] as number
      partners[halfEdges[down] as number] = halfEdges[up] as number
    }
  })
  return partners
}

/** For each half-edge the other one of its edge, whatever its direction, where the edge has exactly two faces. */
export function pairTwins(table: EdgeTable): Uint32Array {
  const { halfEdges } = table
  const twins = new Uint32Array(halfEdges.length).fill(NOBODY)
  forEachEdge(table, (from, to) => {
    if (to - from !== 2) return
    twins[halfEdges[from] as number] = halfEdges[from + 1] as number
    twins[halfEdges[from + 1] as number] = halfEdges[from] as number
  })
  return twins
}

/** The half-edge that follows in the same triangle. */
export function nextHalfEdge(h: number): number {
  return h % 3 === 2 ? h - 2 : h + 1
}

function putHalfEdge(
  { keys, halfEdges }: EdgeTable,
  free: Uint32Array,
  edge: { h: number; from: number; to: number },
): void {
  const { h, from, to } = edge
  const lower = from < to ? from : to
  const place = free[lower] as number
  free[lower] = place + 1
  keys[place] = from < to ? 2 * to : 2 * from + 1
  halfEdges[place] = h
}

function countByLowerCorner(triangles: Uint32Array, corners: number): Uint32Array {
  const starts = new Uint32Array(corners + 1)
  for (let h = 0; h < triangles.length; h += 3) {
    const a = triangles[h] as number
    const b = triangles[h + 1] as number
    const c = triangles[h + 2] as number
    starts[(a < b ? a : b) + 1] = (starts[(a < b ? a : b) + 1] as number) + 1
    starts[(b < c ? b : c) + 1] = (starts[(b < c ? b : c) + 1] as number) + 1
    starts[(c < a ? c : a) + 1] = (starts[(c < a ? c : a) + 1] as number) + 1
  }
  for (let corner = 0; corner < corners; corner++) {
    starts[corner + 1] = (starts[corner + 1] as number) + (starts[corner] as number)
  }
  return starts
}

/** Above this a corner is the hub of a fan, and insertion would be quadratic. */
const MANY = 48

function sortEntries(table: EdgeTable, from: number, to: number): void {
  if (to - from > MANY) sortManyEntries(table, from, to)
  else sortFewEntries(table, from, to)
}

function sortFewEntries({ keys, halfEdges }: EdgeTable, from: number, to: number): void {
  for (let k = from + 1; k < to; k++) {
    const key = keys[k] as number
    const halfEdge = halfEdges[k] as number
    let place = k
    while (place > from && (keys[place - 1] as number) > key) {
      keys[place] = keys[place - 1] as number
      halfEdges[place] = halfEdges[place - 1] as number
      place--
    }
    keys[place] = key
    halfEdges[place] = halfEdge
  }
}

/** Key and half-edge fit into one exact double: fewer than 2^23 corners and 2^23 half-edges. */
function sortManyEntries({ keys, halfEdges }: EdgeTable, from: number, to: number): void {
  const entries = new Float64Array(to - from)
  for (let k = from; k < to; k++) entries[k - from] = (keys[k] as number) * HALF_EDGE_SPAN + (halfEdges[k] as number)
  entries.sort()
  entries.forEach((entry, k) => {
    keys[from + k] = Math.floor(entry / HALF_EDGE_SPAN)
    halfEdges[from + k] = entry % HALF_EDGE_SPAN
  })
}

const HALF_EDGE_SPAN = 2 ** 26

/** Calls back with the range of entries of every edge. */
function forEachEdge({ starts, keys }: EdgeTable, look: (from: number, to: number) => void): void {
  for (let corner = 0; corner + 1 < starts.length; corner++) {
    const end = starts[corner + 1] as number
    for (let from = starts[corner] as number; from < end;) {
      let to = from + 1
      while (to < end && (keys[to] as number) >>> 1 === (keys[from] as number) >>> 1) to++
      look(from, to)
      from = to
    }
  }
}

/** Upward uses come first in an edge's range, because their keys are even. */
function upwardUses({ keys }: EdgeTable, from: number, to: number): number {
  let k = from
  while (k < to && (keys[k] as number) % 2 === 0) k++
  return k - from
}
