import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'

import { types } from 'pg'
import { QueryTypes, Sequelize, type Transaction } from 'sequelize'

import type { DatabaseConfig } from '../config.js'
import { initModels } from './models.js'

/** Amounts and counters are bigint columns; beyond the safe range a number would lie, so that is an error. */
types.setTypeParser(types.builtins.INT8, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('A bigint column holds a value beyond the safe integers.')
  return value
})

// Every query of an async call chain joins the transaction that its chain has open (trap: a forgotten
// transaction takes a second connection and deadlocks the pool).
const chain = new AsyncLocalStorage<Map<string, unknown>>()
Sequelize.useCLS({
  bind: () => undefined,
  run: (callback: (context: unknown) => unknown) => chain.run(new Map(chain.getStore()), () => callback(undefined)),
  get: (key: string) => chain.getStore()?.get(key),
  set: (key: string, value: unknown) => chain.getStore()?.set(key, value),
})

export type Database = Sequelize

/** A pool with every time-out set; nothing connects until the first query. Statement limit in milliseconds. */
export function createDatabase(
  config: DatabaseConfig,
  options: { statementTimeoutMs: number; name: string },
): Database {
  const bornAt = new WeakMap<object, number>()
  const database = new Sequelize(config.url, {
    dialect: 'postgres',
    logging: false,
    define: { underscored: true, timestamps: true },
    pool: {
      min: 0,
      max: config.poolSize + config.maxOverflow,
      acquire: config.acquireSeconds * 1000,
      idle: 10_000,
      validate: (client: PoolClient) => isAlive(client) && isYoung(bornAt.get(client), config.recycleSeconds),
    },
    dialectOptions: {
      application_name: options.name,
      statement_timeout: options.statementTimeoutMs,
      query_timeout: options.statementTimeoutMs + 1000,
      lock_timeout: 2000,
      idle_in_transaction_session_timeout: 10_000,
      connectionTimeoutMillis: 2000,
      keepAlive: true,
    },
    hooks: { afterConnect: (client) => void bornAt.set(client as object, Date.now()) },
  })
  initModels(database)
  return database
}

/** The pool hears a moment after the statement that a connection is gone; until then it would give it out again. */
const CUT_NOTICE_MS = 50

/**
 * Rows of one statement with bound values ($1, $2, …). A plain read whose connection was cut, by a restart of the server
 * or an administrator, is tried once more; inside a transaction it is not, because its beginning is lost.
 */
export async function rows<T extends object>(
  database: Database,
  sql: string,
  bind: readonly unknown[] = [],
): Promise<T[]> {
  const read = (): Promise<T[]> => database.query<T>(sql, { bind: [...bind], type: QueryTypes.SELECT })
  try {
    return await read()
  } catch (error) {
    const isRepeatable = /^\s*SELECT\b/i.test(sql) && openTransaction() === undefined
    if (!isRepeatable || !isCut(error)) throw error
    await pause(CUT_NOTICE_MS)
    return read()
  }
}

/** The first row, or undefined. */
export async function firstRow<T extends object>(
  database: Database,
  sql: string,
  bind: readonly unknown[] = [],
): Promise<T | undefined> {
  return (await rows<T>(database, sql, bind))[0]
}

/** Runs a statement for its effect. */
export async function execute(database: Database, sql: string, bind: readonly unknown[] = []): Promise<void> {
  await database.query(sql, { bind: [...bind], type: QueryTypes.RAW })
}

const RETRYABLE = new Set(['40001', '40P01'])

/**
 * One transaction; inside it every query of the call chain belongs to it. A deadlock or serialisation failure is
 * tried three times in all, so the work must be free of outside effects. A call within a transaction joins it.
 */
export async function inTransaction<T>(database: Database, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const open = openTransaction()
  if (open) return work(open)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction(work)
    } catch (error) {
      if (attempt === 3 || !RETRYABLE.has(sqlState(error) ?? '')) throw error
    }
  }
}

function openTransaction(): Transaction | undefined {
  return chain.getStore()?.get('transaction') as Transaction | undefined
}

/** The connection ended under the statement: said by the server, or noticed by the driver. */
function isCut(error: unknown): boolean {
  if (/^(08|57P0)/.test(sqlState(error) ?? '')) return true
  return error instanceof Error && error.message.includes('Connection terminated')
}

/** The five-character SQLSTATE of a database error, wherever Sequelize wrapped it. */
function sqlState(error: unknown): string | undefined {
  const { original } = (error ?? {}) as { original?: { code?: unknown } }
  return typeof original?.code === 'string' ? original.code : undefined
}

interface PoolClient {
  readonly _invalid?: boolean
  readonly _ending?: boolean
}

/** Sequelize's own check, which giving `validate` replaces. */
function isAlive(client: PoolClient): boolean {
  return client._invalid !== true && client._ending !== true
}

function isYoung(bornAt: number | undefined, recycleSeconds: number): boolean {
  return bornAt === undefined || Date.now() - bornAt < recycleSeconds * 1000
}
