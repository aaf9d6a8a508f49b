import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

export const FAULT_MODES = ['normal', 'down', 'slow', 'refuse', 'rubbish', 'apply_then_hang'] as const

/** How the next calls to a peer fare. */
export interface FaultMode {
  /** `after` calls from now on, for `calls` calls (default: until the next change), and then normal again. */
  readonly set: (mode: string, span?: FaultSpan) => void
  /** The mode of this call; counts it. */
  readonly take: () => string
  /** The mode without counting: for probes that come by themselves. */
  readonly peek: () => string
  /** Calls that fared as the mode says, since it was set. */
  readonly hits: () => number
}

interface FaultSpan {
  readonly calls?: number | undefined
  readonly after?: number | undefined
}

export function createFaultMode(): FaultMode {
  let mode = 'normal'
  let first = 0
  let last = Infinity
  let taken = 0
  const current = (): string => (taken >= first && taken < last ? mode : 'normal')

  return {
    set(next, { calls = Infinity, after = 0 } = {}) {
      mode = next
      taken = 0
      first = after
      last = after + calls
    },
    take() {
      const now = current()
      taken += 1
      return now
    },
    peek: current,
    hits: () => Math.max(0, Math.min(taken, last) - first),
  }
}

export interface FaultPort {
  /** asked once for each call */
  readonly mode: (request: FastifyRequest) => string
  readonly slowMs: number
  readonly refusal: { readonly status: number; readonly body: unknown }
}

/** Lets every route of this scope fare as the mode says; `apply_then_hang` does the work and never answers. */
export function addFaults(scope: FastifyInstance, port: FaultPort): void {
  const hanging = new WeakSet<FastifyRequest>()
  scope.addHook('preHandler', async (request, reply) => {
    const mode = port.mode(request)
    if (mode === 'apply_then_hang') hanging.add(request)
    if (mode === 'slow') await untilTimeOrGone(port.slowMs, request)
    answerBadly(mode, reply, port)
  })
  scope.addHook('onSend', async (request, _reply, payload) => {
    if (!hanging.has(request)) return payload
    // The caller gives up; when it does, or when this server stops, the connection ends.
    return new Promise<never>(() => undefined)
  })
}

function answerBadly(mode: string, reply: FastifyReply, { refusal }: FaultPort): void {
  if (mode === 'down') void reply.code(503).send({ error: { type: 'api_error', message: 'Down.' } })
  if (mode === 'refuse') void reply.code(refusal.status).send(refusal.body)
  if (mode === 'rubbish') void reply.code(200).type('text/html').send('<html>Something else lives here.</html>')
}

async function untilTimeOrGone(ms: number, { raw }: FastifyRequest): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    raw.socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** POST `{mode, calls?, after?}` sets how the next calls fare; GET says how many have. */
export function addModeRoute(scope: FastifyInstance, path: string, { modes, faults }: ModeRoute): void {
  const count = z.int().nonnegative().optional()
  const bodySchema = z.object({ mode: z.enum(modes), calls: count, after: count })
  scope.post(path, (request) => {
    const { mode, calls, after } = bodySchema.parse(request.body)
    faults.set(mode, { calls, after })
    return { mode, calls: calls ?? null, after: after ?? 0 }
  })
  scope.get(path, () => ({ mode: faults.peek(), hits: faults.hits() }))
}

interface ModeRoute {
  readonly modes: readonly string[]
  readonly faults: FaultMode
}
