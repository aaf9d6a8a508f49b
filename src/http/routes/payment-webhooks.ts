import { z } from 'zod'

import { isBodyKnown, type InboxDraft } from '../../db/inbox.js'
import { paymentSubject } from '../../db/reads/fact-subjects.js'
import { DomainError } from '../../domain/errors.js'
import type { PaymentProvider, VerifiedEvent } from '../../ports.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { receiveFact } from '../receive-fact.js'
import { defineRoute, type RouteDefinition } from '../route.js'

const accepted = z.object({ message: z.string(), success: z.literal(true) }).meta({ id: 'WebhookAccepted' })

/** What payment providers tell: verified on raw bytes, kept once, applied by the order's run. */
export function paymentWebhookRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [webhook(dependencies, 'stripe'), webhook(dependencies, 'razorpay')]
}

function webhook(dependencies: ApiDependencies, name: 'stripe' | 'razorpay'): RouteDefinition {
  return defineRoute({
    method: 'POST',
    path: `/api/webhooks/${name}`,
    summary: `Events of ${name}`,
    tag: 'webhooks',
    access: 'payment_webhook',
    limit: 'webhook',
    idempotency: 'none',
    bodyLimit: 256 * 1024,
    schema: { response: { 200: accepted } },
    async handler({ rawBody, request }) {
      const provider = configured(dependencies, name)
      const verified = provider.verifyEvent({ body: rawBody, headers: request.headers, now: new Date() })
      const { isNew } = await receiveFact(dependencies, await toDraft(dependencies, { provider, verified, rawBody }))
      return { message: isNew ? 'accepted' : 'duplicate', success: true as const }
    },
  })
}

function configured({ payments }: ApiDependencies, name: 'stripe' | 'razorpay'): PaymentProvider {
  const provider = payments[name]
  if (provider) return provider
  throw new DomainError('payment_provider_unavailable', 'This payment provider is not set up here.', {
    retryAfter: 300,
  })
}

interface Told {
  readonly provider: PaymentProvider
  readonly verified: VerifiedEvent
  readonly rawBody: Buffer
}

/** Genuine events that mean nothing to us, or repeat a body under another event id, are kept and ignored. */
async function toDraft({ database }: ApiDependencies, { provider, verified, rawBody }: Told): Promise<InboxDraft> {
  const { event, eventId, eventType } = verified
  const common = { provider: provider.name, eventId, eventType, raw: rawBody, fact: event }
  if (event === null) return { ...common, subject: null, state: 'ignored', error: 'nothing for us' }
  const { subject, isKnown } = await paymentSubject(database, event)
  if (subject === null) return { ...common, subject, state: 'ignored', error: 'no reference of ours' }
  if (await isBodyKnown(database, provider.name, rawBody)) {
    return { ...common, subject, state: 'ignored', error: 'the same body came before under another event id' }
  }
  return { ...common, subject, state: isKnown ? 'received' : 'unmatched' }
}
