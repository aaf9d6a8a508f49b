import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Preferences } from './request-state.js'
import type { RouteDefinition } from './route.js'

const MAX_WAIT_SECONDS = 60

/** Reads `Prefer` (RFC 7240): `wait=N` seconds, cut to 60, and `handling=strict`. What is not understood is ignored. */
export function readPreferences(header: string | string[] | undefined): Preferences {
  const words = [header ?? []].flat().join(',').toLowerCase().split(/[,;]/).slice(0, 20)
  const preferences = new Map(words.map((word) => splitWord(word)))
  const wait = preferences.get('wait')
  const isNumber = wait !== undefined && /^\d{1,9}$/.test(wait)
  return {
    waitSeconds: isNumber ? Math.min(Number(wait), MAX_WAIT_SECONDS) : undefined,
    isStrict: preferences.get('handling') === 'strict',
  }
}

/** Seconds that this request waits for long work; says in the answer that the wish was honoured. */
export function waitFor(definition: RouteDefinition, request: FastifyRequest, reply: FastifyReply): number {
  if (definition.defaultWaitSeconds === undefined) return 0
  const { waitSeconds } = request.preferences
  if (waitSeconds === undefined) return definition.defaultWaitSeconds
  reply.header('preference-applied', `wait=${waitSeconds}`)
  return waitSeconds
}

function splitWord(word: string): [name: string, value: string] {
  const [name = '', value = ''] = word.split('=', 2)
  return [name.trim(), value.trim().replace(/^"(.*)"$/, '$1')]
}
