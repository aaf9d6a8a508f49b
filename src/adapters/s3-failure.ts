import { UpstreamRefused, UpstreamUnavailable } from '../domain/errors.js'

/** Waits for a call of the SDK and turns its failure into one of ours. */
export async function failuresOf<T>(operation: string, call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw s3Failure(operation, error)
  }
}

/**
 * No answer, 5xx, 408, 425 and 429 may be repeated; every other answer stands. The caller's own abort stays what it
 * is. Texts name the operation and the service's word for it, never host, bucket or key.
 */
export function s3Failure(operation: string, error: unknown): Error {
  const { name = 'Error', $metadata: answer } = error as { name?: string; $metadata?: { httpStatusCode?: number } }
  if (name === 'AbortError') return error as Error
  const status = answer?.httpStatusCode
  const message = `The object store failed at ${operation}: ${name}`
  if (status === undefined || status >= 500 || REPEATABLE.has(status)) return new UpstreamUnavailable(message)
  return new UpstreamRefused(message, status)
}

/** True when the service said that there is no such object. */
export function isAbsent(error: unknown): boolean {
  const { $metadata: answer } = error as { $metadata?: { httpStatusCode?: number } }
  return answer?.httpStatusCode === 404
}

const REPEATABLE: ReadonlySet<number> = new Set([408, 425, 429])
