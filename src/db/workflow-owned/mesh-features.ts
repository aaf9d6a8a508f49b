import { inflateSync } from 'node:zlib'

import { Invariant } from '../../domain/errors.js'
import { decodeFeatures, type MeshFeatures } from '../../domain/layer-features.js'
import { execute, firstRow, rows, type Database } from '../sequelize.js'

/** Keeps the deflated layer features of a mesh under their key; the same mesh gives the same bytes. */
export async function storeFeatures(database: Database, key: string, deflated: Buffer): Promise<void> {
  await execute(
    database,
    `INSERT INTO mesh_features (key, data) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET updated_at = now()`,
    [key, deflated],
  )
}

/** Notes that the features under these keys are used again; false when some of them are gone. */
export async function keepFeatures(database: Database, keys: readonly string[]): Promise<boolean> {
  const kept = await rows(
    database,
    `UPDATE mesh_features SET updated_at = now()
     WHERE key IN (SELECT key FROM mesh_features WHERE key = ANY($1) ORDER BY key FOR UPDATE) RETURNING key`,
    [[...keys]],
  )
  return kept.length === new Set(keys).size
}

/** The layer features of one mesh and preset geometry. */
export async function readFeatures(database: Database, key: string): Promise<MeshFeatures> {
  const row = await firstRow<{ data: Buffer }>(database, 'SELECT data FROM mesh_features WHERE key = $1', [key])
  if (!row) throw new Invariant('the layer features of a measured mesh are gone')
  return decodeFeatures(inflateSync(row.data))
}
