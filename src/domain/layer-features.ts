/** What the estimator keeps of a mesh for one preset geometry; every later price is arithmetic on these. */
export type MeshFeatures = LayerFeatures | CoarseFeatures

/** One entry a layer, bottom first. Areas mm², lengths mm. */
export interface LayerFeatures {
  readonly method: 'layers'
  readonly area: Float64Array
  readonly perimeter: Float64Array
  /** closed outlines of the section */
  readonly loops: Uint32Array
  /** area facing up in this slot, already without what walls cover */
  readonly up: Float64Array
  /** area facing down in this slot, likewise */
  readonly down: Float64Array
}

/** Used instead of layers when the section pass would be too long. */
export interface CoarseFeatures {
  readonly method: 'coarse'
  readonly layerCount: number
  readonly volumeMm3: number
  /** surface times the thickness that is printed solid beneath it, mm³ */
  readonly skinMm3: number
}

const FORMAT = 1
const HEADER_BYTES = 8
const BYTES_PER_LAYER = 4 * 8 + 4

/**
 * Bytes of features (little endian, float64 so that a price from stored features is the same to the paisa).
 * Compressing them is the caller's business.
 */
export function encodeFeatures(features: MeshFeatures): Uint8Array {
  return features.method === 'layers' ? encodeLayers(features) : encodeCoarse(features)
}

/** The reverse of `encodeFeatures`. Throws RangeError on bytes it did not write. */
export function decodeFeatures(bytes: Uint8Array): MeshFeatures {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < HEADER_BYTES || view.getUint8(0) !== FORMAT) throw new RangeError('unknown feature format')
  const count = view.getUint32(4, true)
  if (view.getUint8(1) === 1) return decodeCoarse(view, count)
  if (bytes.length !== HEADER_BYTES + count * BYTES_PER_LAYER) throw new RangeError('features are cut off')
  return decodeLayers(view, count)
}

function encodeLayers(features: LayerFeatures): Uint8Array {
  const count = features.area.length
  const view = header({ kind: 0, count, bodyBytes: count * BYTES_PER_LAYER })
  const columns = [features.area, features.perimeter, features.up, features.down]
  columns.forEach((column, c) =>
    column.forEach((value, i) => view.setFloat64(HEADER_BYTES + 8 * (c * count + i), value, true)),
  )
  features.loops.forEach((value, i) => view.setUint32(HEADER_BYTES + 32 * count + 4 * i, value, true))
  return new Uint8Array(view.buffer)
}

function decodeLayers(view: DataView, count: number): LayerFeatures {
  const column = (c: number): Float64Array => {
    const values = new Float64Array(count)
    const start = HEADER_BYTES + 8 * c * count
    for (let i = 0; i < count; i++) values[i] = view.getFloat64(start + 8 * i, true)
    return values
  }
  const loops = new Uint32Array(count)
  for (let i = 0; i < count; i++) loops[i] = view.getUint32(HEADER_BYTES + 32 * count + 4 * i, true)
  return { method: 'layers', area: column(0), perimeter: column(1), up: column(2), down: column(3), loops }
}

function encodeCoarse(features: CoarseFeatures): Uint8Array {
  const view = header({ kind: 1, count: features.layerCount, bodyBytes: 16 })
  view.setFloat64(8, features.volumeMm3, true)
  view.setFloat64(16, features.skinMm3, true)
  return new Uint8Array(view.buffer)
}

function decodeCoarse(view: DataView, count: number): CoarseFeatures {
  if (view.byteLength !== 24) throw new RangeError('features are cut off')
  return {
    method: 'coarse',
    layerCount: count,
    volumeMm3: view.getFloat64(8, true),
    skinMm3: view.getFloat64(16, true),
  }
}

function header(shape: { kind: number; count: number; bodyBytes: number }): DataView {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + shape.bodyBytes))
  view.setUint8(0, FORMAT)
  view.setUint8(1, shape.kind)
  view.setUint32(4, shape.count, true)
  return view
}
