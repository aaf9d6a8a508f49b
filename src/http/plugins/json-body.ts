import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'

import { parseJson } from '../parse-json.js'
import { readBody } from '../read-body.js'

export const DEFAULT_BODY_BYTES = 65_536
const DEFAULT_DEADLINE_SECONDS = 15

/** `application/json` is the only body type, unless a scope adds its own. */
export function addJsonBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', async (request: FastifyRequest, payload: Readable) =>
    parseJson(await readRequestBody(request, payload)),
  )
}

/** The bytes of this request under the limits of its route. */
export async function readRequestBody(request: FastifyRequest, payload: Readable): Promise<Buffer> {
  const { definition } = request.routeOptions.config
  const announced = Number(request.headers['content-length'])
  return readBody(payload, {
    maxBytes: definition?.bodyLimit ?? DEFAULT_BODY_BYTES,
    deadlineSeconds: definition?.bodyDeadlineSeconds ?? DEFAULT_DEADLINE_SECONDS,
    announcedBytes: Number.isSafeInteger(announced) ? announced : undefined,
  })
}
