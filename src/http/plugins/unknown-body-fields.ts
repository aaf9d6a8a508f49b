import type { FastifyInstance, FastifyReply } from 'fastify'

import type { DomainError } from '../../domain/errors.js'
import { addCheck } from '../request-check.js'
import { invalidInput } from '../validation.js'
import { unknownFields } from '../unknown-fields.js'

const MAX_NAMES = 10
const MAX_NAME_LENGTH = 64

/** Names body fields that we do not know in `X-Ignored-Fields`, or refuses them under `Prefer: handling=strict`. */
export function addUnknownBodyFields(app: FastifyInstance): void {
  addCheck(app, 'preValidation', (request, reply) => {
    const schema = request.routeOptions.config.definition?.schema.body
    const names = schema && !Buffer.isBuffer(request.body) ? unknownFields(schema, request.body) : []
    if (names.length > 0 && request.preferences.isStrict) return refusal(names)
    nameIgnoredFields(reply, names)
    return undefined
  })
}

/** Adds names to `X-Ignored-Fields`; for routes with a lenient part of their own. */
function nameIgnoredFields(reply: FastifyReply, names: readonly string[]): void {
  if (names.length === 0) return
  const before = reply.getHeader('x-ignored-fields')
  const known = typeof before === 'string' ? before.split(', ') : []
  const all = [...known, ...names.map(headerName)]
  reply.header('x-ignored-fields', [...new Set(all)].slice(0, MAX_NAMES).join(', '))
}

/** A foreign name as it may stand in a header. */
function headerName(name: string): string {
  return encodeURIComponent(name.slice(0, MAX_NAME_LENGTH).replace(/[\ud800-\udfff]/gu, '')).replace(
    /%5[BD]/g,
    decodeURIComponent,
  )
}

function refusal(names: readonly string[]): DomainError {
  const issues = names.map((name) => ({ code: 'unrecognized_keys' as const, keys: [name], path: [], message: '' }))
  return invalidInput(issues, 'body')
}
