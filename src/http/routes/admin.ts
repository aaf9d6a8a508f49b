import { z } from 'zod'

import { reopenFact } from '../../db/inbox.js'
import { recordAudit } from '../../db/record.js'
import { listAttention, type AttentionRow } from '../../db/reads/attention.js'
import { listInbox, type InboxRow } from '../../db/reads/inbox.js'
import { ATTENTION_REASONS } from '../../domain/attention.js'
import { DomainError } from '../../domain/errors.js'
import { deliverFact } from '../../fact-delivery.js'
import { bomImportId, cavePublicationId, modelAnalysisId, quoteToServiceOrderId } from '../../../workflows/ids.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { pageAndSize, withinOffset } from '../wire-query.js'
import { uuid, wireTime } from '../wire-text.js'

const ADMIN = { tag: 'admin', access: 'admin' } as const
const inboxState = z.enum(['received', 'signalled', 'done', 'ignored', 'unmatched', 'rejected'])
const provider = z.enum(['stripe', 'razorpay', 'makrcave', 'manual'])

const inboxEntry = z.object({
  id: z.string(),
  provider,
  event_id: z.string(),
  event_type: z.string(),
  state: inboxState,
  attempts: z.int(),
  received_at: wireTime(),
  error: z.string().nullable(),
})

/** What operators look at beside the Temporal UI. */
export function adminRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [attentionRoute(dependencies), inboxRoute(dependencies), replayRoute(dependencies)]
}

function attentionRoute({ database, config }: ApiDependencies): RouteDefinition {
  const item = z.object({
    kind: z.enum(['order', 'service_order', 'quote', 'upload', 'bom_import']),
    id: z.string(),
    number: z.string().nullable(),
    reason: z.enum(ATTENTION_REASONS),
    since: wireTime(),
    note: z.string().nullable(),
    workflow_id: z.string().nullable(),
    workflow_url: z.string().optional(),
  })
  return defineRoute({
    ...ADMIN,
    method: 'GET',
    path: '/api/admin/attention',
    summary: 'Everything that waits for a person',
    limit: 'read',
    idempotency: 'none',
    schema: { response: { 200: z.object({ items: z.array(item) }) } },
    async handler() {
      const { uiOrigin, namespace } = config.temporal
      const items = (await listAttention(database)).map(({ run_key, since, ...row }) => {
        const workflowId = workflowIdOf({ ...row, run_key, since })
        const url = uiOrigin && workflowId ? `${uiOrigin}/namespaces/${namespace}/workflows/${workflowId}` : undefined
        return {
          ...row,
          since: since.toISOString(),
          workflow_id: workflowId,
          ...(url === undefined ? {} : { workflow_url: url }),
        }
      })
      return { items }
    },
  })
}

function inboxRoute({ database }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...ADMIN,
    method: 'GET',
    path: '/api/admin/inbox',
    summary: 'Facts from outside, newest first',
    limit: 'read',
    idempotency: 'none',
    schema: {
      query: z
        .object({ ...pageAndSize(), provider: provider.optional(), state: inboxState.optional() })
        .refine(...withinOffset),
      response: {
        200: z.object({
          entries: z.array(inboxEntry),
          total: z.int(),
          page: z.int(),
          per_page: z.int(),
          pages: z.int(),
        }),
      },
    },
    async handler({ query }) {
      const { page, per_page, provider: sender, state } = query
      const { entries, total } = await listInbox(database, {
        ...(sender ? { provider: sender } : {}),
        ...(state ? { state } : {}),
        limit: per_page,
        offset: (page - 1) * per_page,
      })
      return {
        entries: entries.map(entryOf),
        total,
        page,
        per_page,
        pages: Math.max(1, Math.ceil(total / per_page)),
      }
    },
  })
}

function entryOf(row: InboxRow): z.output<typeof inboxEntry> {
  return {
    id: row.id,
    provider: provider.parse(row.provider),
    event_id: row.event_id,
    event_type: row.event_type,
    state: inboxState.parse(row.state),
    attempts: row.attempts,
    received_at: row.received_at.toISOString(),
    error: row.error,
  }
}

function replayRoute({ database, workflows }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...ADMIN,
    method: 'POST',
    path: '/api/admin/inbox/:id/replay',
    summary: 'Deliver a stored fact again; harmless when it is done',
    limit: 'api',
    idempotency: 'optional',
    schema: {
      params: z.object({ id: uuid() }),
      response: { 200: z.object({ message: z.string(), success: z.literal(true), state: inboxState }) },
    },
    async handler({ params, principal }) {
      const entry = await reopenFact(database, params.id)
      if (!entry) throw new DomainError('inbox_entry_not_found', 'There is no such entry.')
      await recordAudit(database, {
        actorType: 'admin',
        actorId: principal.id,
        action: 'inbox.replay',
        resource: 'webhook_inbox',
        resourceId: entry.id,
      })
      if (entry.state !== 'done' && entry.subject !== null) {
        await deliverFact({ database, signals: workflows }, { id: entry.id, subject: entry.subject, isRepeat: true })
      }
      return { message: 'The fact is delivered again.', success: true as const, state: entry.state }
    },
  })
}

function workflowIdOf({ kind, run_key: key }: AttentionRow): string | null {
  if (key === null) return null
  switch (kind) {
    case 'order':
    case 'quote':
      return quoteToServiceOrderId(key)
    case 'service_order':
      return cavePublicationId(key)
    case 'upload':
      return modelAnalysisId(key)
    case 'bom_import':
      return bomImportId(key)
  }
}
