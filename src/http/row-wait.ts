import type { RowListener } from '../db/listen.js'

/** Hints can be lost with the connection that brings them, so the row is read this often at least. */
const POLL_MS = 1000

/**
 * Reads a row again at every hint about it until `read` answers something, at most `ms` long; undefined when the time
 * is up. It listens before it reads, so no change falls in between.
 */
export async function waitForRow<T>(
  listener: Pick<RowListener, 'wait'>,
  wait: { readonly subject: string; readonly ms: number },
  read: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const deadline = performance.now() + wait.ms
  for (;;) {
    const left = deadline - performance.now()
    const enough = new AbortController()
    const hint = listener.wait(wait.subject, Math.max(0, Math.min(POLL_MS, left)), enough.signal)
    try {
      const found = await read()
      if (found !== undefined || left <= 0) return found
      await hint
    } finally {
      enough.abort()
    }
  }
}
