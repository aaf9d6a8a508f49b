import { crc32 } from 'node:zlib'

import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'

import { UnsafeFile } from './unsafe-file.js'

const MAX_RATIO = 100
const RATIO_FREE_BYTES = 1024 ** 2
const MIB = 1024 ** 2

/** What an archive may hold. */
export interface ZipLimits {
  readonly entries: number
  /** of all its files together */
  readonly inflatedBytes: number
}

/**
 * A ZIP archive that believes nothing: names, flags and declared sizes are checked in the directory, bytes are counted
 * and the checksum is formed while they come out. Everything unsafe is an `UnsafeFile`.
 */
export class GuardedZip {
  private readonly zip: ZipFile
  private readonly limits: ZipLimits
  private readonly entries: ReadonlyMap<string, Entry>
  private readonly unread: Set<Entry>
  private inflatedBytes = 0

  private constructor(zip: ZipFile, limits: ZipLimits, entries: ReadonlyMap<string, Entry>) {
    this.zip = zip
    this.limits = limits
    this.entries = entries
    this.unread = new Set(entries.values())
  }

  static async open(content: Buffer, limits: ZipLimits): Promise<GuardedZip> {
    const zip = await fromBufferPromise(content, { lazyEntries: true, strictFileNames: true }).catch(rethrowAsUnsafe)
    return new GuardedZip(zip, limits, await readDirectory(zip, limits))
  }

  /** Names of all files, as written in the directory. */
  names(): string[] {
    return [...this.entries.values()].map(({ fileName }) => fileName)
  }

  has(name: string): boolean {
    return this.entries.has(keyOf(name))
  }

  /** The bytes of a file in pieces; the name is compared without case and leading slash. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(keyOf(name))
    if (entry === undefined) throw new UnsafeFile('zip_part_missing', 'a part of it is missing')
    this.unread.delete(entry)
    yield* this.inflate(entry)
  }

  /** Inflates what nobody has read, so that nothing unsafe stays unseen. */
  async checkRest(): Promise<void> {
    for (const entry of [...this.unread]) {
      this.unread.delete(entry)
      let isFirst = true
      for await (const piece of this.inflate(entry)) {
        if (isFirst && isArchive(piece)) throw unsafe('it holds another archive')
        isFirst = false
      }
    }
  }

  private async *inflate(entry: Entry): AsyncGenerator<Buffer> {
    const stream = await this.zip.openReadStreamPromise(entry).catch(rethrowAsUnsafe)
    let bytes = 0
    let checksum = 0
    try {
      for await (const piece of stream as AsyncIterable<Buffer>) {
        bytes += piece.length
        checkRatio(bytes, entry)
        this.count(piece.length)
        checksum = crc32(piece, checksum)
        yield piece
      }
    } catch (error) {
      rethrowAsUnsafe(error)
    } finally {
      stream.destroy()
    }
    if (checksum !== entry.crc32) throw unsafe('a checksum in it is wrong')
  }

  private count(bytes: number): void {
    const most = this.limits.inflatedBytes
    this.inflatedBytes += bytes
    if (this.inflatedBytes <= most) return
    throw new UnsafeFile('zip_inflated', `it unpacks to more than ${most / MIB} MiB`, this.inflatedBytes)
  }
}

async function readDirectory(zip: ZipFile, limits: ZipLimits): Promise<Map<string, Entry>> {
  const most = limits.entries
  if (zip.entryCount > most) {
    throw new UnsafeFile('zip_entries', `it holds more than ${most.toLocaleString('en-US')} files`, zip.entryCount)
  }
  const entries = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) {
      checkEntry(entry)
      if (entry.fileName.endsWith('/')) continue
      if (entries.has(keyOf(entry.fileName))) throw unsafe('two of its files have the same name')
      entries.set(keyOf(entry.fileName), entry)
    }
  } catch (error) {
    rethrowAsUnsafe(error)
  }
  return entries
}

function checkEntry(entry: Entry): void {
  if (entry.isEncrypted()) throw new UnsafeFile('zip_encrypted', 'it is encrypted')
  if (entry.externalFileAttributes >>> 28 === SYMLINK) throw unsafe('it holds a link to another place')
  if (ARCHIVE_NAME.test(entry.fileName)) throw unsafe('it holds another archive')
  checkRatio(entry.uncompressedSize, entry)
}

/** Small files may shrink as they like. */
function checkRatio(bytes: number, { compressedSize }: Entry): void {
  if (bytes <= RATIO_FREE_BYTES || bytes <= MAX_RATIO * compressedSize) return
  throw new UnsafeFile('zip_ratio', 'it unpacks to far too much', Math.ceil(bytes / Math.max(1, compressedSize)))
}

const SYMLINK = 0o12
const ARCHIVE_NAME = /\.(?:zip|3mf|amf\.zip|7z|rar|gz|tgz|bz2|xz|zst|tar|jar)$/i

const isArchive = (piece: Buffer): boolean =>
  /^(?:PK\x03\x04|PK\x05\x06|\x1f\x8b|Rar!|7z\xbc\xaf)/.test(piece.toString('latin1', 0, 4))

/** What the ZIP reader itself objects to is as unsafe as what we find. */
function rethrowAsUnsafe(error: unknown): never {
  throw error instanceof UnsafeFile ? error : unsafe('the ZIP archive is damaged')
}

const keyOf = (name: string): string => name.replace(/^\//, '').toLowerCase()

const unsafe = (reason: string) => new UnsafeFile('zip_unsafe', reason)
