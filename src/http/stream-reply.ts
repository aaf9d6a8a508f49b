import type {} from '@fastify/sse'
import type { FastifyReply } from 'fastify'

import { DomainError } from '../domain/errors.js'
import type { ApiDependencies } from './api-dependencies.js'
import { streamMessages, type StreamedResource } from './event-stream.js'
import { milliseconds } from './plugins/request-context.js'

/** Streams that one user may have open on one resource, in this process. */
const MAX_STREAMS = 4
const LIFE_MS = 30 * 60_000

/** Sends a resource's live events until it is final, the client leaves, the process stops, or half an hour is over. */
export async function sendStream(services: StreamServices, stream: LiveStream): Promise<FastifyReply> {
  const { reply, userId, resource, lastEventId } = stream
  const { listener, logger } = services
  const life = beginLife(services, { reply, slot: `${userId} ${resource.subject}` })
  // A stream is sent past the hooks that answers go through.
  void reply.header('x-response-time', `${milliseconds(reply.request.arrivedAt).toFixed(2)}ms`)
  try {
    await reply.sse.send(streamMessages(resource, { listener, lastEventId, signal: life.signal }))
  } catch (error) {
    if (!reply.raw.headersSent) throw error
    // The client comes back with the last id it has seen.
    if (reply.sse.isConnected) logger.warn({ err: error, request_id: reply.request.id }, 'an event stream broke off')
  } finally {
    life.abort()
  }
  reply.sse.close()
  return reply
}

export interface LiveStream {
  readonly reply: FastifyReply
  readonly userId: string
  readonly resource: StreamedResource
  readonly lastEventId: number | undefined
}

export interface StreamServices extends Pick<ApiDependencies, 'listener' | 'logger' | 'stopState'> {
  readonly slots: StreamSlots
}

/** Counts the open streams per user and resource. */
export class StreamSlots {
  private readonly open = new Map<string, number>()

  /** Takes a slot or refuses with `quota_exceeded`; returns the function that gives it back. */
  take(key: string): () => void {
    const count = this.open.get(key) ?? 0
    if (count >= MAX_STREAMS) throw tooMany()
    this.open.set(key, count + 1)
    return () => {
      const left = (this.open.get(key) ?? 1) - 1
      if (left > 0) this.open.set(key, left)
      else this.open.delete(key)
    }
  }
}

/** Everything that ends the stream ends this life, and its end gives everything back. */
function beginLife(
  { slots, stopState }: StreamServices,
  stream: { reply: FastifyReply; slot: string },
): AbortController {
  const release = slots.take(stream.slot)
  const life = new AbortController()
  const end = (): void => {
    life.abort()
  }
  const timer = setTimeout(end, LIFE_MS)
  const onAbort = (): void => {
    clearTimeout(timer)
    stopState.signal.removeEventListener('abort', end)
    release()
  }
  life.signal.addEventListener('abort', onAbort, { once: true })
  stopState.signal.addEventListener('abort', end, { once: true })
  stream.reply.raw.once('close', end)
  if (stopState.signal.aborted) end()
  return life
}

function tooMany(): DomainError {
  return new DomainError('quota_exceeded', `You have ${MAX_STREAMS} streams of this order open; close one first.`, {
    members: { quota: 'streams' },
  })
}
