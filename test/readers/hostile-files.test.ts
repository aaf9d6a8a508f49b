import { createServer } from 'node:net'

import type { IndexedMesh } from '../../src/domain/mesh.js'
import { codesOf, countOf, measured } from '../support/measured.js'
import { cuboid, insideOut, joined, moved, openCup, sphere } from '../support/mesh-shapes.js'
import {
  binaryStl,
  groupXml,
  MODEL_LINK,
  modelXml,
  objectXml,
  obj,
  relationships,
  textStl,
  threeMf,
  threeMfOf,
} from '../support/model-files.js'
import { zipOf, type ZipPart } from '../support/zip-writer.js'

const box = cuboid([10, 20, 30])
const item = '<item objectid="1"/>'
const boxModel = modelXml({ resources: objectXml(1, box), build: item })

async function codesFor(content: Uint8Array, filename = ''): Promise<string[]> {
  return codesOf(await measured(content, { filename }))
}

async function expectBox(content: Uint8Array): Promise<void> {
  const report = await measured(content)
  expect(codesOf(report)).toEqual([])
  expect(report.measures?.volumeMm3).toBeCloseTo(6000, 1)
}

describe('kinds by content', () => {
  test('an HTML page named .stl is no model, and the sentence says what it is', async () => {
    const report = await measured(Buffer.from(`<!DOCTYPE html><html><body>${'expired '.repeat(40)}</body></html>`), {
      filename: 'part.stl',
    })
    expect(codesOf(report)).toEqual(['file_kind_unknown'])
    expect(report.errorMessage).toMatch(/looks like a web page/)
  })

  test.each([
    ['a PDF', Buffer.from(`%PDF-1.7\n${'x'.repeat(200)}`), /PDF/],
    ['an image', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(200, 7)]), /image/],
    ['G-code', Buffer.from('; generated\nG28\nG1 X10 Y10\n'.repeat(20)), /G-code/],
    ['a ZIP without a model', zipOf([{ name: 'readme.txt', content: 'hello' }]), /ZIP archive without a model/],
    ['text', Buffer.from('no model here, only words. '.repeat(10)), /text file/],
    [
      'random bytes',
      Buffer.from(Array.from({ length: 4_000 }, (_, k) => (k * k * 31 + k * 17) & 0xff)),
      /another kind/,
    ],
  ])('%s is named as what it looks like', async (_name, content, words) => {
    const report = await measured(content)
    expect(codesOf(report)).toEqual(['file_kind_unknown'])
    expect(report.errorMessage).toMatch(words)
  })

  test('a binary STL named .3mf is read, with a word about the name', async () => {
    const report = await measured(binaryStl(box), { filename: 'part.3mf' })
    expect(codesOf(report)).toEqual(['kind_mismatch'])
    expect(report.isQuotable).toBe(true)
  })

  test('a binary STL whose header begins with solid is binary', async () => {
    const report = await measured(binaryStl(box, 'solid exported facet by facet'))
    expect([report.kind, codesOf(report)]).toEqual(['stl_binary', []])
  })

  test.each([
    ['STEP', 'ISO-10303-21;\nHEADER;'],
    ['PLY', 'ply\nformat ascii 1.0\n'],
    ['AMF', '<?xml version="1.0"?>\n<amf unit="millimeter"></amf>'],
  ])('%s is kept for a person', async (_name, head) => {
    const report = await measured(Buffer.from(head + ' '.repeat(100)))
    expect([report.status, codesOf(report)]).toEqual(['processed', ['format_later']])
  })

  test('an empty file is empty and a too large one is too large', async () => {
    expect(await codesFor(Buffer.alloc(0))).toEqual(['file_empty'])
    expect(await codesFor(Buffer.alloc(104_857_601))).toEqual(['file_too_large'])
  })
})

