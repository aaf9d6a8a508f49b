import { z } from 'zod'

import { changePreferences, readPreferences } from '../../db/notification-preferences.js'
import { countUnread, listNotifications, markAllRead, markRead, type NotificationRow } from '../../db/notifications.js'
import { DomainError } from '../../domain/errors.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { pageAndSize, queryBoolean, withinOffset } from '../wire-query.js'
import { text, uuid, wireTime } from '../wire-text.js'

const COMMON = { tag: 'notifications', access: 'user' } as const
const READ = { ...COMMON, method: 'GET', limit: 'read', idempotency: 'none' } as const
const WRITE = { ...COMMON, limit: 'api', idempotency: 'optional' } as const

const preferences = z
  .object({
    email_notifications: z.boolean(),
    push: z.boolean(),
    sms: z.boolean(),
    marketing_emails: z.boolean(),
    order_updates: z.boolean(),
    product_updates: z.boolean(),
    security_alerts: z.boolean(),
    processing_updates: z.boolean(),
  })
  .meta({ id: 'NotificationPreferences' })

const notification = z
  .object({
    id: z.string(),
    type: z.string(),
    title: z.string(),
    message: z.string(),
    timestamp: wireTime(),
    read: z.boolean(),
    related_type: z.string().nullable(),
    related_id: z.string().nullable(),
  })
  .meta({ id: 'Notification' })

const notificationPage = z.object({
  notifications: z.array(notification),
  unread_count: z.int(),
  total: z.int(),
  page: z.int(),
  per_page: z.int(),
  pages: z.int(),
})

const marked = z.object({ message: z.string(), success: z.boolean(), unread_count: z.int() })

/** What the store has told a person, and what that person wants to be told. */
export function notificationRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [...preferenceRoutes(dependencies), listRoute(dependencies), ...markingRoutes(dependencies)]
}

function preferenceRoutes({ database }: ApiDependencies): RouteDefinition[] {
  return [
    defineRoute({
      ...READ,
      path: '/api/user/notifications',
      summary: 'What you want to be told',
      schema: { response: { 200: preferences } },
      handler: ({ principal }) => readPreferences(database, principal.id),
    }),
    defineRoute({
      ...WRITE,
      method: 'PUT',
      path: '/api/user/notifications',
      summary: 'Changes what you want to be told',
      schema: {
        body: preferences.partial(),
        response: { 200: z.object({ message: z.string(), success: z.boolean(), preferences }) },
      },
      handler: async ({ principal, body }) => ({
        message: 'Your preferences are saved.',
        success: true,
        preferences: await changePreferences(database, principal.id, body),
      }),
    }),
  ]
}

function listRoute({ database }: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...READ,
    path: '/api/notifications',
    summary: 'Your notifications, newest first',
    schema: {
      query: z
        .object({
          ...pageAndSize(),
          type: text({ max: 64 }).optional(),
          status: z.enum(['pending', 'sent', 'delivered', 'failed', 'bounced']).optional(),
          read: queryBoolean().optional(),
        })
        .refine(...withinOffset),
      response: { 200: notificationPage },
    },
    handler: async ({ principal, query }) => {
      const { page, per_page: perPage } = query
      const found = await listNotifications(database, {
        userId: principal.id,
        type: query.type,
        status: query.status,
        isRead: query.read,
        limit: perPage,
        offset: (page - 1) * perPage,
      })
      return {
        notifications: found.page.map(toWire),
        unread_count: await countUnread(database, principal.id),
        total: found.total,
        page,
        per_page: perPage,
        pages: Math.max(1, Math.ceil(found.total / perPage)),
      }
    },
  })
}

function markingRoutes({ database }: ApiDependencies): RouteDefinition[] {
  const answer = async (userId: string, message: string) => ({
    message,
    success: true,
    unread_count: await countUnread(database, userId),
  })
  return [
    defineRoute({
      ...WRITE,
      method: 'POST',
      path: '/api/notifications/:id/read',
      summary: 'Marks a notification as read',
      schema: { params: z.object({ id: uuid() }), response: { 200: marked } },
      handler: async ({ principal, params }) => {
        if (await markRead(database, principal.id, params.id)) return answer(principal.id, 'Marked as read.')
        throw new DomainError('notification_not_found', 'There is no such notification.')
      },
    }),
    defineRoute({
      ...WRITE,
      method: 'POST',
      path: '/api/notifications/mark-all-read',
      summary: 'Marks all notifications as read',
      schema: { response: { 200: marked } },
      handler: async ({ principal }) => {
        await markAllRead(database, principal.id)
        return answer(principal.id, 'All are marked as read.')
      },
    }),
  ]
}

function toWire(row: NotificationRow): z.output<typeof notification> {
  return {
    id: row.id,
    type: row.type,
    title: row.subject,
    message: row.message,
    timestamp: row.created_at.toISOString(),
    read: row.read_at !== null,
    related_type: row.related_type,
    related_id: row.related_id,
  }
}
