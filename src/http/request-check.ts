import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'

import type { DomainError } from '../domain/errors.js'

/** Looks at a request and returns the refusal, if there is one. */
export type RequestCheck = (request: FastifyRequest, reply: FastifyReply) => DomainError | undefined

/** Adds a check to a stage of every request; checks of a stage run in the order in which they were added. */
export function addCheck(app: FastifyInstance, stage: 'onRequest' | 'preValidation', check: RequestCheck): void {
  const run = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void =>
    done(check(request, reply))
  if (stage === 'onRequest') app.addHook('onRequest', run)
  else app.addHook('preValidation', run)
}
