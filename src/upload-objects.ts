import type { UploadRow } from './db/reads/uploads.js'
import { cleanModelKey, cleanPrefix, pictureKey } from './domain/upload-rules.js'
import type { ObjectStore } from './ports.js'

const LINK_SECONDS = 300
/** More than one upload ever has: the model, its picture, one mesh per unit that was tried. */
const MAX_COPIES = 100
const MINUTE_MS = 60_000

/** Links of 300 s to a measured model and its picture. Only clean copies are handed out, never what was sent. */
export async function signUploadLinks(store: ObjectStore, upload: UploadRow): Promise<UploadLinks> {
  if (upload.status !== 'processed') return {}
  const file = { key: cleanModelKey(upload.id), filename: upload.fileName, seconds: LINK_SECONDS }
  const preview = { key: pictureKey(upload.id), filename: 'picture.png', seconds: LINK_SECONDS }
  if (upload.analysis === null) return { file: await store.signGet(file) }
  return { file: await store.signGet(file), preview: await store.signGet(preview) }
}

/** Removes what was sent and every clean copy of it. */
export async function removeUploadObjects(store: ObjectStore, upload: { id: string; fileKey: string }): Promise<void> {
  const olderThan = new Date(Date.now() + MINUTE_MS)
  const copies = await store.list({ prefix: cleanPrefix(upload.id), olderThan, limit: MAX_COPIES })
  for (const key of [upload.fileKey, ...copies]) await store.remove(key)
}

export interface UploadLinks {
  readonly file?: string
  readonly preview?: string
}
