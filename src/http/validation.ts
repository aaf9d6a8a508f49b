import type { FastifySchemaCompiler } from 'fastify'
import { safeParse, type $ZodIssue, type $ZodType } from 'zod/v4/core'

import { DomainError, type ErrorItem } from '../domain/errors.js'

const MAX_ITEMS = 50
const PARTS: Readonly<Record<string, string>> = { params: 'path', querystring: 'query', headers: 'header' }

/** Compiles one part of a route's schema. A body that is missing counts as `{}`, so that it may be left out. */
export const validatorCompiler: FastifySchemaCompiler<$ZodType> = ({ schema, httpPart }) => {
  const part = PARTS[httpPart ?? ''] ?? 'body'
  return (value: unknown) => {
    const isMissingBody = part === 'body' && value === null
    const result = safeParse(schema, isMissingBody ? {} : value, { reportInput: true })
    if (result.success) return { value: result.data }
    return { error: isMissingBody ? missingBody() : invalidInput(result.error.issues, part) }
  }
}

/** Validation failures as one refusal with the place and word of each. */
export function invalidInput(issues: readonly $ZodIssue[], part: string): DomainError {
  const errors = issues.flatMap((issue) => itemsOf(issue, part)).slice(0, MAX_ITEMS)
  const first = errors[0]
  return new DomainError('validation_error', first ? `${first.path}: ${first.message}` : 'The request is invalid.', {
    errors,
  })
}

/** One thing that only a handler can find wrong: `throw invalidField('body.quality', 'unknown_quality', …)`. */
export function invalidField(path: string, code: string, message: string): DomainError {
  return new DomainError('validation_error', message, { errors: [{ path, code, message }] })
}

/** `body.items[0].quantity`, as in every error document. */
function wirePath(part: string, keys: readonly PropertyKey[]): string {
  return keys.reduce<string>(
    (path, key) => (typeof key === 'number' ? `${path}[${key}]` : `${path}.${String(key).slice(0, 64)}`),
    part,
  )
}

function missingBody(): DomainError {
  return new DomainError('malformed_request', 'This request needs a JSON body.')
}

function itemsOf(issue: $ZodIssue, part: string): ErrorItem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: wirePath(part, [...issue.path, key]),
      code: 'unknown_field',
      message: 'There is no such field.',
    }))
  }
  const path = wirePath(part, issue.path)
  return [{ path, code: itemCode(issue), message: itemMessage(issue) }]
}

const ITEM_CODES: Readonly<Record<Exclude<$ZodIssue['code'], 'too_small' | 'too_big' | 'custom'>, string>> = {
  invalid_type: 'type',
  invalid_format: 'pattern',
  invalid_value: 'enum',
  invalid_union: 'type',
  invalid_key: 'type',
  invalid_element: 'type',
  not_multiple_of: 'range',
  unrecognized_keys: 'unknown_field',
}

function itemCode(issue: $ZodIssue): string {
  if (issue.code === 'too_small') return isSized(issue.origin) ? 'too_short' : 'too_small'
  if (issue.code === 'too_big') return isSized(issue.origin) ? 'too_long' : 'too_big'
  if (issue.code === 'custom') return typeof issue.params?.code === 'string' ? issue.params.code : 'range'
  return issue.input === undefined ? 'required' : ITEM_CODES[issue.code]
}

/** The library's sentence without the value: what was sent may be private. */
function itemMessage(issue: $ZodIssue): string {
  if (itemCode(issue) === 'required') return 'This field is required.'
  return issue.message.replace(/^Invalid input: /, '').replace(/, received .*$/, '')
}

function isSized(origin: string): boolean {
  return ['string', 'array', 'set', 'map', 'file'].includes(origin)
}
