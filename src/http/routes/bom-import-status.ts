import { Readable } from 'node:stream'

import type { FastifyReply } from 'fastify'
import { z } from 'zod'

import type { ApiDependencies } from '../api-dependencies.js'
import { readLastEventId } from '../event-stream.js'
import { statusChunks, statusDocument, WHOLE_LINES } from '../import-document.js'
import { importLinks, importResource } from '../import-links.js'
import { reportChunks } from '../import-report.js'
import { importStream, visibleImport } from '../import-stream.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { streamReader } from '../stream-reader.js'
import { sendStream, StreamSlots } from '../stream-reply.js'
import { text, uuid } from '../wire-text.js'
import { StatusDocument } from './bom-import.wire.js'

const READING = { method: 'GET', tag: 'BOM import', limit: 'read', idempotency: 'none' } as const
const params = z.object({ import_id: uuid() })

/** What became of an import: as a document, as a report to keep, and live. */
export function bomImportStatusRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [statusRoute(dependencies), eventsRoute(dependencies)]
}

function statusRoute({ database, config }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...READING,
    path: '/api/bom-import/status/:import_id',
    summary: 'An import with its lines; with `Accept: text/csv` its report as a file',
    access: 'user',
    schema: {
      params,
      response: {
        200: { content: { 'application/json': { schema: StatusDocument }, 'text/csv': { schema: z.string() } } },
      },
    },
    async handler({ principal, params: { import_id: importId }, request, reply }) {
      const row = await visibleImport(importId, { userId: principal.id })
      if (wantsCsv(request.headers.accept)) {
        reply.header('content-disposition', `attachment; filename="bom-import-${importId}.csv"`)
        return send(reply, 'text/csv; charset=utf-8', reportChunks(database, row))
      }
      const links = importLinks(config, importId, principal)
      if ((row.counters.total ?? 0) > WHOLE_LINES) return send(reply, JSON_TYPE, statusChunks(database, row, links))
      return reply.type(JSON_TYPE).send(await statusDocument(database, row, links))
    },
  })
}

const JSON_TYPE = 'application/json; charset=utf-8'

function send(reply: FastifyReply, type: string, chunks: AsyncGenerator<string>): FastifyReply {
  return reply.type(type).send(Readable.from(chunks))
}

/** JSON unless CSV is named. */
function wantsCsv(accept: string | undefined): boolean {
  return (accept ?? '').split(',').some((range) => range.split(';', 1)[0]?.trim().toLowerCase() === 'text/csv')
}

function eventsRoute(dependencies: ApiDependencies): RouteDefinition {
  const services = { ...dependencies, slots: new StreamSlots() }
  const readerOf = streamReader(dependencies)
  return defineRoute({
    ...READING,
    path: '/api/bom-import/import/:import_id/events',
    summary: 'What happens to an import, as it happens; with a token, or the ticket of an events_url',
    access: 'public_with_user',
    isEventStream: true,
    schema: {
      params,
      query: z.object({ last_event_id: text().optional(), ticket: text({ max: 1000 }).optional() }),
      response: { 200: { content: { 'text/event-stream': { schema: z.string() } } } },
    },
    async handler({ params: { import_id: importId }, query, request, reply }) {
      const reader = await readerOf(request, query.ticket)
      await visibleImport(importId, reader.isAdmin ? 'everybody' : { userId: reader.userId })
      reader.checkResource(importResource(importId))
      return sendStream(services, {
        reply,
        userId: reader.userId,
        resource: importStream(dependencies, importId, reader),
        lastEventId: readLastEventId(reply.sse.lastEventId ?? query.last_event_id),
      })
    },
  })
}
