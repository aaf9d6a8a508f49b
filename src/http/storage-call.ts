import { DomainError, UpstreamUnavailable } from '../domain/errors.js'

/** Waits for the object store; one that does not answer is `storage_unavailable`. */
export async function storageCall<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (!(error instanceof UpstreamUnavailable)) throw error
    throw new DomainError('storage_unavailable', 'The object store did not answer.')
  }
}
