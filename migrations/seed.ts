import { Sequelize } from 'sequelize'

/**
 * Sample data, one entry an aggregate, in the order in which they need each other. Each may run any number of times:
 * it inserts or updates by the natural key of its rows and deletes nothing.
 */
const PARTS: readonly SeedPart[] = []

/** Runs every part of the sample data in a transaction of its own and tells what each of them did. */
export async function seed(databaseUrl: string, parts: readonly SeedPart[] = PARTS): Promise<readonly SeedResult[]> {
  const sequelize = new Sequelize(databaseUrl, { dialect: 'postgres', logging: false, pool: { max: 1 } })
  try {
    const results: SeedResult[] = []
    for (const part of parts) {
      const rows = await sequelize.transaction((transaction) => part.run({ sequelize, transaction }))
      results.push({ name: part.name, rows })
    }
    return results
  } finally {
    await sequelize.close()
  }
}

/** One sentence about a run. */
export function describeSeed(results: readonly SeedResult[]): string {
  if (results.length === 0) return 'no sample data is needed: demo users live in the token issuer'
  return results.map(({ name, rows }) => `${name} ${rows}`).join(', ')
}

export interface SeedPart {
  /** As the printed line names it: `products`. */
  readonly name: string
  /** Answers how many rows it inserted or changed. */
  run(context: SeedContext): Promise<number>
}

interface SeedContext {
  readonly sequelize: Sequelize
  readonly transaction: Awaited<ReturnType<Sequelize['transaction']>>
}

export interface SeedResult {
  readonly name: string
  readonly rows: number
}