describe('STL', () => {
  test('one byte less is a cut-off file', async () => {
    expect(await codesFor(binaryStl(box).subarray(0, -1))).toEqual(['stl_truncated'])
  })

  test('17 bytes more are ignored and said', async () => {
    const report = await measured(Buffer.concat([binaryStl(box), Buffer.alloc(17)]))
    expect([codesOf(report), countOf(report, 'stl_trailing_bytes')]).toEqual([['stl_trailing_bytes'], 17])
    expect(report.isQuotable).toBe(true)
  })

  test('a count of four billion is refused without making room for it', async () => {
    const file = binaryStl(box)
    file.writeUInt32LE(0xffffffff, 80)
    const before = process.memoryUsage().rss
    expect(await codesFor(file)).toEqual(['stl_truncated'])
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 ** 2)
  })

  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['a lone CR', '\r'],
  ])('text with lines that end in %s is read', async (_name, lineEnd) => {
    await expectBox(textStl(box, lineEnd))
  })

  test('text in one spacing or another, upper case, and several solids is read', async () => {
    const text = textStl(box).toString().toUpperCase().replaceAll(' ', '\t  ')
    const second = textStl(moved(box, [50, 0, 0])).toString()
    expect((await measured(Buffer.from(text + second))).measures).toMatchObject({ bodies: 2, volumeMm3: 12_000 })
  })

  test('a solid whose name holds keywords is read', async () => {
    await expectBox(Buffer.from(textStl(box).toString().replace('solid made', 'solid vertex facet made')))
  })

  test('a file that ends within a facet is cut off', async () => {
    const text = textStl(box).toString()
    expect(await codesFor(Buffer.from(text.slice(0, text.lastIndexOf('vertex') - 1)))).toEqual(['stl_truncated'])
    expect(await codesFor(Buffer.from(text.slice(0, text.lastIndexOf('vertex') + 9)))).toEqual(['stl_truncated'])
  })

  test.each(['nan', 'inf', '0x10', '1,5', '--1', '1e', '.', '1.2.3'])('%s is not a number', async (word) => {
    const report = await measured(Buffer.from(textStl(box).toString().replace('vertex 0', `vertex ${word}`)))
    expect(codesOf(report)).toEqual(['number_invalid'])
    expect(report.errorMessage).toContain(`Line 4 contains "${word}"`)
  })

  test('1e400 has no finite value', async () => {
    expect(await codesFor(Buffer.from(textStl(box).toString().replace('vertex 0', 'vertex 1e400')))).toEqual([
      'coordinates_not_finite',
    ])
  })

  test('a coordinate of two million is out of range', async () => {
    expect(await codesFor(binaryStl(cuboid([2e6, 10, 10])))).toEqual(['coordinates_out_of_range'])
  })

  test('a line of five thousand characters is refused', async () => {
    const report = await measured(Buffer.from(`solid x\nfacet normal 0 0 ${'0'.repeat(5_000)}\n`))
    expect(report.errorMessage).toMatch(/Line 2 is longer than 4,096/)
  })
})

describe('OBJ', () => {
  test('polygons, negative indices, texture and normal indices, continuations and comments are read', async () => {
    const points =
      '# a box\nv 0 0 0 nan nan nan\nv 10 0 0\nv 10 20 0\nv 0 20 0\nv 0 0 30\nv 10 0 30\nv 10 20 30\nv 0 20 30\n'
    const faces =
      'g side\nf 4 3 \\\n 2 1\nf 5/1 6/2 7/3 8/4\nf 1//1 2//2 6//6 5//5\nf -7 -6 -2 -3\nf 3/3/3 4/4/4 8/8/8 7/7/7\nl 1 2\nf 4 1 5 8\n'
    await expectBox(Buffer.from(points + faces))
  })

  test('faces before their points are fine', async () => {
    const lines = obj(box).toString().split('\n')
    await expectBox(
      Buffer.from(
        [...lines]
          .reverse()
          .join('\n')
          .replaceAll(/^v.*\n?/gm, '') + lines.filter((line) => line.startsWith('v')).join('\n'),
      ),
    )
  })

  test('points that no face uses count for nothing', async () => {
    await expectBox(Buffer.concat([obj(box), Buffer.from('v 1e9 1e9 1e9\n')]))
  })

  test.each(['f 1 2 9', 'f 0 1 2', 'f -9 1 2'])('%s points nowhere', async (face) => {
    expect(await codesFor(Buffer.concat([obj(box), Buffer.from(`${face}\n`)]))).toEqual(['index_out_of_range'])
  })

  test('faces with fewer than three corners are skipped', async () => {
    const report = await measured(Buffer.concat([obj(box), Buffer.from('f 1 2\nf\n')]))
    expect([codesOf(report), countOf(report, 'obj_face_skipped')]).toEqual([['obj_face_skipped'], 2])
  })
})

