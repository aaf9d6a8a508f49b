import type { Migration } from './migrate.js'

/** Models that shoppers upload, what was measured, and the cache of per-layer features. */
export const migration: Migration = {
  up: [
    `CREATE TABLE uploads (
      id uuid PRIMARY KEY,
      user_id text NOT NULL,
      file_key text NOT NULL,
      file_name text NOT NULL,
      file_size bigint NOT NULL CHECK (file_size > 0),
      mime_type text NOT NULL,
      unit text NOT NULL DEFAULT 'mm' CHECK (unit IN ('mm', 'cm', 'inch', 'm')),
      status text NOT NULL DEFAULT 'uploaded' CHECK (status IN ('uploaded', 'processing', 'processed', 'failed', 'expired')),
      progress integer NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
      version integer NOT NULL DEFAULT 0,
      declared_sha256 text,
      sha256 text,
      etag text,
      volume_mm3 double precision,
      surface_area_mm2 double precision,
      dimensions jsonb,
      mesh_info jsonb,
      analysis jsonb,
      findings jsonb NOT NULL DEFAULT '[]',
      error_message text,
      attention text,
      attention_at timestamptz,
      attention_note text,
      completed_at timestamptz,
      processed_at timestamptz,
      expires_at timestamptz NOT NULL,
      deleted_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT uploads_file_key UNIQUE (file_key)
    )`,
    `CREATE INDEX uploads_user ON uploads (user_id, created_at DESC)`,
    `CREATE INDEX uploads_status ON uploads (status, created_at)`,
    `CREATE TABLE mesh_reports (
      upload_id uuid NOT NULL REFERENCES uploads (id),
      unit text NOT NULL CHECK (unit IN ('mm', 'cm', 'inch', 'm')),
      report jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (upload_id, unit)
    )`,
    `CREATE TABLE mesh_features (
      key text PRIMARY KEY,
      data bytea NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    )`,
  ],
  down: ['DROP TABLE mesh_features', 'DROP TABLE mesh_reports', 'DROP TABLE uploads'],
}
