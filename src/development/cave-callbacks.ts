import { createHmac } from 'node:crypto'

import type { CaveJobRecord } from './cave-jobs.js'
import type { Journal } from './journal.js'
import { createWebhookSender } from './webhook-sender.js'

export interface CaveCallbacks {
  /** Tells the store where a job stands; answers the status of the first try, null when nobody answered. */
  readonly send: (job: CaveJobRecord) => Promise<number | null>
  readonly stop: () => void
}

export function createCaveCallbacks(options: {
  storeUrl: string
  webhookSecret: string
  journal: Journal
  retryMs?: readonly number[]
}): CaveCallbacks {
  const { storeUrl, webhookSecret, journal, retryMs } = options
  const sender = createWebhookSender(retryMs)

  return {
    async send(job) {
      const body = JSON.stringify(callbackBody(job))
      const eventId = `${job.job_id}-${journal.entries().length}`
      const headers = { 'x-signature': caveSignature(body, webhookSecret), 'x-cave-event-id': eventId }
      journal.append({ kind: 'callback_sent', job_id: job.job_id, status: job.status, event_id: eventId })
      const url = `${storeUrl}/api/bridge/jobs/${encodeURIComponent(job.job_id)}/status`
      return (await sender.send({ url, body, headers: () => headers })) ?? null
    },
    stop: sender.stop,
  }
}

/** `sha256=<hex>`: HMAC-SHA256 over the exact bytes. */
function caveSignature(body: string | Buffer, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

function callbackBody(job: CaveJobRecord): object {
  return {
    job_id: job.job_id,
    ...(job.service_order_id !== null && { service_order_id: job.service_order_id }),
    status: job.status,
    milestone: { at: new Date().toISOString(), note: `The job is ${job.status.replaceAll('_', ' ')}.` },
    provider_id: 'workshop-7',
    ...(job.tracking_number !== null && { tracking_number: job.tracking_number }),
  }
}
