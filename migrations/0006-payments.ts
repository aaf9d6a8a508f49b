import type { Migration } from './migrate.js'

/** Attempts to pay and money that went back. The unique keys are the last guard against paying twice. */
export const migration: Migration = {
  up: [
    `CREATE TABLE payments (
      id uuid PRIMARY KEY,
      order_id bigint NOT NULL REFERENCES store_orders (id),
      attempt integer NOT NULL,
      provider text NOT NULL CHECK (provider IN ('stripe', 'razorpay', 'manual')),
      provider_ref text,
      provider_payment_id text,
      amount_minor bigint NOT NULL CHECK (amount_minor > 0),
      currency text NOT NULL,
      mode text NOT NULL CHECK (mode IN ('live', 'test')),
      status text NOT NULL CHECK (status IN
        ('created', 'authorized', 'paid', 'failed', 'cancelled', 'refunded', 'duplicate', 'rejected')),
      method text,
      failure_reason text,
      intent jsonb NOT NULL DEFAULT '{}',
      expires_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT payments_attempt UNIQUE (order_id, attempt),
      CONSTRAINT payments_provider_ref UNIQUE (provider, provider_ref),
      CONSTRAINT payments_provider_payment UNIQUE (provider, provider_payment_id)
    )`,
    `CREATE UNIQUE INDEX payments_one_paid ON payments (order_id) WHERE status = 'paid'`,
    `CREATE TABLE refunds (
      id uuid PRIMARY KEY,
      payment_id uuid NOT NULL REFERENCES payments (id),
      request_key text NOT NULL,
      amount_minor bigint NOT NULL CHECK (amount_minor > 0),
      status text NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed')),
      reason text NOT NULL,
      attempts integer NOT NULL DEFAULT 0,
      provider_refund_id text,
      requested_by text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT refunds_request UNIQUE (request_key)
    )`,
    `CREATE INDEX refunds_payment ON refunds (payment_id)`,
  ],
  down: ['DROP TABLE refunds', 'DROP TABLE payments'],
}
