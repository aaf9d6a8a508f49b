import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** SHA-256 (hex) of bytes at hand or of a file, which is read once. */
export async function sha256OfBody(body: Uint8Array | { readonly path: string }): Promise<string> {
  const hash = createHash('sha256')
  if (body instanceof Uint8Array) return hash.update(body).digest('hex')
  await pipeline(createReadStream(body.path), hash)
  return hash.digest('hex')
}
