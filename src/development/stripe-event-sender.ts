import { createHmac } from 'node:crypto'

import type { Journal } from './journal.js'
import { createWebhookSender } from './webhook-sender.js'

export interface StripeEvents {
  /** Sends one after the other; answers the status of each first try, null where nobody answered. */
  readonly send: (events: readonly object[]) => Promise<(number | null)[]>
  readonly stop: () => void
}

export function createStripeEvents(options: {
  webhookSecret: string
  webhookUrl: string
  journal: Journal
  retryMs?: readonly number[]
}): StripeEvents {
  const { webhookSecret, webhookUrl, journal, retryMs } = options
  const sender = createWebhookSender(retryMs)

  async function sendOne(event: object): Promise<number | null> {
    const body = JSON.stringify(event)
    const headers = () => ({ 'stripe-signature': stripeSignature(body, webhookSecret) })
    journal.append({ kind: 'event_sent', event })
    return (await sender.send({ url: webhookUrl, body, headers })) ?? null
  }

  return {
    async send(events) {
      const statuses: (number | null)[] = []
      for (const event of events) statuses.push(await sendOne(event))
      return statuses
    },
    stop: sender.stop,
  }
}

/** `t=<unix>,v1=<hex>`: HMAC-SHA256 over the time, a dot and the body. */
export function stripeSignature(body: string, secret: string, at = new Date()): string {
  const time = Math.floor(at.getTime() / 1000)
  const digest = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
  return `t=${time},v1=${digest}`
}
