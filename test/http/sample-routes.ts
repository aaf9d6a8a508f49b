import { z } from 'zod'

import type { Access } from '../../src/http/principal.js'
import { defineRoute, type RouteDefinition } from '../../src/http/route.js'
import { integer } from '../../src/http/wire-number.js'
import { queryBoolean, queryInteger } from '../../src/http/wire-query.js'
import { requiredText, text } from '../../src/http/wire-text.js'

const principalAnswer = z.object({ kind: z.string(), id: z.string().nullable() })

/** One route per access mark, at `/api/marks/<mark>`; it answers who was admitted. */
export function markRoutes(): RouteDefinition[] {
  const marks: Exclude<Access, 'cave_callback'>[] = [
    ...(['public', 'public_with_user', 'guest', 'user', 'admin', 'service'] as const),
    ...(['user_or_service', 'admin_or_service', 'owner_admin_or_service', 'metrics'] as const),
  ]
  return marks.map((access) =>
    defineRoute({
      method: 'GET',
      path: `/api/marks/${access}`,
      summary: `Shows who ${access} admits`,
      tag: 'test',
      access,
      limit: 'read',
      idempotency: 'none',
      schema: { response: { 200: principalAnswer } },
      handler: ({ principal }) =>
        Promise.resolve({ kind: principal.kind, id: 'id' in principal ? principal.id : null }),
    }),
  )
}

const thingBody = z.object({
  title: requiredText({ max: 10 }),
  quantity: integer({ min: 1, max: 999 }).default(1),
  notes: text({ max: 2000 }).nullish(),
  parts: z
    .array(z.object({ sku: requiredText() }))
    .max(3)
    .default([]),
})

/** A small resource at `/api/things` that takes bodies and queries. */
export function thingRoutes(): RouteDefinition[] {
  const thing = z.object({ title: z.string(), quantity: z.int(), notes: z.string().nullable(), parts: z.int() })
  return [
    defineRoute({
      method: 'POST',
      path: '/api/things',
      summary: 'Echoes a thing',
      tag: 'test',
      access: 'public',
      limit: 'read',
      idempotency: 'none',
      schema: { body: thingBody, response: { 200: thing } },
      handler: ({ body }) =>
        Promise.resolve({ ...body, notes: body.notes ?? null, parts: body.parts.length, secret: 'never leaves' }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/things/:id',
      summary: 'Echoes an id and a query',
      tag: 'test',
      access: 'public',
      limit: 'read',
      idempotency: 'none',
      schema: {
        params: z.object({ id: queryInteger({ min: 1 }) }),
        query: z.object({ deep: queryBoolean().default(false), limit: queryInteger({ min: 1, max: 100 }).default(10) }),
        response: { 200: z.object({ id: z.int(), deep: z.boolean(), limit: z.int() }) },
      },
      handler: ({ params, query }) => Promise.resolve({ ...params, ...query }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/defect',
      summary: 'Throws what nobody foresaw',
      tag: 'test',
      access: 'public',
      limit: 'read',
      idempotency: 'none',
      schema: { response: { 200: z.object({ ok: z.boolean() }) } },
      handler: () => Promise.reject(new Error('SELECT secret FROM postgres://user:pass@host')),
    }),
  ]
}
