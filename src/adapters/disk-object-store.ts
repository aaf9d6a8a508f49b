import { createReadStream } from 'node:fs'

import type { StorageConfig } from '../config.js'
import { DomainError, UpstreamRefused } from '../domain/errors.js'
import type { ObjectStore, SignedForm, SignedPut, StoredObject } from '../ports.js'
import { attachment } from './attachment.js'
import { DiskBlobs, type ObjectEntry } from './disk-blobs.js'
import { readPermission, signPermission, type Permission, type SignedWords } from './disk-signature.js'

/**
 * Objects below one directory, for development. Its links lead to our own `/dev/storage`, whose handlers call
 * `receive` and `deliver`: they refuse what S3 would.
 */
export class DiskObjectStore implements ObjectStore {
  private readonly blobs: DiskBlobs
  private readonly config: DiskConfig

  constructor(config: DiskConfig) {
    this.blobs = new DiskBlobs(config.directory)
    this.config = config
  }

  signForm({ key, contentType, minBytes, maxBytes, seconds }: FormRequest): Promise<SignedForm> {
    const words = this.sign({ method: 'POST', key, contentType, minBytes, maxBytes, filename: '' }, seconds)
    const fields = { ...words, key, 'Content-Type': contentType }
    return Promise.resolve({ url: `${this.config.publicBaseUrl}/dev/storage`, fields })
  }

  signPut({ key, contentType, bytes, seconds }: PutRequest): Promise<SignedPut> {
    const exact = { minBytes: bytes, maxBytes: bytes }
    const words = this.sign({ method: 'PUT', key, contentType, ...exact, filename: '' }, seconds)
    return Promise.resolve({ url: this.link(key, words), headers: { 'Content-Type': contentType } })
  }

  signGet({ key, filename, seconds }: GetRequest): Promise<string> {
    const words = this.sign({ method: 'GET', key, contentType: '', minBytes: 0, maxBytes: 0, filename }, seconds)
    return Promise.resolve(this.link(key, words))
  }

  async head(key: string): Promise<StoredObject | undefined> {
    const entry = await this.blobs.find(key)
    return entry && describe(entry)
  }

  async open(key: string, signal?: AbortSignal): Promise<NodeJS.ReadableStream> {
    const entry = mustExist(await this.blobs.find(key))
    return createReadStream(this.blobs.path(entry), signal ? { signal } : {})
  }

  async put({ key, body, contentType }: StoreRequest): Promise<void> {
    await this.blobs.write(key, { body, contentType })
  }

  async copy(fromKey: string, toKey: string): Promise<void> {
    const entry = mustExist(await this.blobs.find(fromKey))
    await this.blobs.write(toKey, { body: { path: this.blobs.path(entry) }, contentType: entry.contentType })
  }

  async remove(key: string): Promise<void> {
    await this.blobs.remove(key)
  }

  async list({ prefix, olderThan, limit, after = '' }: ListRequest): Promise<string[]> {
    const older: string[] = []
    for (const key of await this.blobs.keys(prefix)) {
      if (older.length === limit) break
      if (key <= after) continue
      const entry = await this.blobs.find(key)
      if (entry !== undefined && entry.writtenAtMs < olderThan.getTime()) older.push(key)
    }
    return older
  }

  async ping(): Promise<void> {
    await this.blobs.prepare()
  }

  /** Takes the bytes of a signed PUT or form; refuses what was altered, is late, of another type or size. */
  async receive({ method, key, words, contentType, bytes }: SentObject): Promise<StoredObject> {
    const permission = this.permitted(words, { method, key })
    if (contentType !== permission.contentType) throw notSigned()
    checkLength(bytes.byteLength, permission)
    return describe(await this.blobs.write(key, { body: bytes, contentType }))
  }

  /** The object of a signed GET; undefined when there is none. */
  async deliver({ key, words }: AskedObject): Promise<Download | undefined> {
    const { filename } = this.permitted(words, { method: 'GET', key })
    const entry = await this.blobs.find(key)
    if (entry === undefined) return undefined
    const stream = createReadStream(this.blobs.path(entry))
    return { ...describe(entry), stream, disposition: attachment(filename) }
  }

  private sign(permission: Omit<Permission, 'expiresAtMs'>, seconds: number): Record<string, string> {
    return signPermission({ ...permission, expiresAtMs: Date.now() + seconds * 1000 }, this.config.signingKey)
  }

  private link(key: string, words: Record<string, string>): string {
    return `${this.config.publicBaseUrl}/dev/storage/${key}?${new URLSearchParams(words).toString()}`
  }

  private permitted(words: SignedWords, asked: { method: string; key: string }): Permission {
    const permission = readPermission(words, this.config.signingKey)
    if (permission?.method !== asked.method || permission.key !== asked.key) throw notSigned()
    if (permission.expiresAtMs <= Date.now()) throw expired()
    return permission
  }
}

export type DiskConfig = Extract<StorageConfig, { kind: 'disk' }>

export interface AskedObject {
  readonly key: string
  readonly words: SignedWords
}

export interface SentObject {
  readonly method: 'PUT' | 'POST'
  readonly key: string
  readonly words: SignedWords
  readonly contentType: string
  readonly bytes: Uint8Array
}

export interface Download extends StoredObject {
  readonly stream: NodeJS.ReadableStream
  /** value of `Content-Disposition` */
  readonly disposition: string
}

function describe(entry: ObjectEntry): StoredObject & { readonly sha256: string } {
  const { bytes, contentType, sha256 } = entry
  return { bytes, contentType, etag: sha256.slice(0, 32), sha256 }
}

function mustExist(entry: ObjectEntry | undefined): ObjectEntry {
  if (entry === undefined) throw new UpstreamRefused('There is no such object.', 404)
  return entry
}

function checkLength(bytes: number, { minBytes, maxBytes }: Permission): void {
  if (bytes > maxBytes) {
    throw new DomainError('payload_too_large', 'The file is larger than was declared.', {
      members: { limit: maxBytes },
    })
  }
  if (bytes < minBytes) throw new DomainError('file_mismatch', 'The file is smaller than was declared.')
}

function notSigned(): DomainError {
  return new DomainError('invalid_signature', 'This link was not made for this request.')
}

function expired(): DomainError {
  return new DomainError('invalid_signature', 'This link has expired. Please ask for a new one.')
}

type FormRequest = Parameters<ObjectStore['signForm']>[0]
type PutRequest = Parameters<ObjectStore['signPut']>[0]
type GetRequest = Parameters<ObjectStore['signGet']>[0]
type StoreRequest = Parameters<ObjectStore['put']>[0]
type ListRequest = Parameters<ObjectStore['list']>[0]
