import type { UploadRow } from '../db/reads/uploads.js'
import { signUpload } from '../db/uploads.js'
import { acceptedContentType, uploadKey } from '../domain/upload-rules.js'
import type { ApiDependencies } from './api-dependencies.js'
import type * as wire from './routes/uploads.wire.js'

/**
 * Checks what is declared and notes the upload down under the id that the claim fixed: a repeat meets the same row and
 * key. The time to complete it is that of the signature.
 */
export async function beginUpload(services: SigningServices, wish: UploadWish): Promise<UploadRow> {
  const { id, userId } = wish
  const { filename: fileName, content_type: contentType, file_size: fileSize } = wish.file
  const { maxBytes } = services.config.uploads
  const mimeType = acceptedContentType({ fileName, contentType, fileSize }, maxBytes)
  const signedAt = new Date()
  const expiresAt = new Date(signedAt.getTime() + wish.seconds * 1000)
  const fileKey = uploadKey({ id, fileName, signedAt })
  return signUpload(services.database, { id, userId, fileKey, fileName, fileSize, mimeType, expiresAt })
}

/** Whole seconds that a link may still live; at least one, so that a late repeat gets a link that has ended. */
export function secondsUntil(time: Date): number {
  return Math.max(1, Math.round((time.getTime() - Date.now()) / 1000))
}

type SigningServices = Pick<ApiDependencies, 'config' | 'database'>

interface UploadWish {
  readonly id: string
  readonly userId: string
  readonly file: wire.SignedFile
  readonly seconds: number
}
