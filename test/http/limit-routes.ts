import { z } from 'zod'

import { defineRoute, type LimitGroup, type RouteDefinition } from '../../src/http/route.js'

export const CRITICAL: readonly LimitGroup[] = ['upload', 'quote', 'checkout', 'login', 'webhook']

/** One route per limit group at `/api/limited/<group>`, for signed-in people; and one that fails closed uncounted. */
export function limitRoutes(): RouteDefinition[] {
  const groups: readonly LimitGroup[] = [...CRITICAL, 'read', 'api']
  const common = { method: 'POST', tag: 'test', idempotency: 'none', summary: 'Is limited' } as const
  const schema = { response: { 200: z.object({ ok: z.boolean() }) } }
  const handler = () => Promise.resolve({ ok: true })
  return [
    ...groups.map((limit) =>
      defineRoute({ ...common, path: `/api/limited/${limit}`, access: 'public_with_user', limit, schema, handler }),
    ),
    defineRoute({
      ...common,
      path: '/api/limited/uncounted',
      access: 'user',
      limit: 'upload_uncounted',
      schema,
      handler,
    }),
    defineRoute({
      ...common,
      path: '/api/limited/import',
      access: 'public',
      limit: { multipart: 'upload', other: 'api' },
      isRawBody: true,
      schema,
      handler,
    }),
  ]
}
