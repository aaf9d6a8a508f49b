import { z } from 'zod'

import { integer, type IntegerLimits } from './wire-number.js'

/** Decimal digits of a path or query, as an integer within bounds (int32 unless stated). */
export function queryInteger(limits: IntegerLimits = {}) {
  const number = integer(limits)
  return z
    .string()
    .transform((digits, context) => {
      if (/^-?\d{1,15}$/.test(digits)) return Number(digits)
      context.issues.push({ code: 'invalid_type', expected: 'int', input: digits })
      return z.NEVER
    })
    .pipe(number)
    .meta({ type: 'integer', minimum: number.minValue, maximum: number.maxValue })
}

/** `true`, `false`, `1` or `0`. */
export function queryBoolean() {
  return z.enum(['true', 'false', '1', '0']).transform((word) => word === 'true' || word === '1')
}

/** An id from a sequence, in a path. */
export function pathInteger() {
  return queryInteger({ min: 1 })
}

/** Offsets above this are refused everywhere: deeper reading has a cursor. */
export const MAX_OFFSET = 10_000

/** Pagination by `skip` and `limit` (forms A and D of the contract; they differ in the default). */
export function skipAndLimit(defaultLimit: number) {
  return {
    skip: queryInteger({ min: 0, max: MAX_OFFSET }).default(0),
    limit: queryInteger({ min: 1, max: 100 }).default(defaultLimit),
  }
}

/** Pagination by `page` and `per_page` (forms B and C). Add `.refine(...withinOffset)` to the object. */
export function pageAndSize() {
  return {
    page: queryInteger({ min: 1, max: MAX_OFFSET }).default(1),
    per_page: queryInteger({ min: 1, max: 100 }).default(20),
  }
}

/** Refuses pages that begin beyond the greatest offset: `z.object({...pageAndSize()}).refine(...withinOffset)`. */
export const withinOffset: [
  (query: { page: number; per_page: number }) => boolean,
  { path: string[]; message: string },
] = [
  ({ page, per_page }) => page * per_page <= MAX_OFFSET,
  { path: ['page'], message: `page × per_page is at most ${MAX_OFFSET}` },
]
