import { z } from 'zod'

import type { InboxDraft } from '../../db/inbox.js'
import { serviceOrderSubject } from '../../db/inbox.js'
import { readInboxState } from '../../db/reads/inbox.js'
import { serviceOrderByReference, serviceOrderOfJob, type CallbackTarget } from '../../db/reads/fact-subjects.js'
import { publishedJob } from '../../db/reads/published-jobs.js'
import { DomainError } from '../../domain/errors.js'
import { cleanMeshKey } from '../../domain/upload-rules.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { bridgeProbe } from '../bridge-probe.js'
import { authenticateCallback } from '../cave-callback-access.js'
import { callbackBody, callbackEventId, referenceOf, reportOf, type CallbackBody } from '../cave-callback.js'
import { parseJson } from '../parse-json.js'
import { receiveFact } from '../receive-fact.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { invalidInput } from '../validation.js'

const FILE_LINK_SECONDS = 7 * 86_400
const BYTES = 256 * 1024
const jobParams = z.object({ job_id: z.string().regex(/^[A-Za-z0-9._:-]{1,128}$/) })

const callbackAnswer = z
  .object({
    success: z.literal(true),
    message: z.enum(['accepted', 'duplicate']),
    service_order_id: z.string(),
    event_id: z.string(),
    applied: z.boolean().optional(),
    status: z.string().optional(),
  })
  .meta({ id: 'CallbackAnswer' })

/** Where MakrCave calls back, fetches models, and where anyone can see how the bridge stands. */
export function caveBridgeRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [callbackRoute(dependencies), fileRoute(dependencies), statusRoute(dependencies)]
}

function callbackRoute(dependencies: ApiDependencies): RouteDefinition {
  return defineRoute({
    method: 'POST',
    path: '/api/bridge/jobs/:job_id/status',
    summary: 'Progress of a job, from MakrCave',
    tag: 'bridge',
    access: 'cave_callback',
    limit: 'webhook',
    idempotency: 'none',
    bodyLimit: BYTES,
    defaultWaitSeconds: 0,
    schema: { params: jobParams, response: { 200: callbackAnswer } },
    authenticate: (signed) => authenticateCallback(dependencies, signed),
    async handler({ params, rawBody, request, waitSeconds }) {
      const body = readBody(rawBody)
      const header = request.headers['x-cave-event-id']
      const eventId = callbackEventId({
        eventId: typeof header === 'string' ? header : undefined,
        jobId: params.job_id,
        rawBody,
      })
      const target = await findTarget(dependencies, params.job_id, body)
      const fact = await receiveFact(dependencies, draftOf({ target, body, rawBody, eventId, jobId: params.job_id }))
      refuseUnusable(target, body)
      const applied = waitSeconds > 0 ? await waitUntilApplied(dependencies, { ...fact, target, waitSeconds }) : {}
      return {
        success: true as const,
        message: fact.isNew ? ('accepted' as const) : ('duplicate' as const),
        service_order_id: target.id,
        event_id: eventId,
        ...applied,
      }
    },
  })
}

function fileRoute({ database, store }: ApiDependencies): RouteDefinition {
  return defineRoute({
    method: 'GET',
    path: '/api/bridge/jobs/:job_id/file',
    summary: 'A fresh link to the model of a published job',
    tag: 'bridge',
    access: 'service',
    limit: 'read',
    idempotency: 'none',
    schema: {
      params: jobParams,
      response: {
        200: z.object({ file_url: z.string(), expires_at: z.iso.datetime(), filename: z.string(), sha256: z.string() }),
      },
    },
    async handler({ params }) {
      const job = await publishedJob(database, params.job_id)
      if (!job) throw new DomainError('job_not_found', 'There is no such job.')
      const filename = `service-order-${job.number}.stl`
      const key = cleanMeshKey(job.upload_id, job.normalised_sha256)
      return {
        file_url: await store.signGet({ key, filename, seconds: FILE_LINK_SECONDS }),
        expires_at: new Date(Date.now() + FILE_LINK_SECONDS * 1000).toISOString(),
        filename,
        sha256: job.normalised_sha256,
      }
    },
  })
}

