import type { Migration } from './migrate.js'

/** People as their tokens describe them, messages to them, and who did what. */
export const migration: Migration = {
  up: [
    `CREATE TABLE store_users (
      sub text PRIMARY KEY,
      email text,
      email_verified boolean NOT NULL DEFAULT false,
      name text,
      last_seen_at timestamptz NOT NULL DEFAULT now(),
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE INDEX store_users_email ON store_users (lower(email))`,
    `CREATE TABLE notifications (
      id uuid PRIMARY KEY,
      user_id text NOT NULL,
      email text,
      type text NOT NULL,
      template text,
      subject text NOT NULL,
      message text NOT NULL,
      related_type text,
      related_id text,
      status text NOT NULL DEFAULT 'pending',
      attempts integer NOT NULL DEFAULT 0,
      dedupe_key text NOT NULL,
      read_at timestamptz,
      sent_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT notifications_dedupe UNIQUE (dedupe_key),
      CHECK (status IN ('pending', 'sent', 'delivered', 'failed', 'bounced'))
    )`,
    `CREATE INDEX notifications_user ON notifications (user_id, created_at DESC)`,
    `CREATE TABLE notification_preferences (
      user_id text PRIMARY KEY,
      email_notifications boolean NOT NULL DEFAULT true,
      push boolean NOT NULL DEFAULT false,
      sms boolean NOT NULL DEFAULT false,
      marketing_emails boolean NOT NULL DEFAULT false,
      order_updates boolean NOT NULL DEFAULT true,
      product_updates boolean NOT NULL DEFAULT true,
      security_alerts boolean NOT NULL DEFAULT true,
      processing_updates boolean NOT NULL DEFAULT true,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE TABLE audit_log (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      actor_type text NOT NULL,
      actor_id text NOT NULL,
      action text NOT NULL,
      resource text NOT NULL,
      resource_id text NOT NULL,
      request_id text,
      data jsonb NOT NULL DEFAULT '{}',
      prev_hash text,
      hash text,
      created_at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE INDEX audit_log_resource ON audit_log (resource, resource_id)`,
  ],
  down: [
    'DROP TABLE audit_log',
    'DROP TABLE notification_preferences',
    'DROP TABLE notifications',
    'DROP TABLE store_users',
  ],
}
