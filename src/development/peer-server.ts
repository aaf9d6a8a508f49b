import { parse as parseQuery } from 'node:querystring'

import fastify, { type FastifyInstance } from 'fastify'
import { ZodError } from 'zod'

/** A running server of ours that plays the other side. */
export interface Peer {
  /** origin, without a slash at the end */
  readonly url: string
  readonly stop: () => Promise<void>
}

export interface ListenOptions {
  /** 0 or absent: any free port */
  readonly port?: number
}

/** Starts one loopback server with these peers in it. Stopping cuts whoever still waits. */
export async function listenAsPeer(peers: readonly PeerPlugin[], { port = 0 }: ListenOptions): Promise<Peer> {
  const server = fastify({ forceCloseConnections: true, bodyLimit: 1_048_576 })
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, { ...parseQuery(String(body)) })
  })
  server.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
    const status = error instanceof ZodError ? 400 : (error.statusCode ?? 500)
    await reply.code(status).send({ error: { type: 'invalid_request_error', message: error.message } })
  })
  for (const peer of peers) void server.register(peer)
  const url = await server.listen({ host: '127.0.0.1', port })
  return { url, stop: async () => server.close() }
}

export type PeerScope = FastifyInstance

export type PeerPlugin = (scope: PeerScope) => Promise<void>