describe('3MF', () => {
  test.each([
    ['UTF-8', Buffer.from(boxModel)],
    ['UTF-8 with mark', Buffer.from(`\ufeff${boxModel}`)],
    ['UTF-16 little endian', Buffer.from(`\ufeff${boxModel}`, 'utf16le')],
    ['UTF-16 big endian', Buffer.from(`\ufeff${boxModel}`, 'utf16le').swap16()],
  ])('a model in %s is read', async (_name, model) => {
    await expectBox(threeMfOf(model))
  })

  test('its unit is final', async () => {
    const report = await measured(threeMf(cuboid([1, 2, 3]), 'inch'), { unit: 'm' })
    expect(report.measures).toMatchObject({ unit: 'inch', sizeMm: { x: 25.4, z: 76.19999999999999 } })
  })

  test('a mirroring transform does not turn the part inside out', async () => {
    const mirrored = '<item objectid="1" transform="-1 0 0 0 1 0 0 0 1 0 0 0"/>'
    const report = await measured(threeMfOf(modelXml({ resources: objectXml(1, box), build: mirrored })))
    expect([codesOf(report), report.measures?.volumeMm3]).toEqual([[], 6000])
  })

  test('components are placed by their own transform first, then by that of the group', async () => {
    const group = groupXml(
      2,
      '<component objectid="1" transform="2 0 0 0 1 0 0 0 1 100 0 0"/><component objectid="1"/>',
    )
    const build = '<item objectid="2" transform="0 1 0 -1 0 0 0 0 1 0 0 5"/>'
    const { measures } = await measured(threeMfOf(modelXml({ resources: objectXml(1, box) + group, build })))
    expect(measures).toMatchObject({ bodies: 2, sizeMm: { x: 20, y: 120, z: 30 } })
    expect(measures?.volumeMm3).toBeCloseTo(18_000, 6)
  })

  test('items that are not printable are left out', async () => {
    const build = `${item}<item objectid="1" printable="0" transform="1 0 0 0 1 0 0 0 1 100 0 0"/>`
    await expectBox(threeMfOf(modelXml({ resources: objectXml(1, box), build })))
  })

  test('objects of other parts are found by their path and keep their unit', async () => {
    const build = '<item objectid="1" p:path="/3D/other.model"/>'
    const other = modelXml({ resources: objectXml(1, cuboid([1, 2, 3])), unit: 'centimeter' })
    await expectBox(threeMfOf(modelXml({ resources: '', build }), [{ name: '3D/other.model', content: other }]))
  })

  test('a prefix for the core namespace is understood', async () => {
    const prefixed = boxModel
      .replace('xmlns="', 'xmlns:c="')
      .replaceAll(/<(\/?)(model|resources|object|mesh|vertices|vertex|triangles|triangle|build|item)\b/g, '<$1c:$2')
    await expectBox(threeMfOf(prefixed))
  })

  test.each<[string, string, string]>([
    [
      'a document type',
      modelXml({ before: '<!DOCTYPE model>', resources: objectXml(1, box), build: item }),
      'xml_unsafe',
    ],
    ['entities that grow', modelXml({ before: laughs(), resources: '&lol9;', build: item }), 'xml_unsafe'],
    [
      'nesting of a hundred',
      modelXml({ resources: '<a>'.repeat(100) + '</a>'.repeat(100), build: item }),
      'xml_unsafe',
    ],
    [
      'an attribute of five thousand characters',
      modelXml({ resources: `<a b="${'x'.repeat(5_000)}"/>`, build: item }),
      'xml_unsafe',
    ],
    ['broken XML', boxModel.slice(0, -30), 'xml_unsafe'],
    ['no build section', modelXml({ resources: objectXml(1, box) }), 'threemf_incomplete'],
    [
      'an object that is missing',
      modelXml({ resources: objectXml(1, box), build: '<item objectid="7"/>' }),
      'threemf_incomplete',
    ],
    [
      'a part that is missing',
      modelXml({ resources: '', build: '<item objectid="1" p:path="/3D/no.model"/>' }),
      'threemf_incomplete',
    ],
    [
      'an object that contains itself',
      modelXml({ resources: groupXml(1, '<component objectid="1"/>'), build: item }),
      'threemf_recursive',
    ],
    [
      'forty levels of two',
      modelXml({ resources: objectXml(1, box) + doubling(40), build: '<item objectid="41"/>' }),
      'threemf_recursive',
    ],
    [
      'thirty levels of two',
      modelXml({ resources: objectXml(1, box) + doubling(30), build: '<item objectid="31"/>' }),
      'too_many_triangles',
    ],
    [
      'thirty levels of nothing',
      modelXml({ resources: '<object id="1"/>' + doubling(30), build: '<item objectid="31"/>' }),
      'threemf_recursive',
    ],
    ['a triangle out of range', boxModel.replace('v1="0"', 'v1="99"'), 'index_out_of_range'],
    ['a number that is none', boxModel.replace('x="10"', 'x="ten"'), 'number_invalid'],
    ['nothing to print', modelXml({ resources: '<object id="1"/>', build: item }), 'no_triangles'],
  ])('%s is refused', async (_name, model, code) => {
    expect(await codesFor(threeMfOf(model))).toEqual([code])
  })

  test('a text of two million characters without a tag is refused', async () => {
    const noise = Array.from({ length: 200_000 }, (_, k) => `${(k * 7_919) % 99_991} ,`).join('')
    expect(await codesFor(threeMfOf(modelXml({ resources: `<!--${noise}-->`, build: item })))).toEqual(['xml_unsafe'])
  })

  test('places outside the package are never looked at', async () => {
    let connections = 0
    const server = createServer(() => connections++)
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
    })
    const link = `<Relationship Target="http://127.0.0.1:${port}/a" Id="r1" Type="${MODEL_LINK}" TargetMode="External"/>`
    const report = await measured(
      threeMfOf(boxModel, [{ name: '3D/_rels/3dmodel.model.rels', content: relationships(link) }]),
    )
    expect([codesOf(report), report.isQuotable, connections]).toEqual([['threemf_external_ignored'], true, 0])
    await new Promise((resolve) => server.close(resolve))
  })

  test('a sliced project without a mesh is told apart from a model', async () => {
    const gcode: ZipPart = { name: 'Metadata/plate_1.gcode', content: 'G28\nG1 X1\n' }
    expect(await codesFor(threeMfOf(modelXml({ resources: '', build: '' }), [gcode]))).toEqual(['sliced_file'])
    expect(await codesFor(zipOf([gcode]))).toEqual(['sliced_file'])
    await expectBox(threeMfOf(boxModel, [gcode]))
  })
})

