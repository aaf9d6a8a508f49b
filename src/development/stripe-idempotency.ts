import type { FastifyReply, FastifyRequest } from 'fastify'

import { StripeFault } from './stripe-fault.js'
import type { KeptAnswer, StripeLedger } from './stripe-ledger.js'

/** The request, its answer, and how it is to fare. */
export interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly mode: string
  readonly ledger: StripeLedger
}

const BROKEN = { error: { type: 'api_error', message: 'Something went wrong on our side.' } }

/**
 * Stripe's rule: the first answer under a key is kept and heard again by everyone who repeats the request, a failure of
 * Stripe's own included; another request under the key is refused. What was refused before any work is not kept.
 */
export function underKey(exchange: Exchange, effect: () => object): unknown {
  const { request, mode, ledger } = exchange
  const key = String(request.headers['idempotency-key'])
  const said = `${request.method} ${request.url} ${JSON.stringify(request.body)}`
  const kept = ledger.answer(key)
  if (kept !== undefined) return replay(exchange, kept, said)

  const body = mode === 'break' ? BROKEN : effect()
  const isBroken = mode === 'break' || mode === 'apply_then_break'
  const answer = { key, request: said, status: isBroken ? 500 : 200, body: isBroken ? BROKEN : body }
  ledger.saveAnswer(answer)
  void exchange.reply.code(answer.status)
  return answer.body
}

function replay({ reply, ledger }: Exchange, kept: KeptAnswer, said: string): unknown {
  if (kept.request !== said) {
    const message = 'This idempotency key was used with other parameters.'
    throw new StripeFault(400, { type: 'idempotency_error', message })
  }
  ledger.note({ kind: 'request_replayed', key: kept.key })
  void reply.code(kept.status).header('idempotent-replayed', 'true')
  return kept.body
}
