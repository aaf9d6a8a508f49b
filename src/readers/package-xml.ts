import { TextDecoder } from 'node:util'

import { SaxesParser } from 'saxes'

import { ModelRefusal, refuse } from './model-refusal.js'

const MAX_DEPTH = 64
const MAX_ATTRIBUTE = 4_096
/** No tag, text or comment may be longer than this. */
const MAX_TOKEN = 1024 ** 2

/** What a reader of one XML part wants to know. Names come as written, prefix included. */
export interface XmlReader {
  open(name: string, attributes: XmlAttributes): void
  close(name: string): void
}

/** Without prototype, so any name is safe to look up. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>

/** Where the parser stands; for refusals. */
export interface XmlPlace {
  line(): number
}

/**
 * Feeds an XML part to a reader piece by piece. UTF-8, or UTF-16 with a byte-order mark. Document types and entities are
 * refused unseen, so are deep nesting and endless tokens; the parser runs without namespaces, which keeps it linear.
 */
export async function readXml(pieces: AsyncIterable<Uint8Array>, start: (place: XmlPlace) => XmlReader): Promise<void> {
  const parser = new SaxesParser({ xmlns: false, position: true })
  const progress = { untouched: 0 }
  listen(parser, start({ line: () => parser.line }), progress)
  let decoder: TextDecoder | undefined
  try {
    for await (const piece of pieces) {
      decoder ??= decoderFor(piece)
      const text = decoder.decode(piece, { stream: true })
      progress.untouched += text.length
      parser.write(text)
      if (progress.untouched > MAX_TOKEN) throw unsafe('its XML has an endless element')
    }
    parser.write(decoder?.decode() ?? '').close()
  } catch (error) {
    throw error instanceof ModelRefusal || isStorageError(error) ? error : unsafe('its XML is damaged')
  }
}

function listen(parser: SaxesParser, reader: XmlReader, progress: { untouched: number }): void {
  let depth = 0
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
}

function decoderFor(piece: Uint8Array): TextDecoder {
  if (piece[0] === 0xff && piece[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true })
  if (piece[0] === 0xfe && piece[1] === 0xff) return new TextDecoder('utf-16be', { fatal: true })
  return new TextDecoder('utf-8', { fatal: true })
}

function isStorageError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

const unsafe = (reason: string) => refuse('xml_unsafe', { reason })
