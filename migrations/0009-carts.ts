import type { Migration } from './migrate.js'

/** What people are about to buy, and the lists that they buy again. */
export const migration: Migration = {
  up: [
    `CREATE TABLE store_carts (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      user_id text,
      session_hash text,
      claim_email text,
      status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'converted', 'merged', 'abandoned')),
      version integer NOT NULL DEFAULT 1,
      merged_into bigint REFERENCES store_carts (id),
      last_activity_at timestamptz NOT NULL DEFAULT now(),
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CHECK (num_nonnulls(user_id, session_hash, claim_email) = 1)
    )`,
    `CREATE UNIQUE INDEX store_carts_user ON store_carts (user_id) WHERE status = 'active'`,
    `CREATE UNIQUE INDEX store_carts_session ON store_carts (session_hash) WHERE status = 'active'`,
    `CREATE UNIQUE INDEX store_carts_claim ON store_carts (claim_email) WHERE status = 'active'`,
    `CREATE TABLE store_cart_items (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      cart_id bigint NOT NULL REFERENCES store_carts (id),
      product_id bigint NOT NULL REFERENCES store_products (id),
      quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 999),
      unit_price_minor bigint NOT NULL CHECK (unit_price_minor >= 0),
      meta jsonb NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT store_cart_items_product UNIQUE (cart_id, product_id)
    )`,
    `CREATE TABLE quick_reorders (
      id uuid PRIMARY KEY,
      user_id text NOT NULL,
      makrcave_id text,
      name text NOT NULL,
      description text,
      items jsonb NOT NULL,
      is_active boolean NOT NULL DEFAULT true,
      auto_reorder boolean NOT NULL DEFAULT false,
      frequency text CHECK (frequency IN ('weekly', 'monthly', 'as_needed')),
      threshold jsonb,
      times_used integer NOT NULL DEFAULT 0,
      last_ordered timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE INDEX quick_reorders_user ON quick_reorders (user_id, is_active)`,
  ],
  down: ['DROP TABLE quick_reorders', 'DROP TABLE store_cart_items', 'DROP TABLE store_carts'],
}
