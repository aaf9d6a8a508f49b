import { z } from 'zod'

export interface IntegerLimits {
  readonly min?: number
  readonly max?: number
}

const INT32_MAX = 2_147_483_647

/** A JSON integer of a body, bounded inside int32; nothing is coerced. */
export function integer(limits: IntegerLimits = {}): z.ZodInt {
  return z
    .int()
    .min(limits.min ?? 0)
    .max(limits.max ?? INT32_MAX)
}

/** An id from a sequence, in a body. */
export function integerId(): z.ZodInt {
  return integer({ min: 1 })
}

/** A finite JSON number of a body. */
export function decimal(limits: { readonly min: number; readonly max: number }): z.ZodNumber {
  return z.number().min(limits.min).max(limits.max)
}

/** Money on the wire: a JSON number with at most two decimals. */
export function wireMoney(): z.ZodNumber {
  return z.number()
}
