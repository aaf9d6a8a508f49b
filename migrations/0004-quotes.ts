import { RATE_CARD } from '../src/domain/rate-card.js'

import type { Migration } from './migrate.js'

const rateCard = JSON.stringify(RATE_CARD).replaceAll("'", "''")

/** Prices that were offered, with everything they were computed from, and the cache of real slices. */
export const migration: Migration = {
  up: [
    `CREATE TABLE rate_cards (
      version integer PRIMARY KEY,
      data jsonb NOT NULL,
      active_from timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    )`,
    `INSERT INTO rate_cards (version, data, active_from) VALUES (1, '${rateCard}', now())`,
    `CREATE TABLE quotes (
      id uuid PRIMARY KEY,
      quote_number text NOT NULL,
      upload_id uuid NOT NULL REFERENCES uploads (id),
      user_id text NOT NULL,
      status text NOT NULL CHECK (status IN ('active', 'accepted', 'expired', 'cancelled')),
      version integer NOT NULL DEFAULT 1,
      engine text NOT NULL,
      settings jsonb NOT NULL,
      sha256 text NOT NULL,
      normalised_sha256 text NOT NULL,
      file_analysis jsonb NOT NULL,
      findings jsonb NOT NULL DEFAULT '[]',
      weight_mg bigint NOT NULL,
      time_seconds bigint NOT NULL,
      breakdown jsonb NOT NULL,
      price_source text NOT NULL CHECK (price_source IN ('instant', 'slicer')),
      price_minor bigint NOT NULL CHECK (price_minor >= 0),
      instant_price_minor bigint NOT NULL,
      firm_price_minor bigint,
      firm_status text NOT NULL CHECK (firm_status IN ('pending', 'ready', 'unavailable', 'failed')),
      rate_card_version integer NOT NULL REFERENCES rate_cards (version),
      profile_hash text,
      slicer_version text,
      delivery jsonb NOT NULL,
      delivery_address jsonb,
      estimated_delivery timestamptz,
      customer_notes text,
      attention text,
      attention_at timestamptz,
      attention_note text,
      expires_at timestamptz NOT NULL,
      accepted_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT quotes_number UNIQUE (quote_number)
    )`,
    `CREATE INDEX quotes_expires ON quotes (expires_at, status)`,
    `CREATE INDEX quotes_upload ON quotes (upload_id, status)`,
    `CREATE TABLE slice_results (
      key text PRIMARY KEY,
      weight_mg bigint NOT NULL,
      seconds bigint NOT NULL,
      layers integer NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    )`,
  ],
  down: ['DROP TABLE slice_results', 'DROP TABLE quotes', 'DROP TABLE rate_cards'],
}
