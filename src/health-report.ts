import type { StopState } from './stop-state.js'
import { VERSION } from './version.js'

export const SERVICE = 'makrx-store'

/** What a dependency says of itself, in fixed words: never text of an exception. */
/** `degraded` names a reason, or queues that nobody serves. */
export type CheckWord = 'healthy' | 'disabled' | `degraded: ${string}` | `unhealthy: ${CheckReason}`
type CheckReason = 'timeout' | 'refused' | 'not_configured' | 'auth' | 'error'

export const CHECK_NAMES = [
  ...(['database', 'migrations', 'redis', 'temporal', 'workers'] as const),
  ...(['keycloak', 'storage', 'makrcave', 'payments'] as const),
] as const
type CheckName = (typeof CHECK_NAMES)[number]

/** Answers a word, or rejects: see `wordOf`. It should stop when the signal aborts. */
export type HealthCheck = (signal: AbortSignal) => Promise<CheckWord>
export type HealthChecks = Readonly<Record<CheckName, HealthCheck>>

type CheckResults = Record<CheckName, CheckWord>

interface HealthDocument {
  readonly status: 'healthy' | 'degraded' | 'unhealthy'
  readonly service: string
  readonly timestamp: string
  readonly version: string
}

export interface HealthReport {
  /** can this process serve: 200 or 503 */
  ready(): Promise<{ readonly status: 200 | 503; readonly document: HealthDocument }>
  /** the same with every check */
  detailed(): Promise<{
    readonly status: 200 | 503
    readonly document: HealthDocument & { readonly checks: CheckResults }
  }>
}

const CHECK_TIMEOUT_MS = 1000
const KEEP_MS = 5000

/** Asks the checks at most every five seconds, each for at most one second. */
export function createHealthReport(options: {
  readonly checks: HealthChecks
  readonly isProduction: boolean
  readonly stopState: StopState
}): HealthReport {
  const checks = CHECK_NAMES.map((name) => [name, keep(() => runCheck(options.checks[name]))] as const)
  const run = async (names: readonly CheckName[]): Promise<CheckResults> => {
    const asked = checks.filter(([name]) => names.includes(name))
    return Object.fromEntries(await Promise.all(asked.map(async ([name, ask]) => [name, await ask()]))) as CheckResults
  }
  const vital: readonly CheckName[] = ['database', 'migrations']
  const vitalInDetail: readonly CheckName[] = [
    ...vital,
    'temporal',
    ...(options.isProduction ? ['redis' as const] : []),
  ]

  return {
    async ready() {
      const document = judge(await run([...vital, 'redis']), vital)
      const isStopping = options.stopState.phase !== 'serving'
      const status = isStopping ? 'unhealthy' : document.status
      return { status: statusCode(status), document: { ...document, status } }
    },
    async detailed() {
      const results = await run(CHECK_NAMES)
      const document = judge(results, vitalInDetail)
      return { status: statusCode(document.status), document: { ...document, checks: results } }
    },
  }
}

/** The word for a failed check: time-outs, refused connections and refused credentials have their own. */
export function wordOf(error: unknown): CheckWord {
  const { name = '', code = '' } = (error ?? {}) as { name?: string; code?: string }
  if (/abort|timeout/i.test(name) || /TIMEDOUT|TIMEOUT/.test(code)) return 'unhealthy: timeout'
  if (/refused/i.test(name) || /^E(CONNREFUSED|HOSTUNREACH|NETUNREACH|CONNRESET)$|^ENOTFOUND$/.test(code)) {
    return 'unhealthy: refused'
  }
  return /auth|accessdenied/i.test(name) || code === '28P01' ? 'unhealthy: auth' : 'unhealthy: error'
}

function judge(results: CheckResults, vital: readonly CheckName[]): HealthDocument {
  const isDown = vital.some((name) => results[name].startsWith('unhealthy'))
  const isImpaired = Object.values(results).some((word) => /^(un|de)/.test(word))
  return {
    status: isDown ? 'unhealthy' : isImpaired ? 'degraded' : 'healthy',
    service: SERVICE,
    timestamp: new Date().toISOString(),
    version: VERSION,
  }
}

function statusCode(status: HealthDocument['status']): 200 | 503 {
  return status === 'unhealthy' ? 503 : 200
}

async function runCheck(check: HealthCheck): Promise<CheckWord> {
  const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS)
  const late = new Promise<CheckWord>((resolve) => {
    signal.addEventListener('abort', () => resolve('unhealthy: timeout'), { once: true })
  })
  return Promise.race([check(signal).catch(wordOf), late])
}

function keep<T>(ask: () => Promise<T>): () => Promise<T> {
  let kept: { readonly answer: Promise<T>; readonly untilMs: number } | undefined
  return () => {
    if (!kept || Date.now() > kept.untilMs) kept = { answer: ask(), untilMs: Date.now() + KEEP_MS }
    return kept.answer
  }
}