describe('ZIP', () => {
  const unsafe: readonly [string, readonly ZipPart[]][] = [
    ['an archive within', [{ name: 'inner.3mf', content: threeMf(box) }]],
    ['an archive under another name', [{ name: 'Metadata/notes.txt', content: threeMf(box) }]],
    ['a name that leaves the archive', [{ name: '../x', content: 'x' }]],
    ['an absolute name', [{ name: '/etc/passwd', content: 'x' }]],
    ['a backslash name', [{ name: 'a\\..\\b', content: 'x' }]],
    ['a link', [{ name: 'link', content: '/etc/passwd', isLink: true }]],
    ['an encrypted file', [{ name: 'secret', content: 'x', isEncrypted: true }]],
    ['a wrong checksum', [{ name: 'a.txt', content: 'hello', checksum: 1 }]],
    ['a size that is too small', [{ name: 'a.txt', content: 'hello', claimedBytes: 2 }]],
    ['a thousand and one files', Array.from({ length: 1_001 }, (_, k) => ({ name: `f${k}`, content: 'x' }))],
    [
      'two files of one name',
      [
        { name: 'a.txt', content: 'x' },
        { name: 'A.txt', content: 'y' },
      ],
    ],
  ]
  test.each(unsafe)('%s is refused', async (_name, more) => {
    expect(await codesFor(threeMfOf(boxModel, more))).toEqual(['zip_unsafe'])
  })

  const zeros = Buffer.alloc(64 * 1024 ** 2)
  test.each<[string, ZipPart]>([
    ['honest about its size', { name: 'zeros', content: zeros }],
    ['that lies about its size', { name: 'zeros', content: zeros, claimedBytes: 1_000 }],
  ])('a bomb %s is refused before it goes off', async (_name, bomb) => {
    const file = threeMfOf(boxModel, [bomb])
    const before = process.memoryUsage().rss
    expect(await codesFor(file)).toEqual(['zip_unsafe'])
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 ** 2)
  })

  test('a bomb in the model itself is refused', async () => {
    expect(await codesFor(threeMfOf(zeros))).toEqual(['zip_unsafe'])
  })

  test('an archive that ends too early is refused', async () => {
    expect(await codesFor(threeMf(box).subarray(0, -30))).toEqual(['zip_unsafe'])
  })
})

