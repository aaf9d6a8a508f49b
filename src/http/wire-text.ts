import { z } from 'zod'

export interface TextLimits {
  /** code points; default 0 */
  readonly min?: number
  /** code points; default 255 */
  readonly max?: number
}

/**
 * The one string type of request bodies and queries: NFC, trimmed, at most `max` code points (255; notes 2,000;
 * descriptions 5,000). NUL and lone surrogates never get this far: they are refused while parsing.
 */
export function text(limits: TextLimits = {}): z.ZodString {
  const { min = 0, max = 255 } = limits
  const length = z.check<string>((payload) => {
    const count = codePoints(payload.value)
    const input = payload.value
    if (count > max) payload.issues.push({ code: 'too_big', origin: 'string', maximum: max, inclusive: true, input })
    if (count < min) payload.issues.push({ code: 'too_small', origin: 'string', minimum: min, inclusive: true, input })
  })
  return z
    .string()
    .normalize('NFC')
    .trim()
    .check(length)
    .meta({ maxLength: max, ...(min > 0 && { minLength: min }) })
}

/** A text that must hold at least one visible character. */
export function requiredText(limits: TextLimits = {}): z.ZodString {
  return text({ min: 1, ...limits })
}

/** Notes, comments, instructions: up to 2,000 code points. */
export function note(): z.ZodString {
  return text({ max: 2000 })
}

/** A UUID of any version, lower case afterwards. */
export function uuid(): z.ZodString {
  return z
    .string()
    .toLowerCase()
    .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
    .meta({ format: 'uuid' })
}

/** RFC 3339 UTC with milliseconds, as every time goes over the wire. */
export function wireTime(): z.ZodISODateTime {
  return z.iso.datetime()
}

function codePoints(value: string): number {
  return Array.from(value).length
}
