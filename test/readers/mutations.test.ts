import { modelReportSchema } from '../../src/readers/model-report-schema.js'
import { measured } from '../support/measured.js'
import { insideOut, joined, sphere, torus, tube } from '../support/mesh-shapes.js'
import { binaryStl, obj, textStl, threeMf } from '../support/model-files.js'
import { sequence } from '../support/sequence.js'

const ring = torus({ ring: 12, pipe: 4, around: 10, across: 6 })
const hollow = joined(sphere(9, 5), insideOut(sphere(4, 4)))

const FIXTURES: readonly [string, Buffer][] = [
  ['a binary STL', binaryStl(ring)],
  ['a text STL', textStl(tube({ outer: 9, inner: 7, height: 6, sides: 8 }))],
  ['an OBJ', obj(hollow)],
  ['a 3MF', threeMf(hollow)],
]
const SINGLE_BYTES = 120
const BLOCKS = 40
const CUTS = 20

function withOneByte(content: Buffer, seed: number): Buffer {
  const pick = sequence(seed)
  const changed = Buffer.from(content)
  changed[pick(content.length)] = pick(256)
  return changed
}

/** A stretch is repeated, removed, blanked or written over with another one. */
function withBlock(content: Buffer, seed: number): Buffer {
  const pick = sequence(seed)
  const from = pick(content.length)
  const length = 1 + pick(Math.min(400, content.length - from))
  const block = content.subarray(from, from + length)
  const rest = content.subarray(from + length)
  const elsewhere = pick(content.length - length)
  const replacements = [
    Buffer.concat([block, block]),
    Buffer.alloc(0),
    Buffer.alloc(length),
    Buffer.alloc(length, 0xff),
    content.subarray(elsewhere, elsewhere + length),
  ]
  return Buffer.concat([content.subarray(0, from), replacements[pick(replacements.length)] ?? block, rest])
}

async function expectReport(content: Buffer): Promise<void> {
  const report = await measured(content, { filename: 'part.stl' })
  const wire: unknown = JSON.parse(JSON.stringify(report))
  expect(modelReportSchema.safeParse(wire).error?.issues).toBeUndefined()
  expect(report.isQuotable || report.errorMessage !== null).toBe(true)
}

test.each(FIXTURES)(
  '%s with one wrong byte always gives a report',
  async (_name, content) => {
    for (let seed = 1; seed <= SINGLE_BYTES; seed++) await expectReport(withOneByte(content, seed))
  },
  120_000,
)

test.each(FIXTURES)(
  '%s with a wrong stretch always gives a report',
  async (_name, content) => {
    for (let seed = 1; seed <= BLOCKS; seed++) await expectReport(withBlock(content, seed))
  },
  60_000,
)

test.each(FIXTURES)(
  '%s cut off anywhere always gives a report',
  async (_name, content) => {
    const step = Math.max(1, Math.floor(content.length / CUTS))
    for (let length = 0; length < content.length; length += step) await expectReport(content.subarray(0, length))
  },
  60_000,
)
