import { type DestinationStream, type Logger as PinoLogger, type LoggerOptions, pino } from 'pino'

export type Logger = PinoLogger

const MAX_CHARACTERS = 2000
// C0, DEL, C1, and the marks that turn text around: a log line shows what is in it.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/g

/** Fields that never reach a log, at the top, one and two levels down. Signed queries and tickets sit inside URLs. */
const PRIVATE_FIELDS = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-signature',
  'x-makrcave-signature',
  'x-metrics-token',
  'x-csrf-token',
  'x-session-id',
  'x-razorpay-signature',
  'stripe-signature',
  'idempotency-key',
  'email',
  'customer_email',
  'phone',
  'name',
  'username',
  'address',
  'shipping_address',
  'billing_address',
  'ticket',
  'token',
  'secret',
  'password',
  'url',
  'signature',
] as const

/** JSON lines with fields. Private fields are redacted, texts are cut and stripped of control characters. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: redactedPaths(), censor: '[private]' },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => cleanFields(fields, 0) as Record<string, unknown>,
    },
    serializers: { err: describeError },
    hooks: { logMethod: cleanMessage },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** One printable line of at most 2,000 characters. */
function cleanText(text: string): string {
  const cut = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text
  return cut.replace(CONTROLS, ' ')
}

function redactedPaths(): string[] {
  return PRIVATE_FIELDS.flatMap((field) => [`["${field}"]`, `*["${field}"]`, `*.*["${field}"]`])
}

/** What of an error may be read by an operator: no bound values, no request. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return cleanFields(error, 0)
  const { code, cause } = error as Error & { code?: unknown }
  return {
    type: error.name,
    message: cleanText(error.message),
    ...(typeof code === 'string' && { code }),
    stack: stackLines(error),
    ...(cause instanceof Error && { cause: { type: cause.name, message: cleanText(cause.message) } }),
  }
}

function stackLines(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return lines.slice(0, 12).map((line) => cleanText(line.trim()))
}

function cleanFields(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (value === null || typeof value !== 'object' || value instanceof Error || value instanceof Date) return value
  if (depth > 4) return '[deep]'
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => cleanFields(item, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleanFields(item, depth + 1)]))
}

function cleanMessage(this: Logger, parameters: unknown[], method: (...parameters: unknown[]) => void): void {
  method.apply(
    this,
    parameters.map((parameter) => (typeof parameter === 'string' ? cleanText(parameter) : parameter)),
  )
}
