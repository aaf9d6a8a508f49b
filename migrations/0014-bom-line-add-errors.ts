import type { Migration } from './migrate.js'

/** Why a decided line is not in the cart: the code of what the cart refused. */
export const migration: Migration = {
  up: ['ALTER TABLE bom_import_lines ADD COLUMN add_error text'],
  down: ['ALTER TABLE bom_import_lines DROP COLUMN add_error'],
}
