import { z } from 'zod'

import type { ApiDependencies } from '../api-dependencies.js'
import { defineRoute, type RouteDefinition } from '../route.js'

const anyDocument = z.looseObject({ openapi: z.string() })

const PAGE = { method: 'GET', tag: 'documentation', access: 'public', limit: 'read', idempotency: 'none' } as const

/** The API document where documentation is switched on; in development the root leads to its page. */
export function openApiRoutes({ config }: ApiDependencies): RouteDefinition[] {
  const document = defineRoute({
    ...PAGE,
    path: '/openapi.json',
    summary: 'This document',
    schema: { response: { 200: anyDocument } },
    handler: async ({ request, reply }) =>
      reply.type('application/json').send(JSON.stringify(request.server.swagger())),
  })
  const root = defineRoute({
    ...PAGE,
    path: '/',
    summary: 'Leads to the documentation',
    schema: { response: { 302: z.null() } },
    handler: async ({ reply }) => reply.redirect('/docs', 302),
  })
  const shown = config.api.docsEnabled ? [document] : []
  return config.environment === 'development' ? [...shown, root] : shown
}
