import { createHash } from 'node:crypto'

import { z } from 'zod'

import type { CaveReport } from '../domain/cave-report.js'
import { serviceOrderStatusOf } from '../domain/cave-status.js'
import type { ServiceOrderStatus } from '../domain/service-order-status.js'

const text = (max: number) => z.string().transform((value) => value.slice(0, max))
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().catch(null)
const time = z.iso.datetime({ offset: true })

/** Both shapes of MakrCave's callback; extra fields are ignored, and what is not usable counts as absent. */
export const callbackBody = z.object({
  status: z.string().min(1).max(64),
  service_order_id: optional(z.union([z.int().positive(), z.guid(), z.string().regex(/^[1-9]\d{0,8}$/)])),
  job_id: optional(z.union([z.string().min(1).max(128), z.int()]).transform(String)),
  milestone: optional(z.object({ at: optional(time), note: optional(text(500)) })),
  provider_id: optional(z.union([z.string().max(128), z.int()]).transform(String)),
  provider: optional(
    z.object({
      business_name: optional(text(200)),
      contact_name: optional(text(200)),
      email: optional(z.email().max(255)),
      phone: optional(text(40)),
      rating: optional(z.number().min(0).max(5)),
      address: optional(text(500)),
    }),
  ),
  estimated_completion: optional(time),
  actual_completion: optional(time),
  notes: optional(text(2000)),
  images: optional(z.array(z.url({ protocol: /^https$/ }).max(1000)).max(20)),
  tracking_number: optional(text(100)),
})

export type CallbackBody = z.infer<typeof callbackBody>

/** The service order a body names: by UUID, or by number. */
export function referenceOf(body: CallbackBody): { id: string } | { number: number } | undefined {
  const reference = body.service_order_id
  if (reference === null || reference === undefined) return undefined
  if (typeof reference === 'number') return { number: reference }
  return /^\d+$/.test(reference) ? { number: Number(reference) } : { id: reference.toLowerCase() }
}

/** The callback in our words; undefined when its status is none that we know. */
export function reportOf(body: CallbackBody, jobId: string): CaveReport | undefined {
  const status: ServiceOrderStatus | undefined = serviceOrderStatusOf(body.status)
  if (!status) return undefined
  return {
    status,
    notes: body.notes ?? body.milestone?.note ?? null,
    milestone: milestoneOf(body),
    provider: providerOf(body),
    estimatedCompletion: body.estimated_completion ?? null,
    images: body.images ?? [],
    trackingNumber: body.tracking_number ?? null,
    jobId,
  }
}

/** MakrCave's event ids repeat within a second, so the body is part of the key. */
export function callbackEventId(callback: { eventId: string | undefined; jobId: string; rawBody: Buffer }): string {
  const hash = createHash('sha256').update(callback.rawBody).digest('hex')
  if (callback.eventId) return `${callback.eventId.slice(0, 128)}:${hash}`
  return createHash('sha256').update(callback.jobId).update('\n').update(callback.rawBody).digest('hex')
}

function milestoneOf({ milestone }: CallbackBody): CaveReport['milestone'] {
  return milestone ? { at: milestone.at ?? null, note: milestone.note ?? null } : null
}

function providerOf(body: CallbackBody): Record<string, unknown> | null {
  if (body.provider) return { ...body.provider, provider_id: body.provider_id ?? null }
  return body.provider_id ? { provider_id: body.provider_id } : null
}
