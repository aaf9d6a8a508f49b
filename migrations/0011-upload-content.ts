import type { Migration } from './migrate.js'

/** A model whose bytes were measured before is found by its hash. */
export const migration: Migration = {
  up: ['CREATE INDEX uploads_sha ON uploads (sha256)'],
  down: ['DROP INDEX uploads_sha'],
}
