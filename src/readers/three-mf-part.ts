import type { ModelUnit } from '../domain/length-unit.js'
import { GrowingFloats, GrowingIndices } from './growing-arrays.js'
import { refuse } from './model-refusal.js'
import { readXml, type XmlAttributes, type XmlPlace, type XmlReader } from './package-xml.js'
import { MAX_TRIANGLES } from './read-model.js'
import { IDENTITY, type Transform } from './three-mf-transform.js'

/** One model part of a 3MF package. */
export interface ModelPart {
  readonly unit: ModelUnit
  readonly objects: ReadonlyMap<string, ModelObject>
  /** undefined without a build section */
  readonly items: readonly ObjectUse[] | undefined
}

/** A mesh, a group of other objects, or nothing that can be printed. */
export interface ModelObject {
  readonly positions: Float64Array
  readonly triangles: Uint32Array
  /** as written; more than `triangles` holds when there are too many */
  readonly triangleCount: number
  readonly components: readonly ObjectUse[]
}

/** An object put somewhere; `path` names another model part. */
export interface ObjectUse {
  readonly objectId: string
  readonly path: string | undefined
  readonly transform: Transform
}

/** Reads vertices, triangles, components and build items; colours, slices, lattices and metadata pass by. */
export async function readModelPart(pieces: AsyncIterable<Uint8Array>): Promise<ModelPart> {
  let reader: PartReader | undefined
  await readXml(pieces, (place) => (reader = new PartReader(place)))
  if (reader === undefined) throw incomplete('its model is empty')
  return reader.finish()
}

const CORE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02'
const PRODUCTION = 'http://schemas.microsoft.com/3dmanufacturing/production/2015/06'

const UNITS: ReadonlyMap<string, ModelUnit> = new Map([
  ['micron', 'micron'],
  ['millimeter', 'mm'],
  ['centimeter', 'cm'],
  ['inch', 'inch'],
  ['foot', 'foot'],
  ['meter', 'm'],
])

class PartReader implements XmlReader {
  private readonly place: XmlPlace
  private readonly parents: string[] = []
  private readonly objects = new Map<string, ModelObject>()
  private unit: ModelUnit = 'mm'
  private items: ObjectUse[] | undefined
  private object: OpenObject | undefined
  private storedTriangles = 0
  /** how this file spells the namespaces, for example `` and `p:` */
  private corePrefix = ''
  private productionPrefix = 'p:'

  constructor(place: XmlPlace) {
    this.place = place
  }

  open(written: string, attributes: XmlAttributes): void {
    if (this.parents.length === 0) this.readPrefixes(attributes)
    const name = this.localName(written)
    const path = `${this.parents.at(-1) ?? ''}/${name}`
    this.parents.push(name)
    if (path === 'vertices/vertex') this.addVertex(attributes)
    else if (path === 'triangles/triangle') this.addTriangle(attributes)
    else this.openOther(path, attributes)
  }

  close(): void {
    if (this.parents.pop() === 'object') this.closeObject()
  }

  finish(): ModelPart {
    return { unit: this.unit, objects: this.objects, items: this.items }
  }

  private openOther(path: string, attributes: XmlAttributes): void {
    if (path === '/model') this.unit = this.unitOf(attributes['unit'])
    else if (path === 'model/build') this.items ??= []
    else if (path === 'resources/object') this.object = openObject(required(attributes['id']))
    else if (path === 'components/component') this.object?.components.push(this.useOf(attributes))
    else if (path === 'build/item' && attributes['printable'] !== '0') this.items?.push(this.useOf(attributes))
  }

  private addVertex(attributes: XmlAttributes): void {
    if (this.object === undefined) return
    if (this.object.points.length >= 9 * MAX_TRIANGLES) throw incomplete('an object has too many points')
    this.object.points.push(this.number(attributes['x']))
    this.object.points.push(this.number(attributes['y']))
    this.object.points.push(this.number(attributes['z']))
  }

  private addTriangle(attributes: XmlAttributes): void {
    if (this.object === undefined) return
    this.object.triangleCount++
    if (++this.storedTriangles > MAX_TRIANGLES) return
    this.addCorner(this.object, attributes['v1'])
    this.addCorner(this.object, attributes['v2'])
    this.addCorner(this.object, attributes['v3'])
  }

  private addCorner(object: OpenObject, written: string | undefined): void {
    const index = this.number(written)
    if (!Number.isInteger(index) || index < 0) throw this.invalid(written)
    object.highestIndex = Math.max(object.highestIndex, index)
    object.corners.push(index)
  }

  private closeObject(): void {
    const { object } = this
    if (object === undefined) return
    const points = object.points.length / 3
    if (object.highestIndex >= points)
      throw refuse('index_out_of_range', { index: Math.min(object.highestIndex, 2 ** 53), points })
    if (this.objects.has(object.id)) throw incomplete('two of its objects have the same number')
    this.objects.set(object.id, {
      positions: object.points.finish(),
      triangles: object.corners.finish(),
      triangleCount: object.triangleCount,
      components: object.components,
    })
    this.object = undefined
  }

  private useOf(attributes: XmlAttributes): ObjectUse {
    return {
      objectId: required(attributes['objectid']),
      path: attributes[`${this.productionPrefix}path`],
      transform: this.transformOf(attributes['transform']),
    }
  }

  private transformOf(written: string | undefined): Transform {
    if (written === undefined) return IDENTITY
    const numbers = written.trim().split(/\s+/)
    if (numbers.length !== 12) throw this.invalid(written)
    return Float64Array.from(numbers, (word) => this.number(word))
  }

  private unitOf(written = 'millimeter'): ModelUnit {
    const unit = UNITS.get(written)
    if (unit === undefined) throw incomplete('its unit of length is unknown')
    return unit
  }

  private number(written: string | undefined): number {
    if (written === undefined || !NUMBER.test(written)) throw this.invalid(written)
    return Number(written)
  }

  private invalid(written = '') {
    const text = written.slice(0, 40).replace(/[^\x21-\x7e]/g, '?')
    return refuse('number_invalid', { line: this.place.line(), text })
  }

  private readPrefixes(attributes: XmlAttributes): void {
    this.corePrefix = prefixFor(attributes, CORE) ?? ''
    this.productionPrefix = prefixFor(attributes, PRODUCTION) ?? 'p:'
  }

  /** Core elements without their prefix; all others keep theirs and match nothing. */
  private localName(written: string): string {
    if (this.corePrefix === '') return written
    return written.startsWith(this.corePrefix) ? written.slice(this.corePrefix.length) : `:${written}`
  }
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

function openObject(id: string): OpenObject {
  const lists = { points: new GrowingFloats(), corners: new GrowingIndices(), components: [] }
  return { id, ...lists, triangleCount: 0, highestIndex: -1 }
}

function required(value: string | undefined): string {
  if (value === undefined) throw incomplete('an object has no number')
  return value.trim()
}

function prefixFor(attributes: XmlAttributes, namespace: string): string | undefined {
  const declared = Object.keys(attributes).find((key) => /^xmlns(?::|$)/.test(key) && attributes[key] === namespace)
  if (declared === undefined) return undefined
  return declared === 'xmlns' ? '' : `${declared.slice('xmlns:'.length)}:`
}

const incomplete = (reason: string) => refuse('threemf_incomplete', { reason })

interface OpenObject {
  readonly id: string
  readonly points: GrowingFloats
  readonly corners: GrowingIndices
  readonly components: ObjectUse[]
  triangleCount: number
  highestIndex: number
}
