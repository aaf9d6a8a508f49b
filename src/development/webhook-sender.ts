const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 20_000]
const TIMEOUT_MS = 5_000

export interface WebhookSender {
  /** Sends now and answers the status (undefined: not reached). What is not taken is sent again, later and unasked. */
  readonly send: (webhook: Webhook) => Promise<number | undefined>
  /** Forgets whatever still waits to be sent again. */
  readonly stop: () => void
}

interface Webhook {
  readonly url: string
  readonly body: string
  /** made anew for each try: the time is part of some signatures */
  readonly headers: () => Record<string, string>
}

export function createWebhookSender(retryMs: readonly number[] = RETRY_MS): WebhookSender {
  const timers = new Set<NodeJS.Timeout>()

  async function attempt(webhook: Webhook, delays: readonly number[]): Promise<number | undefined> {
    const status = await post(webhook)
    const [delay, ...rest] = delays
    if (!isTaken(status) && delay !== undefined) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        void attempt(webhook, rest)
      }, delay)
      timers.add(timer)
    }
    return status
  }

  return {
    send: async (webhook) => attempt(webhook, retryMs),
    stop() {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

function isTaken(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300
}

async function post({ url, body, headers }: Webhook): Promise<number | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers() },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return undefined
  }
}
