import { readdirSync } from 'node:fs'
import path from 'node:path'

import { Sequelize } from 'sequelize'
import { Umzug, type UmzugStorage } from 'umzug'

/** One migration file: plain SQL both ways, run in one transaction together with its record. */
export interface Migration {
  readonly up: readonly string[]
  readonly down: readonly string[]
}

const TABLE = 'makrx_store_migrations'
const LOCK_ID = 7_261_936
const LOCK_WAIT_MS = 60_000

/** Runs all pending migrations and returns their names. Safe when several processes start at once. */
export async function migrateUp(databaseUrl: string): Promise<string[]> {
  return withMigrator(databaseUrl, async (umzug) => (await umzug.up()).map((done) => done.name))
}

/** Takes back the newest migration and returns its name, if there was one. */
export async function migrateDown(databaseUrl: string): Promise<string[]> {
  return withMigrator(databaseUrl, async (umzug) => (await umzug.down()).map((done) => done.name))
}

/** The names of the migrations that this code knows, oldest first; health compares them with the table. */
export function knownMigrations(): string[] {
  return readdirSync(__dirname)
    .filter((file) => /^\d{4}-[a-z-]+\.(ts|js)$/.test(file))
    .map((file) => path.parse(file).name)
    .sort()
}

async function withMigrator<T>(databaseUrl: string, work: (umzug: Umzug<Sequelize>) => Promise<T>): Promise<T> {
  // One connection: the advisory lock belongs to the session that also runs the migrations.
  const sequelize = new Sequelize(databaseUrl, { dialect: 'postgres', logging: false, pool: { max: 1, idle: 600_000 } })
  try {
    await takeLock(sequelize)
    const umzug = createMigrator(sequelize)
    await refuseNewerDatabase(umzug)
    return await work(umzug)
  } finally {
    await sequelize.close()
  }
}

async function takeLock(sequelize: Sequelize): Promise<void> {
  const deadline = Date.now() + LOCK_WAIT_MS
  while (!(await tryLock(sequelize))) {
    if (Date.now() > deadline) throw new Error('Another migration has held the lock for 60 seconds; try again later.')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function tryLock(sequelize: Sequelize): Promise<boolean> {
  const [row] = await sequelize.query('SELECT pg_try_advisory_lock($1) AS locked', { bind: [LOCK_ID], plain: false })
  return (row as { locked: boolean }[])[0]?.locked === true
}

async function refuseNewerDatabase(umzug: Umzug<Sequelize>): Promise<void> {
  const known = new Set(knownMigrations())
  const unknown = (await umzug.executed()).map((done) => done.name).filter((name) => !known.has(name))
  if (unknown.length > 0) throw new Error(`The database is newer than this code: ${unknown.join(', ')}`)
}

function createMigrator(sequelize: Sequelize): Umzug<Sequelize> {
  return new Umzug<Sequelize>({
    migrations: () =>
      knownMigrations().map((name) => ({
        name,
        up: () => runStatements(sequelize, { name, direction: 'up' }),
        down: () => runStatements(sequelize, { name, direction: 'down' }),
      })),
    context: sequelize,
    storage: tableStorage(sequelize),
    logger: undefined,
  })
}

async function runStatements(sequelize: Sequelize, step: { name: string; direction: 'up' | 'down' }): Promise<void> {
  const { migration } = module.require(path.join(__dirname, step.name)) as { migration: Migration }
  await sequelize.transaction(async (transaction) => {
    for (const statement of migration[step.direction]) await sequelize.query(statement, { transaction })
    const record =
      step.direction === 'up'
        ? 'INSERT INTO makrx_store_migrations (name) VALUES ($1)'
        : 'DELETE FROM makrx_store_migrations WHERE name = $1'
    await sequelize.query(record, { bind: [step.name], transaction })
  })
}

/** The record is written by the migration's own transaction, so Umzug itself only reads. */
function tableStorage(sequelize: Sequelize): UmzugStorage<Sequelize> {
  return {
    logMigration: () => Promise.resolve(),
    unlogMigration: () => Promise.resolve(),
    async executed() {
      await sequelize.query(
        'CREATE TABLE IF NOT EXISTS makrx_store_migrations (name text PRIMARY KEY, run_at timestamptz NOT NULL DEFAULT now())',
      )
      const [rows] = await sequelize.query('SELECT name FROM makrx_store_migrations ORDER BY name')
      return (rows as { name: string }[]).map((row) => row.name)
    },
  }
}

async function main(): Promise<void> {
  const databaseUrl = process.env.MIGRATE_DATABASE_URL ?? process.env.DATABASE_URL
  if (!databaseUrl) throw new Error('Set DATABASE_URL to the database that should be migrated.')
  const down = process.argv[2] === 'down'
  const names = await (down ? migrateDown(databaseUrl) : migrateUp(databaseUrl))
  console.log(names.length === 0 ? `${TABLE}: nothing to do` : `${down ? 'undone' : 'done'}: ${names.join(', ')}`)
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  })
}
