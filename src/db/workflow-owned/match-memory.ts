import { execute, type Database } from '../sequelize.js'

/** Keeps what a person chose for lines by hand; a later choice for the same key takes the place of the earlier one. */
export async function rememberMatches(
  database: Database,
  userId: string,
  chosen: readonly RememberedMatch[],
): Promise<void> {
  const byKey = new Map(chosen.map((match) => [match.lineKey, match.productId]))
  const keys = [...byKey.keys()].sort()
  await execute(
    database,
    `INSERT INTO bom_match_memory (user_id, line_key, product_id)
     SELECT $1, decode(hex, 'hex'), product_id FROM unnest($2::text[], $3::bigint[]) AS chosen (hex, product_id)
     ON CONFLICT (user_id, line_key)
     DO UPDATE SET product_id = excluded.product_id, last_at = now(), updated_at = now()`,
    [userId, keys, keys.map((key) => byKey.get(key))],
  )
}

export interface RememberedMatch {
  /** hex */
  readonly lineKey: string
  readonly productId: number
}
