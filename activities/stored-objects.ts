import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

import { cancellationSignal } from '@temporalio/activity'

import { UpstreamRefused, UpstreamUnavailable } from '../src/domain/errors.js'
import type { ObjectStore } from '../src/ports.js'

/** Copies an object into a file; answers its SHA-256 (hex), or undefined when there is no such object. */
export async function fetchObject(store: ObjectStore, key: string, path: string): Promise<string | undefined> {
  const object = await openObject(store, key)
  if (!object) return undefined
  const hash = createHash('sha256')
  const signal = cancellationSignal()
  await pipeline(
    object,
    async function* (chunks: AsyncIterable<string | Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        yield chunk
      }
    },
    createWriteStream(path),
    { signal },
  )
  return hash.digest('hex')
}

/** The SHA-256 (hex) of an object as it is stored now; undefined when there is no such object. */
export async function hashObject(store: ObjectStore, key: string): Promise<string | undefined> {
  const object = await openObject(store, key)
  if (!object) return undefined
  const hash = createHash('sha256')
  await pipeline(object, hash, { signal: cancellationSignal() })
  return hash.digest('hex')
}

/** A storage that refuses us is a setting of ours: the call is repeated until somebody has mended it. */
export async function untilMended<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (error instanceof UpstreamRefused) throw new UpstreamUnavailable(error.message)
    throw error
  }
}

async function openObject(store: ObjectStore, key: string): Promise<NodeJS.ReadableStream | undefined> {
  const signal = cancellationSignal()
  try {
    return await store.open(key, signal)
  } catch (error) {
    if (!(error instanceof UpstreamRefused) || error.status !== 404) return untilMended(Promise.reject(error as Error))
  }
  // A bucket that is missing answers the same, and is no reason to call every file lost.
  await untilMended(store.ping(signal))
  return undefined
}
