import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { UpstreamRefused, UpstreamUnavailable } from '../domain/errors.js'
import { sha256OfBody } from './body-digest.js'

/**
 * Objects as files: the bytes below `blobs/` under a name of their own, and below `objects/` one small JSON file per
 * key that says which. Renaming that file into place is the moment an object comes to be, so readers see the old one
 * or the new one and never a part. A failing disk is `UpstreamUnavailable`.
 */
export class DiskBlobs {
  private readonly objects: string
  private readonly blobs: string

  constructor(directory: string) {
    this.objects = join(directory, 'objects')
    this.blobs = join(directory, 'blobs')
  }

  async prepare(): Promise<void> {
    await onDisk(mkdir(this.objects, { recursive: true }))
    await onDisk(mkdir(this.blobs, { recursive: true }))
  }

  async write(key: string, object: { body: BlobBody; contentType: string }): Promise<ObjectEntry> {
    const entryFile = this.entryFile(key)
    const before = await this.find(key)
    await this.prepare()
    const entry = await onDisk(this.writeBlob(object))
    const draft = `${this.path(entry)}${SUFFIX}`
    await onDisk(mkdir(dirname(entryFile), { recursive: true }))
    await onDisk(writeFile(draft, JSON.stringify(entry)))
    await onDisk(rename(draft, entryFile))
    if (before !== undefined) await onDisk(rm(this.path(before), { force: true }))
    return entry
  }

  async find(key: string): Promise<ObjectEntry | undefined> {
    try {
      return JSON.parse(await readFile(this.entryFile(key), 'utf8')) as ObjectEntry
    } catch (error) {
      if (isMissing(error)) return undefined
      throw diskFailure(error)
    }
  }

  async remove(key: string): Promise<void> {
    const entry = await this.find(key)
    if (entry === undefined) return
    await onDisk(rm(this.entryFile(key), { force: true }))
    await onDisk(rm(this.path(entry), { force: true }))
  }

  /** All keys with the prefix, in order. */
  async keys(prefix: string): Promise<string[]> {
    await this.prepare()
    const found = await onDisk(readdir(this.objects, { recursive: true, withFileTypes: true }))
    return found
      .filter((entry) => entry.isFile() && entry.name.endsWith(SUFFIX))
      .map((entry) => join(entry.parentPath, entry.name).slice(this.objects.length + 1, -SUFFIX.length))
      .filter((key) => key.startsWith(prefix))
      .sort()
  }

  /** Where the bytes of an entry are. */
  path(entry: Pick<ObjectEntry, 'blob'>): string {
    return join(this.blobs, entry.blob)
  }

  private async writeBlob({ body, contentType }: { body: BlobBody; contentType: string }): Promise<ObjectEntry> {
    const blob = randomUUID()
    const path = this.path({ blob })
    await (body instanceof Uint8Array ? writeFile(path, body) : copyFile(body.path, path))
    const { size: bytes } = await stat(path)
    return { blob, bytes, contentType, sha256: await sha256OfBody({ path }), writtenAtMs: Date.now() }
  }

  private entryFile(key: string): string {
    if (!isSafeKey(key)) throw new UpstreamRefused('This is no key of an object.', 400)
    return join(this.objects, key + SUFFIX)
  }
}

/** Up to eight names of letters, digits, `.`, `_` and `-`, none of which begins with a dot: never a way out. */
function isSafeKey(key: string): boolean {
  const names = key.split('/')
  return names.length <= 8 && names.every((name) => /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/.test(name))
}

async function onDisk<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw diskFailure(error)
  })
}

/** Full disks and missing rights pass, and nothing was done. */
function diskFailure(error: unknown): Error {
  if (error instanceof UpstreamRefused) return error
  const { code = 'Error' } = error as { code?: string }
  return new UpstreamUnavailable(`The disk store failed: ${code}`)
}

function isMissing(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ENOENT'
}

export type BlobBody = Uint8Array | { readonly path: string }

export interface ObjectEntry {
  /** name of the file with the bytes */
  readonly blob: string
  readonly bytes: number
  readonly contentType: string
  readonly sha256: string
  readonly writtenAtMs: number
}

const SUFFIX = '.json'
