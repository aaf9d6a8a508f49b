import type { IndexedMesh } from '../../src/domain/mesh.js'
import { zipOf, type ZipPart } from './zip-writer.js'

/** Binary STL; the header is text so that a test can put any word there. */
export function binaryStl({ positions, triangles }: IndexedMesh, header = ''): Buffer {
  const faces = triangles.length / 3
  const file = Buffer.alloc(84 + 50 * faces)
  file.write(header.slice(0, 80), 0, 'latin1')
  file.writeUInt32LE(faces, 80)
  triangles.forEach((corner, k) => {
    const at = 84 + 50 * Math.floor(k / 3) + 12 + 12 * (k % 3)
    for (let axis = 0; axis < 3; axis++) file.writeFloatLE(positions[3 * corner + axis] as number, at + 4 * axis)
  })
  return file
}

/** Text STL with this line end. */
export function textStl(mesh: IndexedMesh, lineEnd = '\n'): Buffer {
  const facets = facesOf(mesh).flatMap((face) => [
    'facet normal 0 0 0',
    'outer loop',
    ...face.map((corner) => `vertex ${pointOf(mesh, corner).join(' ')}`),
    'endloop',
    'endfacet',
  ])
  return Buffer.from(['solid made for a test', ...facets, 'endsolid made for a test', ''].join(lineEnd))
}

export function obj(mesh: IndexedMesh): Buffer {
  const points = Array.from(
    { length: mesh.positions.length / 3 },
    (_, corner) => `v ${pointOf(mesh, corner).join(' ')}`,
  )
  const faces = facesOf(mesh).map((face) => `f ${face.map((corner) => corner + 1).join(' ')}`)
  return Buffer.from([...points, ...faces, ''].join('\n'))
}

/** A 3MF package with one object and one build item. */
export function threeMf(mesh: IndexedMesh, unit = 'millimeter'): Buffer {
  return threeMfOf(modelXml({ unit, resources: objectXml(1, mesh), build: '<item objectid="1"/>' }))
}

/** A 3MF package around this model part; `more` are further files. */
export function threeMfOf(model: string | Uint8Array, more: readonly ZipPart[] = []): Buffer {
  return zipOf([
    {
      name: '[Content_Types].xml',
      content: '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    {
      name: '_rels/.rels',
      content: relationships(`<Relationship Target="/3D/3dmodel.model" Id="r0" Type="${MODEL_LINK}"/>`),
    },
    { name: '3D/3dmodel.model', content: model },
    ...more,
  ])
}

export const MODEL_LINK = 'http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel'

export function relationships(links: string): string {
  return `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${links}</Relationships>`
}

/** A model part; without `build` it has no build section. */
export function modelXml(part: { resources: string; build?: string; unit?: string; before?: string }): string {
  const names = `xmlns="${CORE}" xmlns:p="${PRODUCTION}"`
  const build = part.build === undefined ? '' : `<build>${part.build}</build>`
  const unit = part.unit === undefined ? '' : ` unit="${part.unit}"`
  return `<?xml version="1.0"?>${part.before ?? ''}<model ${names}${unit}><resources>${part.resources}</resources>${build}</model>`
}

const CORE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02'
const PRODUCTION = 'http://schemas.microsoft.com/3dmanufacturing/production/2015/06'

export function objectXml(id: number, mesh: IndexedMesh): string {
  const vertices = Array.from({ length: mesh.positions.length / 3 }, (_, corner) => {
    const [x = 0, y = 0, z = 0] = pointOf(mesh, corner)
    return `<vertex x="${x}" y="${y}" z="${z}"/>`
  })
  const triangles = facesOf(mesh).map(([a = 0, b = 0, c = 0]) => `<triangle v1="${a}" v2="${b}" v3="${c}"/>`)
  return `<object id="${id}" type="model"><mesh><vertices>${vertices.join('')}</vertices><triangles>${triangles.join('')}</triangles></mesh></object>`
}

/** An object that repeats others. */
export function groupXml(id: number, components: string): string {
  return `<object id="${id}" type="model"><components>${components}</components></object>`
}

function facesOf({ triangles }: IndexedMesh): number[][] {
  return Array.from({ length: triangles.length / 3 }, (_, face) =>
    Array.from(triangles.subarray(3 * face, 3 * face + 3)),
  )
}

function pointOf({ positions }: IndexedMesh, corner: number): number[] {
  return Array.from(positions.subarray(3 * corner, 3 * corner + 3))
}
