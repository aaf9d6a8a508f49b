import type { BomLine } from '../../src/domain/bom-line.js'

type Changes = Partial<Omit<BomLine, 'identity' | 'text'>> & {
  readonly identity?: Partial<BomLine['identity']>
  readonly text?: Partial<BomLine['text']>
}

/** A line of ten pieces that says nothing but its name, changed where a test says so. */
export function bomLine({ identity, text, ...changes }: Changes = {}): BomLine {
  return {
    bomItemId: 'row-1',
    sheet: null,
    rowNo: null,
    name: 'part',
    raw: [],
    quantityMilli: 10_000,
    unit: 'each',
    pieceMilli: null,
    designators: [],
    flags: [],
    exclusion: null,
    alternates: [],
    estimatedCost: null,
    warnings: [],
    ...changes,
    identity: { ...NO_IDENTITY, ...identity },
    text: { ...NO_TEXT, ...text },
  }
}

const NO_IDENTITY: BomLine['identity'] = {
  ownSku: null,
  productId: null,
  gtin: null,
  cavePart: null,
  partNumber: null,
  manufacturer: null,
  weakManufacturer: null,
  shopNumbers: [],
  links: [],
}

const NO_TEXT: BomLine['text'] = {
  value: null,
  package: null,
  description: null,
  category: null,
  section: null,
  length: null,
  notes: null,
  specifications: {},
}
