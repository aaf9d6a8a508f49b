import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'

import { validatorCompiler } from '../validation.js'
import { readRequestBody } from './json-body.js'

/** In this scope bodies stay bytes, whatever type they claim: signatures are made over bytes. */
export function acceptRawBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (request: FastifyRequest, payload: Readable) => readRequestBody(request, payload))
  // The body's schema only documents; the handler parses after the signature was checked.
  scope.setValidatorCompiler((part) =>
    part.httpPart === 'body' ? (value: unknown) => ({ value: value ?? undefined }) : validatorCompiler(part as never),
  )
}
