import { rows, type Database } from './sequelize.js'

/**
 * Claims uploads that should have been measured long ago, by touching them: each is answered once in 5 minutes. Their
 * run may have been lost; starting it again while it lives is harmless.
 */
export async function claimForgottenAnalyses(database: Database): Promise<string[]> {
  const claimed = await rows<{ id: string }>(
    database,
    `WITH late AS MATERIALIZED (
       SELECT id FROM uploads
       WHERE status = 'processing' AND deleted_at IS NULL
         AND completed_at < now() - interval '5 minutes' AND updated_at < now() - interval '5 minutes'
       ORDER BY completed_at LIMIT 20 FOR UPDATE SKIP LOCKED)
     UPDATE uploads SET updated_at = now() FROM late WHERE uploads.id = late.id RETURNING uploads.id`,
  )
  return claimed.map(({ id }) => id)
}
