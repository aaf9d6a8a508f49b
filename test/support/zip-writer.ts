import { crc32, deflateRawSync } from 'node:zlib'

/** One file of an archive; the odd fields make an archive that lies. */
export interface ZipPart {
  readonly name: string
  readonly content: Uint8Array | string
  readonly isEncrypted?: boolean
  readonly isLink?: boolean
  readonly checksum?: number
  readonly claimedBytes?: number
}

/** A ZIP archive of deflated files. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const packed = pack(part)
    const local = Buffer.concat([header(LOCAL, packed), Buffer.from(part.name), packed.data])
    directory.push(header(CENTRAL, { ...packed, offset }), Buffer.from(part.name))
    locals.push(local)
    offset += local.length
  }
  return Buffer.concat([...locals, ...directory, endOf(parts.length, Buffer.concat(directory).length, offset)])
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const LINK_MODE = 0o120777

function pack(part: ZipPart): Packed {
  const content = Buffer.from(part.content as Uint8Array)
  return {
    data: deflateRawSync(content),
    flags: part.isEncrypted === true ? 0x801 : 0x800,
    checksum: part.checksum ?? crc32(content),
    bytes: part.claimedBytes ?? content.length,
    nameBytes: Buffer.byteLength(part.name),
    attributes: part.isLink === true ? LINK_MODE * 0x10000 : 0,
    offset: 0,
  }
}

function header(signature: number, packed: Packed): Buffer {
  const isCentral = signature === CENTRAL
  const head = Buffer.alloc(isCentral ? 46 : 30)
  head.writeUInt32LE(signature, 0)
  const at = isCentral ? 2 : 0
  if (isCentral) head.writeUInt16LE(0x0314, 4)
  head.writeUInt16LE(20, 4 + at)
  head.writeUInt16LE(packed.flags, 6 + at)
  head.writeUInt16LE(8, 8 + at)
  head.writeUInt32LE(packed.checksum, 14 + at)
  head.writeUInt32LE(packed.data.length, 18 + at)
  head.writeUInt32LE(packed.bytes, 22 + at)
  head.writeUInt16LE(packed.nameBytes, 26 + at)
  if (isCentral) head.writeUInt32LE(packed.attributes, 38)
  if (isCentral) head.writeUInt32LE(packed.offset, 42)
  return head
}

function endOf(entries: number, directoryBytes: number, directoryOffset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(entries, 8)
  end.writeUInt16LE(entries, 10)
  end.writeUInt32LE(directoryBytes, 12)
  end.writeUInt32LE(directoryOffset, 16)
  return end
}

interface Packed {
  readonly data: Buffer
  readonly flags: number
  readonly checksum: number
  readonly bytes: number
  readonly nameBytes: number
  readonly attributes: number
  readonly offset: number
}