describe('shapes', () => {
  const cases: readonly [string, IndexedMesh, string[]][] = [
    ['a part 100 m from the origin', moved(box, [1e5, 1e5, 1e5]), []],
    [
      'a sheet of paper',
      {
        positions: Float64Array.of(0, 0, 0, 200, 0, 0, 200, 100, 0, 0, 100, 0),
        triangles: Uint32Array.of(0, 1, 2, 0, 2, 3, 0, 2, 1, 0, 3, 2),
      },
      ['mesh_not_solid'],
    ],
    [
      'a folded sheet that stands askew',
      { positions: Float64Array.of(0, 0, 0, 90, 0, 50, 0, 90, 50), triangles: Uint32Array.of(0, 1, 2, 0, 2, 1) },
      ['mesh_not_solid'],
    ],
    ['an open cup with a rim of 96 edges', openCup({ radius: 20, height: 40, sides: 96 }), ['mesh_open']],
    ['a part that fits no machine', cuboid([400, 10, 10]), ['part_too_big']],
    ['a part that is smaller than a grain', cuboid([9, 0.3, 0.3]), ['part_too_small']],
    ['a part of 5 mm', cuboid([5, 5, 5]), ['unit_suspect_small']],
    ['a part of 600 mm', cuboid([600, 10, 10]), ['part_too_big', 'unit_suspect_large']],
  ]
  test.each(cases)('%s is judged as it should be', async (_name, mesh, codes) => {
    expect(await codesFor(binaryStl(mesh))).toEqual(codes)
  })

  test('volume is kept 100 m from the origin', async () => {
    const { measures } = await measured(binaryStl(moved(box, [1e5, 1e5, 1e5])))
    expect((measures?.volumeMm3 ?? 0) / 6000).toBeCloseTo(1, 4)
  })

  test('a sphere in a sphere is one cavity, two overlapping boxes are two bodies', async () => {
    const hollow = await measured(binaryStl(joined(sphere(20), insideOut(sphere(10)))))
    expect([codesOf(hollow), countOf(hollow, 'inner_voids')]).toEqual([[], 1])
    const pair = await measured(binaryStl(joined(box, moved(box, [5, 5, 5]))))
    expect([codesOf(pair), countOf(pair, 'several_bodies')]).toEqual([[], 2])
  })

  test('a part that would fit lying down is told so', async () => {
    expect((await measured(binaryStl(cuboid([100, 100, 335])))).errorMessage).toMatch(/rotate it/)
  })
})

/** Objects 2..n+1, each twice the one before. */
function doubling(levels: number): string {
  return Array.from({ length: levels }, (_, k) => groupXml(k + 2, `<component objectid="${k + 1}"/>`.repeat(2))).join(
    '',
  )
}

function laughs(): string {
  const entities = Array.from({ length: 9 }, (_, k) => `<!ENTITY lol${k + 1} "${`&lol${k};`.repeat(10)}">`)
  return `<!DOCTYPE lolz [<!ENTITY lol0 "lol">${entities.join('')}]>`
}
