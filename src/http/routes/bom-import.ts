import { z } from 'zod'

import { hideImport } from '../../db/bom-imports.js'
import { listImports, type ImportRow } from '../../db/reads/bom-imports.js'
import { DomainError } from '../../domain/errors.js'
import { MAX_INLINE_BOM_BYTES } from '../../domain/bom-limits.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { importDocument, WHOLE_LINES } from '../import-document.js'
import { importLinks } from '../import-links.js'
import { drawImportIds, makeImport } from '../import-making.js'
import { visibleImport } from '../import-stream.js'
import { IMPORT_FORM, ImportWish } from '../import-wish.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { skipAndLimit } from '../wire-query.js'
import { uuid } from '../wire-text.js'
import * as wire from './bom-import.wire.js'

const OWN = { tag: 'BOM import', access: 'user' } as const
const WAIT_SECONDS = 10
const params = z.object({ import_id: uuid() })

/** Parts lists on their way into the cart: begin, list, stop. */
export function bomImportRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [importRoute(dependencies), listRoute(), deleteRoute(dependencies)]
}

function importRoute(dependencies: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...OWN,
    method: 'POST',
    path: '/api/bom-import/import',
    summary: 'Import a parts list: of a MakrCave project, as JSON, or as a file in a form',
    limit: { multipart: 'upload', other: 'api' },
    idempotency: 'optional',
    drawIds: drawImportIds,
    bodyLimit: MAX_INLINE_BOM_BYTES,
    bodyDeadlineSeconds: 120,
    multipart: IMPORT_FORM,
    defaultWaitSeconds: WAIT_SECONDS,
    schema: { body: ImportWish, response: { 200: wire.ImportDocument, 202: wire.AcceptedImport } },
    async handler({ principal, body, claim, waitSeconds, request, reply }) {
      const { uploadedFile: uploaded } = request
      const wish = { wish: body, uploaded, userId: principal.id, claim, waitSeconds }
      const row = await makeImport(dependencies, wish)
      const links = importLinks(dependencies.config, claim.ids.importId, principal)
      if (row && isWhole(row)) return importDocument(dependencies.database, row, links)
      reply.code(202).header('location', links.status_url).header('retry-after', '2')
      const status = row?.status ?? 'pending'
      return { success: true as const, import_id: claim.ids.importId, status, message: MESSAGE, ...links }
    },
  })
}

const MESSAGE = 'The import goes on; follow it at status_url or events_url.'

/** Every line is judged, and the document is short enough for one answer. */
function isWhole({ status, completedAt, counters }: ImportRow): boolean {
  const isJudged = status === 'partial' || completedAt !== null
  return isJudged && (counters.total ?? 0) <= WHOLE_LINES
}

function listRoute(): RouteDefinition {
  return defineRoute({
    ...OWN,
    method: 'GET',
    path: '/api/bom-import/user/imports',
    summary: 'Your imports, newest first',
    limit: 'read',
    idempotency: 'none',
    schema: {
      query: z.object(skipAndLimit(20)),
      response: {
        200: z.object({ imports: z.array(wire.ImportSummary), total: z.int(), skip: z.int(), limit: z.int() }),
      },
    },
    async handler({ principal, query }) {
      const { imports, total } = await listImports({ userId: principal.id, ...query })
      return { imports: imports.map(wire.importSummary), total, ...query }
    },
  })
}

function deleteRoute(dependencies: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...OWN,
    method: 'DELETE',
    path: '/api/bom-import/import/:import_id',
    summary: 'Stop an import and hide it; what is in the cart stays there',
    limit: 'api',
    idempotency: 'optional',
    schema: { params, response: { 200: z.object({ success: z.literal(true), message: z.string() }) } },
    async handler({ principal, params: { import_id: importId }, claim }) {
      const row = await visibleImport(importId, { userId: principal.id })
      if (!row.completedAt) await stop(dependencies, { importId, updateId: claim.ids.updateId })
      await hideImport({ id: importId, userId: principal.id })
      return { success: true as const, message: 'The import is deleted. What it put into the cart stays there.' }
    },
  })
}

/** An import that ends meanwhile needs no stopping. */
async function stop(
  { workflows }: ApiDependencies,
  message: { readonly importId: string; readonly updateId: string },
): Promise<void> {
  try {
    await workflows.cancelImport(message)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'import_closed') throw error
  }
}
