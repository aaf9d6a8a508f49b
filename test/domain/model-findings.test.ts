import { FINDING_RULES } from '../../src/domain/model-finding-rules.js'
import { finding, isMeasurable, isQuotable, quoteRefusal } from '../../src/domain/model-findings.js'

describe('what a finding says', () => {
  test('facts named count are its count, and all facts are kept as detail', () => {
    expect(finding('holes_filled', { count: 105, percent: 6.42 })).toEqual({
      code: 'holes_filled',
      severity: 'warning',
      count: 105,
      detail: { count: 105, percent: 6.42 },
      message: 'We closed 105 small holes (6.4 % of the surface). Check the picture.',
    })
  })

  test('a finding without facts has neither count nor detail', () => {
    expect(finding('winding_fixed')).toEqual({
      code: 'winding_fixed',
      severity: 'warning',
      message: 'Some faces pointed inwards; we turned them.',
    })
  })

  test.each([
    [finding('file_too_large', { bytes: 132 * 1024 ** 2 }), /132 MiB; the limit is 100 MiB/],
    [
      finding('stl_truncated', { announced: 4_294_967_295, present: 100 }),
      /4,294,967,295 triangles but only has room for 100/,
    ],
    [finding('stl_truncated', { line: 12, corners: 2 }), /line 12 has 2 corners/],
    [finding('coordinates_not_finite', { count: 1 }), /^One corner has/],
    [finding('coordinates_not_finite', { count: 2_000 }), /^2,000 corners have/],
    [
      finding('unit_suspect_small', { largestMm: 5, unit: 'inch', otherMm: 127, rupees: 234.82, otherRupees: 412 }),
      /inches it is 127.0 mm: ₹412.00 instead of ₹234.82/,
    ],
    [
      finding('unit_suspect_small', { largestMm: 0.028, unit: 'm', otherMm: 28 }),
      /0.028 mm. If the file is in metres it is 28.0 mm\./,
    ],
    [finding('unit_suspect_small', { largestMm: 1e-5 }), /another unit\?/],
    [finding('mesh_open', { count: 1, largestEdges: 96, percent: 20 }), /has a hole of 96 edges that we cannot close/],
    [
      finding('mesh_open', { count: 100, largestEdges: 3, percent: 100 }),
      /has 100 holes, the largest of 3 edges, that/,
    ],
    [finding('part_too_small', { largestMm: 1.69 }), /largest side is 1.7 mm/],
    [finding('part_too_small', { largestMm: 2 }), /under 1 mm³/],
    [
      finding('part_too_big', { xMm: 1118, yMm: 695, zMm: 400, fitsTurned: false }),
      /^1118 × 695 × 400 mm does not fit our largest machine \(340 × 340 × 330 mm\)\.$/,
    ],
    [finding('part_too_big', { xMm: 300, yMm: 300, zMm: 335, fitsTurned: true }), /rotate it and upload again\.$/],
    [finding('overhangs', { areaMm2: 1195 }), /About 12 cm²/],
    [finding('several_bodies', { count: 2 }), /2 separate bodies/],
    [finding('inner_voids', { count: 1 }), /1 enclosed cavity/],
  ])('%#: the sentence names the numbers', ({ message }, expected) => {
    expect(message).toMatch(expected)
  })
})

describe('what a finding means', () => {
  test('a warning lets a quote through', () => {
    expect(quoteRefusal([finding('winding_fixed'), finding('several_bodies', { count: 2 })])).toBeUndefined()
  })

  test('a file that cannot be measured is unusable', () => {
    const findings = [finding('file_empty')]
    expect(isMeasurable(findings)).toBe(false)
    expect(quoteRefusal(findings)).toBe('upload_unusable')
  })

  test('a part that was measured but cannot be printed is refused as such', () => {
    const findings = [finding('part_too_small', { largestMm: 1 })]
    expect(isMeasurable(findings)).toBe(true)
    expect(isQuotable(findings)).toBe(false)
    expect(quoteRefusal(findings)).toBe('model_not_printable')
  })

  test('a format that is only stored goes to a person', () => {
    expect(quoteRefusal([finding('format_later', { format: 'STEP' })])).toBe('manual_quote_required')
  })

  test('every error refuses a quote and nothing else does', () => {
    for (const [code, { grade }] of Object.entries(FINDING_RULES)) {
      const severity = grade === 'warning' || grade === 'info' ? grade : 'error'
      const refusal = quoteRefusal([{ code: code as keyof typeof FINDING_RULES, severity, message: '' }])
      expect([code, refusal !== undefined]).toEqual([code, severity === 'error'])
    }
  })
})