function statusRoute({ cave }: ApiDependencies): RouteDefinition {
  const probe = bridgeProbe(cave)
  return defineRoute({
    method: 'GET',
    path: '/api/bridge/status',
    summary: 'Whether MakrCave can be reached',
    tag: 'bridge',
    access: 'public',
    limit: 'read',
    idempotency: 'none',
    schema: {
      response: {
        200: z.object({
          bridge_status: z.enum(['healthy', 'degraded']),
          makrcave_connection: z.enum(['connected', 'disconnected']),
          last_check: z.iso.datetime(),
        }),
      },
    },
    handler: () => probe(),
  })
}

/** The signed bytes are parsed only now, after their signature was checked. */
function readBody(rawBody: Buffer): CallbackBody {
  const result = callbackBody.safeParse(parseJson(rawBody) ?? {})
  if (result.success) return result.data
  throw invalidInput(result.error.issues, 'body')
}

/** By the path's job; if unknown, by the order that the body names. A contradiction between the two is refused. */
async function findTarget(
  { database }: ApiDependencies,
  jobId: string,
  body: CallbackBody,
): Promise<CallbackTarget & { readonly isFound: boolean }> {
  const reference = referenceOf(body)
  const byJob = await serviceOrderOfJob(database, jobId)
  const byBody = reference ? await serviceOrderByReference(database, reference) : undefined
  if (isContradiction({ byJob, byBody, jobId })) {
    throw new DomainError('job_mismatch', 'The path and the body of this callback name different orders.')
  }
  const found = byJob ?? byBody
  return found ? { ...found, isFound: true } : { id: '', number: 0, job_id: jobId, status: '', isFound: false }
}

/** Both are known and differ, or the body's order has another job already. */
function isContradiction(found: {
  byJob: CallbackTarget | undefined
  byBody: CallbackTarget | undefined
  jobId: string
}): boolean {
  const { byJob, byBody, jobId } = found
  if (!byBody) return false
  if (byJob) return byJob.id !== byBody.id
  return byBody.job_id !== null && byBody.job_id !== jobId
}

interface Callback {
  readonly target: CallbackTarget & { readonly isFound: boolean }
  readonly body: CallbackBody
  readonly rawBody: Buffer
  readonly eventId: string
  readonly jobId: string
}

function draftOf({ target, body, rawBody, eventId, jobId }: Callback): InboxDraft {
  const report = reportOf(body, jobId)
  const reference = referenceOf(body)
  const unmatched = reference && 'number' in reference ? `service_number:${reference.number}` : `cave_job:${jobId}`
  const common = { provider: 'makrcave', eventId, eventType: `job.${body.status.toLowerCase()}`, raw: rawBody } as const
  const subject = target.isFound ? serviceOrderSubject(target.id) : unmatched
  if (!report) return { ...common, subject, state: 'rejected', fact: null, error: 'unknown status' }
  return { ...common, subject, state: target.isFound ? 'received' : 'unmatched', fact: report }
}

/** Kept first, refused then: what cannot be applied is still on record. */
function refuseUnusable(target: Callback['target'], body: CallbackBody): void {
  if (!reportOf(body, '')) throw new DomainError('unknown_cave_status', `"${body.status}" is no status that we know.`)
  if (!target.isFound)
    throw new DomainError('job_not_found', 'There is no such job yet; the callback is kept for a day.')
}

async function waitUntilApplied(
  { database, listener }: ApiDependencies,
  wait: { id: string; target: CallbackTarget; waitSeconds: number },
): Promise<{ applied?: boolean; status?: string }> {
  const deadline = Date.now() + wait.waitSeconds * 1000
  for (;;) {
    const state = await readInboxState(database, wait.id)
    if (state && state.state !== 'received' && state.state !== 'signalled') {
      return { applied: state.is_applied, status: state.status }
    }
    if (Date.now() >= deadline) return {}
    await listener.wait(serviceOrderSubject(wait.target.id), Math.min(500, deadline - Date.now()))
  }
}
