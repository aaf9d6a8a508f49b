import { crc32 } from 'node:zlib'

import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'

import { ModelRefusal, refuse } from './model-refusal.js'

const MAX_ENTRIES = 1_000
const MAX_INFLATED_BYTES = 512 * 1024 ** 2
const MAX_RATIO = 100
const RATIO_FREE_BYTES = 1024 ** 2

/**
 * A ZIP archive that believes nothing: names, flags and declared sizes are checked in the directory, bytes are counted
 * and the checksum is formed while they come out. Everything unsafe is the refusal `zip_unsafe`.
 */
export class GuardedZip {
  private readonly zip: ZipFile
  private readonly entries: ReadonlyMap<string, Entry>
  private readonly unread: Set<Entry>
  private inflatedBytes = 0

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.zip = zip
    this.entries = entries
    this.unread = new Set(entries.values())
  }

  static async open(content: Buffer): Promise<GuardedZip> {
    const zip = await fromBufferPromise(content, { lazyEntries: true, strictFileNames: true }).catch(rethrowAsUnsafe)
    return new GuardedZip(zip, await readDirectory(zip))
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
    if (entry === undefined) throw refuse('threemf_incomplete', { reason: 'a part of it is missing' })
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
        this.inflatedBytes += piece.length
        if (bytes > RATIO_FREE_BYTES && bytes > MAX_RATIO * entry.compressedSize)
          throw unsafe('it unpacks to far too much')
        if (this.inflatedBytes > MAX_INFLATED_BYTES) throw unsafe('it unpacks to more than 512 MiB')
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
}

async function readDirectory(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAX_ENTRIES) throw unsafe(`it holds more than ${MAX_ENTRIES.toLocaleString('en-US')} files`)
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
  if (entry.isEncrypted()) throw unsafe('it is encrypted')
  if (entry.externalFileAttributes >>> 28 === SYMLINK) throw unsafe('it holds a link to another place')
  if (ARCHIVE_NAME.test(entry.fileName)) throw unsafe('it holds another archive')
  const isBomb = entry.uncompressedSize > RATIO_FREE_BYTES && entry.uncompressedSize > MAX_RATIO * entry.compressedSize
  if (isBomb) throw unsafe('it unpacks to far too much')
}

const SYMLINK = 0o12
const ARCHIVE_NAME = /\.(?:zip|3mf|amf\.zip|7z|rar|gz|tgz|bz2|xz|zst|tar|jar)$/i

const isArchive = (piece: Buffer): boolean =>
  /^(?:PK\x03\x04|PK\x05\x06|\x1f\x8b|Rar!|7z\xbc\xaf)/.test(piece.toString('latin1', 0, 4))

/** What the ZIP reader itself objects to is as unsafe as what we find. */
function rethrowAsUnsafe(error: unknown): never {
  throw error instanceof ModelRefusal ? error : unsafe('the ZIP archive is damaged')
}

const keyOf = (name: string): string => name.replace(/^\//, '').toLowerCase()

const unsafe = (reason: string) => refuse('zip_unsafe', { reason })
