import { Client, escapeIdentifier } from 'pg'

/** The same server, another database. */
export function urlOfDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** Creates a database, empty or as a copy. */
export async function createDatabase(serverUrl: string, request: { name: string; template?: string }): Promise<void> {
  const copied = request.template === undefined ? '' : ` TEMPLATE ${escapeIdentifier(request.template)}`
  const create = `CREATE DATABASE ${escapeIdentifier(request.name)}${copied}`
  await withClient(serverUrl, (client) => client.query(create))
}

/** Drops a database, together with whoever is still connected to it. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  const drop = `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`
  await withClient(serverUrl, (client) => client.query(drop))
}

/** Runs work on a connection of its own to the given database. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
