import { setTimeout as pause } from 'node:timers/promises'

import { rows, type Database } from '../../src/db/sequelize.js'
import { withClient } from './database-commands.js'

/** Starts `work` while this statement of somebody else is not yet committed; commits it once the work waits for it. */
export async function overtaken<T>(
  place: { readonly database: Database; readonly url: string },
  statement: { readonly sql: string; readonly bind: readonly unknown[] },
  work: () => Promise<T>,
): Promise<T> {
  return withClient(place.url, async (client) => {
    await client.query('BEGIN')
    await client.query(statement.sql, [...statement.bind])
    const state = { isOver: false }
    const running = work().finally(() => {
      state.isOver = true
    })
    running.catch(() => undefined)
    while (!state.isOver && !(await isSomebodyWaiting(place.database))) await pause(10)
    await client.query('COMMIT')
    return running
  })
}

async function isSomebodyWaiting(database: Database): Promise<boolean> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return (await rows(database, waiting)).length > 0
}
