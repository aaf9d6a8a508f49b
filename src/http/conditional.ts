import type { FastifyReply, FastifyRequest } from 'fastify'

import { DomainError } from '../domain/errors.js'

/**
 * Optimistic concurrency: refuses a write whose `If-Match` is not the current version. Without the header it passes, and
 * the row lock of the caller decides.
 */
export function checkIfMatch(request: FastifyRequest, currentVersion: number): void {
  const header = request.headers['if-match']
  if (header === undefined || header.trim() === '*') return
  const versions = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (versions.includes(versionTag(currentVersion))) return
  throw new DomainError(
    'precondition_failed',
    'This was changed in the meantime. Load it again and repeat the change.',
    {
      members: { current_version: currentVersion },
    },
  )
}

/** Marks the document with its version, for later `If-Match`. */
export function setVersionTag(reply: FastifyReply, version: number): void {
  reply.header('etag', versionTag(version))
}

/** The answer to work that goes on: 202 with where to look and when. */
export function accepted<T>(reply: FastifyReply, answer: { readonly location: string; readonly body: T }): T {
  reply.code(202).header('location', answer.location).header('retry-after', '2')
  return answer.body
}

function versionTag(version: number): string {
  return `"v${version}"`
}
