import { randomUUID } from 'node:crypto'

import { type Database, execute, firstRow } from './sequelize.js'

/** One request of one principal; `key` is the header, or a business key. */
export interface KeyScope {
  readonly principal: string
  readonly method: string
  readonly path: string
  readonly key: string
}

export interface ClaimRequest {
  readonly scope: KeyScope
  /** undefined: the body is not compared (business keys) */
  readonly requestHash: string | undefined
  readonly drawIds: () => Promise<Ids>
}

export type Ids = Readonly<Record<string, unknown>>

export interface HeldClaim {
  readonly scope: KeyScope
  readonly holder: string
  readonly ids: Ids
  /** an earlier try with these ids was broken off */
  readonly isTakenOver: boolean
}

export interface StoredAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export type ClaimResult =
  | { readonly kind: 'held'; readonly claim: HeldClaim }
  | { readonly kind: 'finished'; readonly answer: StoredAnswer }
  | { readonly kind: 'in_progress' }
  | { readonly kind: 'other_request' }

/** Seconds that a holder has until somebody else may take over. */
export const LEASE_SECONDS = 60

/**
 * Takes the key for one request. The first claim draws the ids, and every later claim of the same request gets them
 * again: after a crash (the lease ran out) or a failure of ours (the key was freed with its ids).
 */
export async function claimKey(database: Database, request: ClaimRequest): Promise<ClaimResult> {
  const found = await findKey(database, request.scope)
  if (!found) return (await insertKey(database, request)) ?? claimKey(database, request)
  if (found.is_over) {
    await removeKey(database, request.scope)
    return claimKey(database, request)
  }
  const result = judge(found, request)
  const taken = result.kind === 'in_progress' ? await takeOver(database, request) : undefined
  return taken ? { kind: 'held', claim: taken } : result
}

/** Keeps the key for another minute. False when it is no longer ours. */
export async function renewLease(database: Database, claim: HeldClaim): Promise<boolean> {
  const row = await firstRow(
    database,
    `UPDATE idempotency_keys SET lease_until = now() + make_interval(secs => $6), updated_at = now()
     WHERE principal = $1 AND method = $2 AND path = $3 AND key = $4 AND holder = $5 AND state = 'in_progress'
     RETURNING key`,
    [...scopeValues(claim.scope), claim.holder, LEASE_SECONDS],
  )
  return row !== undefined
}

/** Stores the answer that every repeat within 24 hours gets. */
export async function finishKey(database: Database, claim: HeldClaim, answer: StoredAnswer): Promise<void> {
  await execute(
    database,
    `UPDATE idempotency_keys SET state = 'done', status = $6, headers = $7::jsonb, body = $8,
       expires_at = now() + interval '24 hours', updated_at = now()
     WHERE principal = $1 AND method = $2 AND path = $3 AND key = $4 AND holder = $5`,
    [...scopeValues(claim.scope), claim.holder, answer.status, JSON.stringify(answer.headers), answer.body],
  )
}

/** Gives the key back but keeps its ids: the next try meets the same work. */
export async function freeKeyWithIds(database: Database, claim: HeldClaim): Promise<void> {
  await execute(
    database,
    `UPDATE idempotency_keys SET state = 'free', lease_until = now(), updated_at = now()
     WHERE principal = $1 AND method = $2 AND path = $3 AND key = $4 AND holder = $5`,
    [...scopeValues(claim.scope), claim.holder],
  )
}

/** Forgets the key: nothing was made, or a repeat finds what was made by itself. */
export async function dropKey(database: Database, claim: HeldClaim): Promise<void> {
  await execute(
    database,
    `DELETE FROM idempotency_keys
     WHERE principal = $1 AND method = $2 AND path = $3 AND key = $4 AND holder = $5`,
    [...scopeValues(claim.scope), claim.holder],
  )
}

interface KeyRow {
  readonly request_hash: string | null
  readonly state: 'in_progress' | 'free' | 'done'
  readonly status: number | null
  readonly headers: Record<string, string> | null
  readonly body: Buffer | null
  readonly is_over: boolean
}

async function takeOver(database: Database, request: ClaimRequest): Promise<HeldClaim | undefined> {
  const holder = randomUUID()
  const row = await firstRow<{ ids: Ids }>(
    database,
    `UPDATE idempotency_keys SET state = 'in_progress', holder = $5,
       lease_until = now() + make_interval(secs => $6), updated_at = now()
     WHERE principal = $1 AND method = $2 AND path = $3 AND key = $4 AND expires_at > now()
       AND request_hash IS NOT DISTINCT FROM $7
       AND (state = 'free' OR (state = 'in_progress' AND lease_until < now()))
     RETURNING ids`,
    [...scopeValues(request.scope), holder, LEASE_SECONDS, request.requestHash ?? null],
  )
  return row && { scope: request.scope, holder, ids: row.ids, isTakenOver: true }
}

async function findKey(database: Database, scope: KeyScope): Promise<KeyRow | undefined> {
  return firstRow<KeyRow>(
    database,
    `SELECT request_hash, state, status, headers, body, (${IS_OVER}) AS is_over FROM idempotency_keys
     WHERE principal = $1 AND method = $2 AND path = $3 AND key = $4`,
    scopeValues(scope),
  )
}

/** The answer is forgotten and nobody works on it: the key is new again. */
const IS_OVER = 'expires_at <= now() AND lease_until < now()'

async function removeKey(database: Database, scope: KeyScope): Promise<void> {
  await execute(
    database,
    `DELETE FROM idempotency_keys WHERE principal = $1 AND method = $2 AND path = $3 AND key = $4 AND ${IS_OVER}`,
    scopeValues(scope),
  )
}

function judge(row: KeyRow, request: ClaimRequest): ClaimResult {
  if (row.request_hash !== (request.requestHash ?? null)) return { kind: 'other_request' }
  if (row.state !== 'done') return { kind: 'in_progress' }
  return {
    kind: 'finished',
    answer: { status: row.status ?? 200, headers: row.headers ?? {}, body: row.body ?? Buffer.alloc(0) },
  }
}

async function insertKey(database: Database, request: ClaimRequest): Promise<ClaimResult | undefined> {
  const holder = randomUUID()
  const ids = await request.drawIds()
  const row = await firstRow<{ ids: Ids }>(
    database,
    `INSERT INTO idempotency_keys (principal, method, path, key, request_hash, ids, state, lease_until, holder, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6::jsonb, 'in_progress', now() + make_interval(secs => $7), $8,
       now() + interval '24 hours')
     ON CONFLICT (principal, method, path, key) DO NOTHING
     RETURNING ids`,
    [...scopeValues(request.scope), request.requestHash ?? null, JSON.stringify(ids), LEASE_SECONDS, holder],
  )
  return row && { kind: 'held', claim: { scope: request.scope, holder, ids: row.ids, isTakenOver: false } }
}

function scopeValues(scope: KeyScope): string[] {
  return [scope.principal, scope.method, scope.path, scope.key]
}
