import { Sequelize } from 'sequelize'

import type { Database } from '../src/db/sequelize.js'

/**
 * Runs every part of the sample data, in the order in which they need each other, and answers what each of them did.
 * Parts may run any number of times, beside a running shop and after a run that broke off: they insert or update by the
 * natural key of their rows, in transactions of their own, and delete no row of their own kind.
 */
export async function seed(
  databaseUrl: string,
  parts: readonly SeedPart[],
  tell: (progress: string) => void = () => undefined,
): Promise<readonly SeedResult[]> {
  // One connection, and no models: a test may have bound them to another database.
  const database = new Sequelize(databaseUrl, { dialect: 'postgres', logging: false, pool: { max: 1 } })
  try {
    const results: SeedResult[] = []
    for (const part of parts) {
      const rows = await part.run(database, tell)
      results.push({ name: part.name, rows })
    }
    return results
  } finally {
    await database.close()
  }
}

/** One sentence about a run. */
export function describeSeed(results: readonly SeedResult[]): string {
  const changed = results.filter(({ rows }) => rows > 0)
  if (changed.length === 0) return 'everything is there already'
  return changed.map(({ name, rows }) => `${name} ${rows}`).join(', ')
}

export interface SeedPart {
  /** As the printed line names it: `products`. */
  readonly name: string
  /** Answers how many rows it inserted or changed. */
  run(database: Database, tell: (progress: string) => void): Promise<number>
}

export interface SeedResult {
  readonly name: string
  readonly rows: number
}
