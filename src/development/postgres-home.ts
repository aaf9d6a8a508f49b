import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs'
import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isOpenToOthers, type Account } from './postgres-account.js'
import { sharedCache, type PostgresBinaries } from './postgres-binaries.js'

const run = promisify(execFile)

/**
 * Prepares the folder of one cluster: `cluster` (the data), `password` of its only user and `server.log`. It lies in
 * the wanted folder, or in the shared cache with a link to it when the account could not reach the wanted one.
 */
export async function preparePostgresHome(request: HomeRequest): Promise<PostgresHome> {
  mkdirSync(request.dataDirectory, { recursive: true })
  const folder = reachableFolder(request)
  const home = { folder, cluster: join(folder, 'cluster'), password: passwordIn(folder, request.account) }
  if (!existsSync(home.cluster)) await createCluster(home, request)
  return home
}

/** Deletes a throw-away cluster, wherever it lies. */
export function removePostgresHome(dataDirectory: string): void {
  const moved = join(dataDirectory, 'moved')
  if (existsSync(moved)) rmSync(realpathSync(moved), { recursive: true, force: true })
  rmSync(dataDirectory, { recursive: true, force: true })
}

function reachableFolder({ dataDirectory, account }: HomeRequest): string {
  if (account === undefined) return dataDirectory
  const moved = join(dataDirectory, 'moved')
  if (existsSync(moved)) return realpathSync(moved)
  if (isOpenToOthers(dataDirectory)) return dataDirectory
  mkdirSync(join(sharedCache, 'clusters'), { recursive: true })
  const folder = mkdtempSync(join(sharedCache, 'clusters', 'store-'))
  chmodSync(folder, 0o711)
  rmSync(moved, { force: true })
  symlinkSync(folder, moved)
  return folder
}

/** The file is written once and belongs to the account, because initdb reads it. */
function passwordIn(folder: string, account: Account | undefined): string {
  const file = join(folder, 'password')
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (account !== undefined) chownSync(file, account.uid, account.gid)
  }
  return readFileSync(file, 'utf8')
}

/** initdb works under another name, so that one that was cut short is never taken for a cluster. */
async function createCluster(home: PostgresHome, { account, binaries }: HomeRequest): Promise<void> {
  const partial = join(home.folder, 'cluster.partial')
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { mode: 0o700 })
  if (account !== undefined) chownSync(partial, account.uid, account.gid)
  const secrets = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${join(home.folder, 'password')}`]
  const shape = ['--locale=C.UTF-8', '--encoding=UTF8', '--no-sync', '--no-instructions']
  await run(binaries.initdb, ['-D', partial, ...secrets, ...shape], { cwd: '/', ...account }).catch(
    (error: unknown) => {
      throw new Error('initdb could not create the PostgreSQL cluster.', { cause: error })
    },
  )
  renameSync(partial, home.cluster)
}

export interface HomeRequest {
  readonly dataDirectory: string
  readonly account: Account | undefined
  readonly binaries: PostgresBinaries
}

export interface PostgresHome {
  readonly folder: string
  readonly cluster: string
  readonly password: string
}
