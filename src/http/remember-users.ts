import { rememberUser } from '../db/users.js'
import type { ApiDependencies } from './api-dependencies.js'
import type { UserPrincipal } from './principal.js'

const EVERY_MS = 15 * 60_000
const MAX_USERS = 10_000

/** Keeps who signed in, as the token says it, at most every 15 minutes and person. A failure here refuses nobody. */
export function rememberUsers(
  dependencies: Pick<ApiDependencies, 'database' | 'logger'>,
): (user: UserPrincipal) => Promise<void> {
  const seen = new Map<string, { atMs: number; email: string | undefined }>()
  return async (user) => {
    const before = seen.get(user.id)
    if (before && before.email === user.email && Date.now() - before.atMs < EVERY_MS) return
    if (seen.size >= MAX_USERS) seen.clear()
    seen.set(user.id, { atMs: Date.now(), email: user.email })
    try {
      await rememberUser(dependencies.database, {
        sub: user.id,
        email: user.email,
        isEmailVerified: user.emailVerified,
        displayName: user.username ?? user.email,
      })
    } catch (error) {
      seen.delete(user.id)
      dependencies.logger.warn({ err: error }, 'a signed-in user could not be recorded')
    }
  }
}
