import type { Migration } from './migrate.js'

/** How goods reach people. The shop cannot sell without them, so production has them from the start. */
export const migration: Migration = {
  up: [
    `CREATE TABLE store_shipping_methods (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      code text NOT NULL,
      label text NOT NULL,
      price_minor bigint NOT NULL CHECK (price_minor >= 0),
      free_from_minor bigint CHECK (free_from_minor >= 0),
      min_days integer NOT NULL CHECK (min_days >= 0),
      max_days integer NOT NULL,
      is_active boolean NOT NULL DEFAULT true,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT store_shipping_methods_code UNIQUE (code),
      CHECK (max_days >= min_days)
    )`,
    `INSERT INTO store_shipping_methods (code, label, price_minor, free_from_minor, min_days, max_days) VALUES
      ('standard', 'Standard delivery', 7900, 99900, 3, 5),
      ('express', 'Express delivery', 14900, NULL, 1, 2),
      ('overnight', 'Overnight delivery', 29900, NULL, 1, 1),
      ('pickup', 'Pick up at the makerspace', 0, NULL, 1, 1)`,
  ],
  down: ['DROP TABLE store_shipping_methods'],
}
