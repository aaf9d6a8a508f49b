import { type Database, firstRow } from './sequelize.js'

/** What a person wants to be told, and how. */
export interface NotificationPreferences {
  readonly email_notifications: boolean
  readonly push: boolean
  readonly sms: boolean
  readonly marketing_emails: boolean
  readonly order_updates: boolean
  readonly product_updates: boolean
  readonly security_alerts: boolean
  readonly processing_updates: boolean
}

/** As long as somebody has chosen nothing. */
const DEFAULT_PREFERENCES: NotificationPreferences = {
  email_notifications: true,
  push: false,
  sms: false,
  marketing_emails: false,
  order_updates: true,
  product_updates: true,
  security_alerts: true,
  processing_updates: true,
}

export async function readPreferences(database: Database, userId: string): Promise<NotificationPreferences> {
  const row = await firstRow<NotificationPreferences>(
    database,
    `SELECT email_notifications, push, sms, marketing_emails, order_updates, product_updates, security_alerts,
       processing_updates
     FROM notification_preferences WHERE user_id = $1`,
    [userId],
  )
  return row ?? DEFAULT_PREFERENCES
}

export type PreferenceChanges = { readonly [K in keyof NotificationPreferences]?: boolean | undefined }

/** Changes what is given and keeps the rest. */
export async function changePreferences(
  database: Database,
  userId: string,
  changes: PreferenceChanges,
): Promise<NotificationPreferences> {
  const row = await firstRow<NotificationPreferences>(
    database,
    `INSERT INTO notification_preferences AS kept (user_id, email_notifications, push, sms, marketing_emails,
       order_updates, product_updates, security_alerts, processing_updates)
     SELECT $1, wanted.* FROM jsonb_to_record($2::jsonb || $3::jsonb) AS wanted (email_notifications boolean,
       push boolean, sms boolean, marketing_emails boolean, order_updates boolean, product_updates boolean,
       security_alerts boolean, processing_updates boolean)
     ON CONFLICT (user_id) DO UPDATE SET
       email_notifications = coalesce(($3::jsonb ->> 'email_notifications')::boolean, kept.email_notifications),
       push = coalesce(($3::jsonb ->> 'push')::boolean, kept.push),
       sms = coalesce(($3::jsonb ->> 'sms')::boolean, kept.sms),
       marketing_emails = coalesce(($3::jsonb ->> 'marketing_emails')::boolean, kept.marketing_emails),
       order_updates = coalesce(($3::jsonb ->> 'order_updates')::boolean, kept.order_updates),
       product_updates = coalesce(($3::jsonb ->> 'product_updates')::boolean, kept.product_updates),
       security_alerts = coalesce(($3::jsonb ->> 'security_alerts')::boolean, kept.security_alerts),
       processing_updates = coalesce(($3::jsonb ->> 'processing_updates')::boolean, kept.processing_updates),
       updated_at = now()
     RETURNING email_notifications, push, sms, marketing_emails, order_updates, product_updates, security_alerts,
       processing_updates`,
    [userId, JSON.stringify(DEFAULT_PREFERENCES), JSON.stringify(changes)],
  )
  return row ?? DEFAULT_PREFERENCES
}
