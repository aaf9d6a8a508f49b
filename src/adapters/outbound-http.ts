import { Agent, fetch } from 'undici'

import { checkedConnector, ConnectFailed } from './checked-connector.js'

/** The only way out: one instance per upstream, so that a slow one never holds the connections of another. */
export interface OutboundHttp {
  /**
   * Fetches with the whole answer read: no redirect is followed, the body is capped, time is bounded. Rejects with what
   * went wrong below; `wasNothingSent` and `AnswerTooLarge` tell what that means.
   */
  readonly fetch: (url: string, init?: OutboundInit) => Promise<Response>
  readonly close: () => Promise<void>
}

export interface OutboundSettings {
  /** private addresses and plain http are allowed: development, compose, tests */
  readonly allowPrivateUpstreams: boolean
  readonly totalMs: number
  readonly connectMs?: number
  readonly maxBytes?: number
}

interface OutboundInit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

/** The answer was longer than the cap; its status came, its content is unusable. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
}

/** How long each upstream may take in all, in milliseconds. */
export const OUTBOUND_MS = { jwks: 1_000, payments: 10_000, cave: 15_000, caveBoms: 30_000 } as const

const CONNECTIONS = 20
const CONNECT_MS = 5_000
const MAX_BYTES = 1_048_576
const WITHOUT_BODY: readonly number[] = [101, 204, 205, 304]

export function createOutboundHttp(settings: OutboundSettings): OutboundHttp {
  const { allowPrivateUpstreams, totalMs, connectMs = CONNECT_MS, maxBytes = MAX_BYTES } = settings
  const connect = checkedConnector({ allowPrivate: allowPrivateUpstreams, ms: Math.min(connectMs, totalMs) })
  const dispatcher = new Agent({ connect, connections: CONNECTIONS, pipelining: 1 })

  return {
    async fetch(url, { signal, ...init } = {}) {
      if (!allowPrivateUpstreams && !url.startsWith('https:')) throw new ConnectFailed('Only https is spoken outside.')
      const deadline = AbortSignal.timeout(totalMs)
      const bounded = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
      const answer = await fetch(url, { ...init, redirect: 'manual', signal: bounded, dispatcher })
      const bytes = await readCapped(answer.body, maxBytes)
      const body = WITHOUT_BODY.includes(answer.status) ? null : bytes
      return new Response(body, { status: answer.status, headers: [...answer.headers] })
    },
    async close() {
      await dispatcher.destroy()
    },
  }
}

/** True when the failure came before the first byte of the request left: repeating cannot double anything. */
export function wasNothingSent(error: unknown): boolean {
  if (error instanceof ConnectFailed) return true
  return error instanceof Error && error.cause !== undefined && wasNothingSent(error.cause)
}

async function readCapped(body: AsyncIterable<Uint8Array> | null, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.byteLength
    if (length > maxBytes) throw new AnswerTooLarge(`The answer is longer than ${maxBytes} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
