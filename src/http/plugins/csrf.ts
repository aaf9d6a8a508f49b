import { randomBytes } from 'node:crypto'

import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyRequest } from 'fastify'

import type { Config } from '../../config.js'
import { DomainError } from '../../domain/errors.js'
import { isSameSecret } from '../constant-time.js'
import { addCheck } from '../request-check.js'
import type { Access } from '../principal.js'
import { allowedOrigins } from './cors.js'

const COOKIE = 'csrf_token'
const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
const SIGNED = new Set<Access>(['cave_callback', 'payment_webhook'])

/** Double submit: a write that carries cookies and no credential of its own must repeat the cookie in a header. */
export async function addCsrf(app: FastifyInstance, config: Config): Promise<void> {
  const origins = allowedOrigins(config)
  await app.register(cookie)
  app.addHook('onRequest', (request, reply, done) => {
    if ((request.method === 'GET' || request.method === 'HEAD') && request.cookies[COOKIE] === undefined) {
      void reply.setCookie(COOKIE, randomBytes(32).toString('base64url'), {
        path: '/',
        maxAge: 3600,
        sameSite: 'strict',
        secure: config.environment === 'production',
      })
    }
    done()
  })
  addCheck(app, 'preValidation', (request) =>
    !needsToken(request) || hasToken(request, origins)
      ? undefined
      : new DomainError('csrf_failed', 'CSRF token missing or invalid.'),
  )
}

function needsToken(request: FastifyRequest): boolean {
  const access = request.routeOptions.config.definition?.access ?? 'public'
  if (!WRITES.has(request.method) || SIGNED.has(access)) return false
  const hasCookies = (request.headers.cookie ?? '').trim() !== ''
  return hasCookies && !hasOwnCredential(request)
}

/** Headers that no foreign page can make a browser send. */
function hasOwnCredential(request: FastifyRequest): boolean {
  const { authorization, 'x-api-key': key, 'x-session-id': session } = request.headers
  return /^bearer /i.test(authorization ?? '') || key !== undefined || session !== undefined
}

function hasToken(request: FastifyRequest, origins: ReadonlySet<string>): boolean {
  const { 'x-csrf-token': sent, origin } = request.headers
  const isSame = isSameSecret(typeof sent === 'string' ? sent : undefined, request.cookies[COOKIE])
  return isSame && (origin === undefined || origins.has(origin))
}
