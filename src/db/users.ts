import { type Database, execute, firstRow } from './sequelize.js'

export interface SeenUser {
  readonly sub: string
  readonly email: string | undefined
  readonly isEmailVerified: boolean
  readonly displayName: string | undefined
}

/** Writes down a person as the last token described them. */
export async function rememberUser(database: Database, user: SeenUser): Promise<void> {
  await execute(
    database,
    `INSERT INTO store_users (sub, email, email_verified, name)
     VALUES ($1, $2, $3, $4)
     ON CONFLICT (sub) DO UPDATE SET email = excluded.email, email_verified = excluded.email_verified,
       name = excluded.name, last_seen_at = now(), updated_at = now()`,
    [user.sub, user.email ?? null, user.isEmailVerified, user.displayName ?? null],
  )
}

/** Whose verified address this is (lower case), the last one seen; undefined when nobody has shown it yet. */
export async function verifiedUserOf(database: Database, email: string): Promise<string | undefined> {
  const user = await firstRow<{ sub: string }>(
    database,
    `SELECT sub FROM store_users WHERE lower(email) = $1 AND email_verified ORDER BY last_seen_at DESC LIMIT 1`,
    [email],
  )
  return user?.sub
}
