import { ActivityFailure, ApplicationFailure, ApplicationFailureCategory, TimeoutFailure } from '@temporalio/common'

import {
  DomainError,
  Invariant,
  isRefusalCode,
  OutcomeUnknown,
  UpstreamRefused,
  UpstreamUnavailable,
  WorkFailed,
} from '../src/domain/errors.js'

/** Turns an error of ours into the failure that Temporal carries: the type is the code, the retry follows from it. */
export function toFailure(error: unknown): unknown {
  if (error instanceof DomainError) return refusal(error)
  if (error instanceof UpstreamUnavailable) {
    return ApplicationFailure.create({
      message: error.message,
      type: error.name,
      nonRetryable: false,
      ...(error.retryAfterSeconds === undefined ? {} : { nextRetryDelay: clampSeconds(error.retryAfterSeconds) }),
    })
  }
  if (isDatabaseAway(error)) {
    return ApplicationFailure.create({ message: 'The database is not answering.', type: 'UpstreamUnavailable' })
  }
  if (isFinal(error)) {
    return ApplicationFailure.create({ message: error.message, type: error.name, nonRetryable: true })
  }
  return error
}

/** A refusal that an Update's caller or a workflow's branch gets: expected, so no alarm and no retry. */
export function refusal(error: DomainError): ApplicationFailure {
  return ApplicationFailure.create({
    message: error.message,
    type: error.code,
    nonRetryable: true,
    category: ApplicationFailureCategory.BENIGN,
    details: [error.extra],
  })
}

/** The refusal inside a failure, however deep it is wrapped; undefined when it is something else. */
export function asRefusal(error: unknown): DomainError | undefined {
  const root = rootCause(error)
  if (!(root instanceof ApplicationFailure) || root.type === null || root.type === undefined) return undefined
  if (!isRefusalCode(root.type)) return undefined
  return new DomainError(root.type, root.message, root.details?.[0] ?? {})
}

/** The word for what went wrong at the bottom of an activity's failure: a type of `errors.ts`, or `unknown`. */
export function failureType(error: unknown): string {
  const root = rootCause(error)
  return root instanceof ApplicationFailure ? (root.type ?? 'unknown') : 'unknown'
}

/** The other side was away for a whole window, or no worker took the step: the next window may do better. */
export function isOutage(error: unknown): boolean {
  return failureType(error) === 'UpstreamUnavailable' || rootCause(error) instanceof TimeoutFailure
}

/** The innermost failure: an activity's failure hides its cause. */
export function rootCause(error: unknown): unknown {
  let current = error
  while (current instanceof Error && current.cause instanceof Error) {
    if (current instanceof ApplicationFailure && !(current instanceof ActivityFailure)) break
    current = current.cause
  }
  return current
}

/** A connection that failed, or a statement that lost against another one and may be repeated. */
function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (/^Sequelize(Connection|HostNot|InvalidConnection|AccessDenied)/.test(error.name)) return true
  const code = (error as { parent?: { code?: unknown } }).parent?.code
  return typeof code === 'string' && /^(08|40001|40P01|57P0)/.test(code)
}

function isFinal(error: unknown): error is Error {
  return (
    error instanceof UpstreamRefused ||
    error instanceof OutcomeUnknown ||
    error instanceof WorkFailed ||
    error instanceof Invariant
  )
}

function clampSeconds(seconds: number): number {
  return Math.min(600, Math.max(1, seconds)) * 1000
}
