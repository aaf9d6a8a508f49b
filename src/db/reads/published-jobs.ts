import { firstRow, type Database } from '../sequelize.js'

/** The model of a job that MakrCave has. */
export async function publishedJob(
  database: Database,
  jobId: string,
): Promise<{ number: number; upload_id: string; normalised_sha256: string } | undefined> {
  return firstRow(
    database,
    `SELECT service_orders.number, service_orders.upload_id, quotes.normalised_sha256
     FROM service_orders JOIN quotes ON quotes.id = service_orders.quote_id
     WHERE service_orders.cave_job_id = $1`,
    [jobId],
  )
}
