import type { Readable } from 'node:stream'

import { DomainError } from '../domain/errors.js'

export interface BodyLimits {
  readonly maxBytes: number
  readonly deadlineSeconds: number
  /** as announced by `Content-Length`, when it was sent */
  readonly announcedBytes: number | undefined
}

/** All bytes of a request body, within its size and time. What is too large is refused before it is read to its end. */
export async function readBody(stream: Readable, limits: BodyLimits): Promise<Buffer> {
  if ((limits.announcedBytes ?? 0) > limits.maxBytes) throw tooLarge(limits.maxBytes)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const timer = setTimeout(() => finish(tooSlow()), limits.deadlineSeconds * 1000)
    const finish = (refusal?: Error): void => {
      clearTimeout(timer)
      stream.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose)
      stream.pause()
      if (refusal) reject(refusal)
      else resolve(Buffer.concat(chunks, bytes))
    }
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length
      chunks.push(chunk)
      if (bytes > limits.maxBytes) finish(tooLarge(limits.maxBytes))
    }
    const onEnd = (): void => finish()
    const onError = (): void => finish(brokenOff())
    const onClose = (): void => finish(brokenOff())
    stream.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose)
  })
}

function tooLarge(limit: number): DomainError {
  return new DomainError('payload_too_large', `The body may hold at most ${limit} bytes.`, { members: { limit } })
}

function tooSlow(): DomainError {
  return new DomainError('request_timeout', 'The body did not arrive in time.')
}

function brokenOff(): DomainError {
  return new DomainError('malformed_request', 'The body was broken off.')
}
