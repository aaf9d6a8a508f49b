import { formatOrderNumber, formatQuoteNumber, formatServiceOrderNumber } from '../../src/domain/order-number.js'

const LATE = new Date('2026-01-31T23:59:59.999+00:00')

test('numbers name the UTC day and four random bytes in upper-case hex', () => {
  expect(formatOrderNumber(LATE, Uint8Array.of(0x0a, 0x1b, 0x2c, 0xff))).toBe('MX-20260131-0A1B2CFF')
  expect(formatQuoteNumber(LATE, Uint8Array.of(0, 0, 0, 1))).toBe('QT-20260131-00000001')
})

test('more random bytes than four change nothing', () => {
  expect(formatOrderNumber(LATE, Uint8Array.of(1, 2, 3, 4, 5))).toBe('MX-20260131-01020304')
})

test('a service order is named by its number', () => {
  expect(formatServiceOrderNumber(100_001)).toBe('SO-100001')
})
