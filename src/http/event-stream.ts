import type { SSEMessage } from '@fastify/sse'

import type { RowListener } from '../db/listen.js'

/** Hints can be lost with the connection that brings them, so the resource is read this often at least. */
const POLL_MS = 3000
const BATCH = 500
const RETRY_MS = 3000

/** A resource with a timeline, as a stream sees it. `seq` is the version of its row. */
export interface StreamedResource {
  /** what `RowListener` calls it */
  readonly subject: string
  head(): Promise<StreamHead>
  /** the status document, as of its own sequence */
  snapshot(): Promise<{ readonly seq: number; readonly data: object }>
  /** events with after < seq <= upTo in order, at most `limit`; `event` undefined: not for these eyes */
  events(range: { readonly after: number; readonly upTo: number; readonly limit: number }): Promise<StreamedEvent[]>
}

interface StreamHead {
  readonly seq: number
  /** the status in which nothing follows any more */
  readonly end?: string | undefined
}

export interface StreamedEvent {
  readonly seq: number
  readonly event?: string | undefined
  readonly data: object
}

/**
 * The messages of a live stream: a snapshot, or everything after `lastEventId`, then what happens from now on, none
 * twice and none left out, until the resource is final or `signal` aborts.
 */
export async function* streamMessages(
  resource: StreamedResource,
  stream: { readonly listener: RowListener; readonly lastEventId: number | undefined; readonly signal: AbortSignal },
): AsyncGenerator<SSEMessage> {
  const { listener, signal } = stream
  yield { retry: RETRY_MS, data: undefined }
  // Listening begins before the first read, so that no change falls in between.
  const hints = new Hints(listener, resource.subject)
  try {
    let seq = stream.lastEventId
    while (!signal.aborted) {
      hints.clear()
      const head = await resource.head()
      if (seq === undefined || seq > head.seq) seq = yield* sendSnapshot(resource)
      else seq = yield* sendEvents(resource, { after: seq, upTo: head.seq })
      if (head.end !== undefined) {
        yield endMessage(seq, head.end)
        return
      }
      await hints.next(POLL_MS, signal)
    }
  } finally {
    hints.stop()
  }
}

/** `Last-Event-ID` as a sequence; what is none asks for a snapshot. */
export function readLastEventId(text: string | null | undefined): number | undefined {
  return text && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

async function* sendSnapshot(resource: StreamedResource): AsyncGenerator<SSEMessage, number> {
  const { seq, data } = await resource.snapshot()
  yield { id: String(seq), event: 'snapshot', data }
  return seq
}

async function* sendEvents(
  resource: StreamedResource,
  range: { readonly after: number; readonly upTo: number },
): AsyncGenerator<SSEMessage, number> {
  for (let { after } = range; after < range.upTo;) {
    const batch = await resource.events({ after, upTo: range.upTo, limit: BATCH })
    for (const { seq, event, data } of batch) {
      if (event !== undefined) yield { id: String(seq), event, data }
    }
    after = batch.length < BATCH ? range.upTo : (batch.at(-1)?.seq ?? range.upTo)
  }
  return range.upTo
}

function endMessage(seq: number, status: string): SSEMessage {
  return { id: String(seq), event: 'end', data: { status } }
}

/** Remembers that a hint came, also while nobody waits for one. */
class Hints {
  private hasCome = false
  private wake = (): void => undefined
  readonly stop: () => void

  constructor(listener: RowListener, subject: string) {
    this.stop = listener.subscribe(subject, () => {
      this.hasCome = true
      this.wake()
    })
  }

  clear(): void {
    this.hasCome = false
  }

  /** Resolves at the first hint since `clear`, after `ms`, or when the signal aborts. */
  async next(ms: number, signal: AbortSignal): Promise<void> {
    if (this.hasCome || signal.aborted) return
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', finish)
        resolve()
      }
      const timer = setTimeout(finish, ms)
      signal.addEventListener('abort', finish, { once: true })
      this.wake = finish
    })
  }
}
