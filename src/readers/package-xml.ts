import { TextDecoder } from 'node:util'

import { SaxesParser } from 'saxes'

import { UnsafeFile } from './unsafe-file.js'

const MAX_DEPTH = 64
const MAX_ATTRIBUTE = 4_096
const MAX_TOKEN = 1024 ** 2

/** What a reader of one XML part wants to know. Names come as written, prefix included. */
export interface XmlReader {
  open(name: string, attributes: XmlAttributes): void
  close(name: string): void
  /** characters between two tags, entities of XML itself resolved; whoever does not ask never pays for them */
  text?(text: string): void
}

/** Without prototype, so any name is safe to look up. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>

/** Where the parser stands; for refusals. */
export interface XmlPlace {
  line(): number
}

/**
 * Feeds an XML part to a reader piece by piece. UTF-8, or UTF-16 with a byte-order mark. Document types and entities are
 * refused unseen, so are deep nesting and a tag, text or comment of more than `maxToken` characters; the parser runs
 * without namespaces, which keeps it linear. Throws `UnsafeFile`, and whatever the reader throws.
 */
export async function readXml(
  pieces: AsyncIterable<Uint8Array>,
  start: (place: XmlPlace) => XmlReader,
  maxToken = MAX_TOKEN,
): Promise<void> {
  const parser = new SaxesParser({ xmlns: false, position: true })
  const progress = { untouched: 0 }
  listen(parser, start({ line: () => parser.line }), progress)
  let decoder: TextDecoder | undefined
  for await (const piece of pieces) {
    decoder ??= decoderFor(piece)
    const text = decode(decoder, piece)
    progress.untouched += text.length
    parser.write(text)
    if (progress.untouched > maxToken) throw unsafe('its XML has an endless element')
  }
  if (decoder !== undefined) parser.write(decode(decoder))
  parser.close()
}

function listen(parser: SaxesParser, reader: XmlReader, progress: { untouched: number }): void {
  let depth = 0
  parser.on('error', ({ message }) => {
    throw message.includes('entity') ? unsafe('its XML uses an entity') : broken()
  })
  parser.on('doctype', () => {
    throw unsafe('its XML declares a document type')
  })
  parser.on('opentag', ({ name, attributes }) => {
    progress.untouched = 0
    if (++depth > MAX_DEPTH) throw unsafe('its XML is nested too deeply')
    for (const key in attributes) {
      if ((attributes[key] as string).length > MAX_ATTRIBUTE) throw unsafe('its XML has an endless attribute')
    }
    reader.open(name, attributes)
  })
  parser.on('closetag', ({ name }) => {
    progress.untouched = 0
    depth--
    reader.close(name)
  })
  if (reader.text === undefined) return
  const hear = (text: string) => reader.text?.(text)
  parser.on('text', hear)
  parser.on('cdata', hear)
}

/** The next characters; without a piece, the end. */
function decode(decoder: TextDecoder, piece?: Uint8Array): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true })
  } catch {
    throw broken()
  }
}

function decoderFor(piece: Uint8Array): TextDecoder {
  if (piece[0] === 0xff && piece[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true })
  if (piece[0] === 0xfe && piece[1] === 0xff) return new TextDecoder('utf-16be', { fatal: true })
  return new TextDecoder('utf-8', { fatal: true })
}

const unsafe = (reason: string) => new UnsafeFile('xml_unsafe', reason)

const broken = () => new UnsafeFile('xml_broken', 'its XML is damaged')
