import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { uuidv7 } from 'uuidv7'

import { crashPoint } from '../../crash-point.js'
import {
  type ClaimResult,
  claimKey,
  dropKey,
  finishKey,
  freeKeyWithIds,
  type HeldClaim,
  type Ids,
  LEASE_SECONDS,
  renewLease,
  type StoredAnswer,
} from '../../db/idempotency-keys.js'
import { DomainError } from '../../domain/errors.js'
import { idempotencyResults } from '../../metrics.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { keyOf } from '../request-key.js'
import type { Claim, RouteDefinition } from '../route.js'

const RENEW_MS = (LEASE_SECONDS / 3) * 1000
const STORED_HEADERS = ['content-type', 'location', 'etag', 'retry-after'] as const

interface Holding {
  readonly claim: HeldClaim
  readonly storesAnswer: boolean
  readonly timer: NodeJS.Timeout
}

/**
 * Writes are done once. A claim in PostgreSQL fixes the ids of what will be made before the handler runs; the answer of a
 * success is stored before it is sent, and a repeat gets those bytes.
 */
export function addIdempotency(app: FastifyInstance, { database, logger }: ApiDependencies): void {
  const holdings = new WeakMap<FastifyRequest, Holding>()

  app.addHook('preHandler', async (request, reply) => {
    const { definition } = request.routeOptions.config
    if (!definition || definition.idempotency === 'none') return
    const key = await keyOf(definition, request)
    if (!key) {
      request.claim = claimOf(await drawIds(definition), false)
      return
    }
    const result = await claimKey(database, { ...key, drawIds: () => drawIds(definition) })
    idempotencyResults.inc({ result: result.kind })
    if (result.kind === 'finished') return replay(reply, result.answer)
    const claim = heldOrRefused(result)
    request.claim = claimOf(claim.ids, claim.isTakenOver)
    const renew = (): void => {
      renewLease(database, claim).catch((error: unknown) => logger.warn({ err: error }, 'a lease could not be renewed'))
    }
    holdings.set(request, { claim, storesAnswer: key.requestHash !== undefined, timer: setInterval(renew, RENEW_MS) })
    crashPoint('idempotency.after-claim')
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const holding = holdings.get(request)
    if (!holding) return
    holdings.delete(request)
    clearInterval(holding.timer)
    try {
      await settle(holding, { request, reply, payload })
    } catch (error) {
      // The effect stands and the lease will lapse: the next try takes over with the same ids and finds it.
      logger.warn({ err: error, request_id: request.id }, 'a claim could not be settled')
    }
  })

  async function settle(holding: Holding, answer: Answer): Promise<void> {
    const { claim, storesAnswer } = holding
    const { statusCode: status } = answer.reply
    if (status >= 500 || answer.request.refusalCode === 'upload_not_ready') return freeKeyWithIds(database, claim)
    if (status >= 400 || !storesAnswer) return dropKey(database, claim)
    return finishKey(database, claim, storedAnswer(answer))
  }
}

interface Answer {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly payload: unknown
}

async function drawIds(definition: RouteDefinition): Promise<Ids> {
  return { ...(await definition.drawIds?.()), updateId: uuidv7() }
}

function claimOf(ids: Ids, isTakenOver: boolean): Claim {
  return { ids: ids as Claim['ids'], isTakenOver }
}

function heldOrRefused(result: Exclude<ClaimResult, { kind: 'finished' }>): HeldClaim {
  if (result.kind === 'held') return result.claim
  if (result.kind === 'in_progress') {
    throw new DomainError('idempotency_in_progress', 'The same request is still being worked on.', { retryAfter: 1 })
  }
  throw new DomainError('idempotency_key_reuse', 'This Idempotency-Key was used for another request.')
}

function replay(reply: FastifyReply, answer: StoredAnswer): FastifyReply {
  return reply.code(answer.status).headers(answer.headers).header('idempotent-replayed', 'true').send(answer.body)
}

function storedAnswer({ reply, payload }: Answer): StoredAnswer {
  const headers = STORED_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name)
    return value === undefined ? [] : [[name, String(value)] as const]
  })
  const body = Buffer.isBuffer(payload) ? payload : Buffer.from(typeof payload === 'string' ? payload : '')
  return { status: reply.statusCode, headers: Object.fromEntries(headers), body }
}
