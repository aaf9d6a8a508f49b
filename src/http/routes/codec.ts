import type { Payload } from '@temporalio/common'
import { z } from 'zod'

import { DomainError } from '../../domain/errors.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { defineRoute, type RouteDefinition } from '../route.js'

const MAX_BYTES = 1_048_576

// Payloads are bytes: no trimming, no normalising.
const base64 = z.base64().max(MAX_BYTES)
const payload = z
  .object({ metadata: z.record(z.string().max(255), base64).optional(), data: base64.optional() })
  .meta({ id: 'Payload' })
const payloads = z.object({ payloads: z.array(payload).max(1000) })

/** What the workflow UI asks to show encrypted payloads; it exists only where payloads are encrypted. */
export function codecRoutes({ config, payloadCodec }: ApiDependencies): RouteDefinition[] {
  if (!payloadCodec) return []
  const { uiOrigin } = config.temporal
  const common = {
    method: 'POST',
    tag: 'admin',
    access: 'admin',
    limit: 'api',
    idempotency: 'none',
    bodyLimit: MAX_BYTES,
    corsOrigins: uiOrigin === undefined ? [] : [uiOrigin],
    schema: { body: payloads, response: { 200: payloads } },
  } as const
  return [
    defineRoute({
      ...common,
      path: '/api/admin/codec/decode',
      summary: 'Decrypts payloads of workflows',
      handler: ({ body }) => answer(() => payloadCodec.decode(body.payloads.map(fromWire))),
    }),
    defineRoute({
      ...common,
      path: '/api/admin/codec/encode',
      summary: 'Encrypts payloads of workflows',
      handler: ({ body }) => answer(() => payloadCodec.encode(body.payloads.map(fromWire))),
    }),
  ]
}

type WirePayload = z.output<typeof payload>

async function answer(work: () => Promise<Payload[]>): Promise<z.output<typeof payloads>> {
  try {
    return { payloads: (await work()).map(toWire) }
  } catch {
    throw new DomainError('validation_error', 'A payload cannot be read with the keys at hand.')
  }
}

function fromWire({ metadata, data }: WirePayload): Payload {
  const entries = Object.entries(metadata ?? {}).map(([key, text]) => [key, Buffer.from(text, 'base64')] as const)
  return { metadata: Object.fromEntries(entries), ...(data !== undefined && { data: Buffer.from(data, 'base64') }) }
}

function toWire({ metadata, data }: Payload): WirePayload {
  const entries = Object.entries(metadata ?? {}).map(([key, bytes]) => [key, textOf(bytes)] as const)
  return { metadata: Object.fromEntries(entries), ...(data && { data: textOf(data) }) }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
