import { randomUUID } from 'node:crypto'

import { z } from 'zod'

import type { CaveConfig } from '../config.js'
import { UpstreamRefused } from '../domain/errors.js'
import type { CaveClient, CaveJob } from '../ports.js'
import { projectCalls } from './cave-boms.js'
import { caveJob, jobAnswer, jobList, type JobAnswer } from './cave-wire.js'
import type { OutboundHttp } from './outbound-http.js'
import { callUpstream, undefinedOn, type UpstreamRequest } from './upstream-call.js'

/**
 * MakrCave over its REST bridge. Which answer is stored, parked or repeated is the caller's business. Parts lists are
 * longer and slower than all else, so they have a way of their own.
 */
export function createHttpCaveClient(config: CaveConfig, http: OutboundHttp, bomHttp: OutboundHttp = http): CaveClient {
  const base = `${config.origin}/api/v1`
  const jobUrl = (jobId: string) => `${base}/bridge/jobs/${encodeURIComponent(jobId)}`

  async function call<T>(request: UpstreamRequest<T>, way = http): Promise<T> {
    const headers = { ...caveHeaders(config), 'x-request-id': randomUUID(), ...request.headers }
    return callUpstream(way, { ...request, upstream: 'MakrCave', headers })
  }

  async function findJobs(orderNumber: number): Promise<readonly CaveJob[]> {
    const url = `${base}/bridge/jobs?external_order_id=${orderNumber}`
    const jobs = await call({ method: 'GET', url, answer: jobList })
    return jobs.filter((job) => job.external_order_id === String(orderNumber)).map(caveJob)
  }

  return {
    findJobs,

    async publishJob({ key, body, requestId }) {
      const orderNumber = String(body['external_order_id'])
      const headers = { 'idempotency-key': key, 'x-request-id': requestId }
      const request = {
        method: 'POST',
        url: `${config.origin}${config.publishPath}`,
        headers,
        body,
        answer: jobAnswer,
      } as const
      try {
        return caveJob(assertAbout(await call(request), { external_order_id: orderNumber }))
      } catch (error) {
        return await jobAlreadyThere(error, () => findJobs(Number(orderNumber)))
      }
    },

    async getJob(jobId) {
      const job = await undefinedOn([404], call({ method: 'GET', url: jobUrl(jobId), answer: jobAnswer }))
      return job && caveJob(assertAbout(job, { job_id: jobId }))
    },

    async cancelJob(jobId) {
      const body = { status: 'cancelled' }
      await call({ method: 'PATCH', url: `${jobUrl(jobId)}/status`, body, answer: z.unknown() })
    },

    ...projectCalls((request) => call(request, bomHttp), base),

    async ping(signal) {
      await call({ method: 'GET', url: `${base}/health`, answer: z.unknown(), signal })
    },
  }
}

/** Only what is configured is sent, never an empty credential. */
function caveHeaders({ apiKey, serviceJwt }: CaveConfig): Record<string, string> {
  return {
    'x-service': 'makrx-store',
    ...(serviceJwt && { authorization: `Bearer ${serviceJwt}` }),
    ...(apiKey && { 'x-api-key': apiKey }),
  }
}

/** An answer that names somebody else's job or order is worse than none. */
function assertAbout(job: JobAnswer, wanted: { external_order_id: string } | { job_id: string }): JobAnswer {
  for (const [name, ours] of Object.entries(wanted)) {
    const theirs = job[name as 'external_order_id' | 'job_id']
    if (theirs !== undefined && theirs !== null && theirs !== ours) {
      throw new UpstreamRefused('MakrCave answered about another job.', 200)
    }
  }
  return job
}

/** 409 says that the order is published already: its one job is the answer. */
async function jobAlreadyThere(error: unknown, find: () => Promise<readonly CaveJob[]>): Promise<CaveJob> {
  if (!(error instanceof UpstreamRefused) || error.status !== 409) throw error
  const [job, another] = await find()
  if (job === undefined || another !== undefined) throw error
  return job
}
