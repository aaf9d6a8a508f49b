import { createHmac } from 'node:crypto'

import { isSignedBy, isValidHmacSignature } from '../../src/http/signatures.js'

const NOW = new Date('2026-11-10T12:00:00Z')
const SECRET = 'cave-golden-secret-0123456789'
const BODY = '{"service_order_id":100001,"status":"ACCEPTED"}'
const GOLDEN = '1749064452158817d8b006baeaa78c3c7d68f83d0e81b01d3cd1ac28fb9e9ff5'
const GOLDEN_WITH_LINE_FEED = 'ff9ea6fe6d29f2fa3847c340b87789ac2434762e768bc583cc1882436d03a777'

function isValid(
  header: string | string[] | undefined,
  body: string | Buffer = BODY,
  secrets = [{ value: SECRET }],
): boolean {
  return isValidHmacSignature({ header, body: Buffer.from(body), secrets, now: NOW })
}

describe('the signature of a MakrCave callback', () => {
  test('the golden vector verifies, with any method name or none before it', () => {
    for (const header of [`sha256=${GOLDEN}`, GOLDEN, `v1=${GOLDEN}`, `=${GOLDEN}`]) expect(isValid(header)).toBe(true)
  })

  test('one line feed more is another body', () => {
    expect(isValid(`sha256=${GOLDEN}`, `${BODY}\n`)).toBe(false)
    expect(isValid(`sha256=${GOLDEN_WITH_LINE_FEED}`, `${BODY}\n`)).toBe(true)
  })

  test('the exact bytes are what is signed, also when they are no text', () => {
    for (const bytes of [
      Buffer.from(' { "a" : 1 }\r\n'),
      Buffer.from([0xff, 0xfe, 0x7b, 0x7d]),
      Buffer.from('\uFEFF{}'),
    ]) {
      const hex = createHmac('sha256', SECRET).update(bytes).digest('hex')
      expect(isValid(hex, bytes)).toBe(true)
      expect(isValid(hex, Buffer.concat([bytes, Buffer.from(' ')]))).toBe(false)
    }
  })

  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['sent twice', [GOLDEN, GOLDEN]],
    ['in capitals', `sha256=${GOLDEN.toUpperCase()}`],
    ['too short', GOLDEN.slice(1)],
    ['too long', `${GOLDEN}0`],
    ['followed by a line feed', `${GOLDEN}\n`],
    ['followed by more', `sha256=${GOLDEN},x`],
    ['no hex', 'sha256=zz49064452158817d8b006baeaa78c3c7d68f83d0e81b01d3cd1ac28fb9e9ff5'],
    ['of two parts', `a=b=${GOLDEN}`],
  ])('a signature that is %s is refused, never an exception', (_, header) => {
    expect(isValid(header)).toBe(false)
  })

  test('no secret, or an empty one, verifies nothing', () => {
    const ofEmptySecret = createHmac('sha256', '').update(BODY).digest('hex')
    expect(isValid(GOLDEN, BODY, [])).toBe(false)
    expect(isValid(ofEmptySecret, BODY, [{ value: '' }])).toBe(false)
  })

  test('a previous secret verifies until its end and not a moment longer', () => {
    const secrets = (until: Date) => [{ value: 'the-new-secret-0123456789abc' }, { value: SECRET, until }]
    const check = (until: Date) =>
      isValidHmacSignature({ header: GOLDEN, body: Buffer.from(BODY), secrets: secrets(until), now: NOW })
    expect(check(new Date(NOW.getTime() + 1))).toBe(true)
    expect(check(NOW)).toBe(false)
  })

  test('one matching digest among several is enough', () => {
    const pieces = { signed: [Buffer.from(BODY)], secrets: [{ value: SECRET }], now: NOW }
    expect(isSignedBy({ ...pieces, digests: ['0'.repeat(64), 'rubbish', GOLDEN] })).toBe(true)
    expect(isSignedBy({ ...pieces, digests: ['0'.repeat(64)] })).toBe(false)
  })
})
