/**
 * What a storefront does when a process dies under its request: the same request again, with the same key, until it is
 * answered. Refusals (4xx) are answers.
 */
export async function patiently<T>(ask: () => Promise<T>, seconds = 150): Promise<T> {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (Date.now() > deadline || isRefusal(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

/** `UnexpectedAnswer` carries the status in its sentence; 409 in progress and 5xx are worth another try. */
function isRefusal(error: unknown): boolean {
  const status = /got (\d{3})/.exec(error instanceof Error ? error.message : '')?.[1]
  if (status === undefined) return false
  return status.startsWith('4') && !/in_progress|upload_not_ready/.test(String(error))
}
