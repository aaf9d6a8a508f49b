/** One table of cells as it was read: `rows[0]` is physical row 1, empty rows included, cells as displayed. */
export interface BomSheet {
  /** null where the file has no sheets */
  readonly name: string | null
  readonly rows: readonly (readonly string[])[]
}

/** A part number as it stands in a source, with the maker beside it when there is one. */
export interface WrittenPartNumber {
  readonly mpn: string
  readonly manufacturer: string | null
}

/** The numbers of shops; what they are is judged by content, whatever the column was called. */
export interface WrittenShopNumber {
  readonly text: string
  /** heading or supplier beside it, when it names a shop: `lcsc`, `digikey`, `mouser`, … */
  readonly shop: string | null
}

export const BASE_UNITS = ['each', 'g', 'mm', 'ml'] as const

export type BaseUnit = (typeof BASE_UNITS)[number]

/** Why a line needs a look; each becomes a sentence. */
export const LINE_FLAGS = [
  'approximate',
  'range',
  'fraction',
  'set',
  'quantity_unknown',
  'quantity_assumed',
  'quantity_absurd',
  'quantity_differs',
  'destroyed_number',
  'cells_shifted',
  'designators_cut',
  'cell_cut',
] as const

export type LineFlag = (typeof LINE_FLAGS)[number]

/** Why a line is never bought. */
export const LINE_EXCLUSIONS = ['not_fitted', 'not_for_sale', 'print_job', 'not_needed'] as const

export type LineExclusion = (typeof LINE_EXCLUSIONS)[number]

/** One part need, read and not yet matched. Everything in it is JSON. */
export interface BomLine {
  /** at most 64 characters, unique within the import */
  readonly bomItemId: string
  readonly sheet: string | null
  /** 1-based, null for lines that never stood in a table */
  readonly rowNo: number | null
  /** shown to people; at most 2,000 characters like every text here */
  readonly name: string
  /** cells or fields exactly as they were read */
  readonly raw: Readonly<Record<string, unknown>> | readonly string[]
  /** thousandths of the unit; null = unknown */
  readonly quantityMilli: number | null
  readonly unit: BaseUnit
  /** when one piece has a length: `0.4mx6` is 6 pieces of 400 mm */
  readonly pieceMilli: number | null
  readonly designators: readonly string[]
  readonly flags: readonly LineFlag[]
  readonly exclusion: LineExclusion | null
  readonly identity: {
    readonly ownSku: string | null
    readonly productId: number | null
    readonly gtin: string | null
    readonly cavePart: string | null
    readonly partNumber: WrittenPartNumber | null
    /** the maker when it stands without a part number, or beside one */
    readonly manufacturer: string | null
    /** believed only if the alias table knows it as a maker */
    readonly weakManufacturer: string | null
    readonly shopNumbers: readonly WrittenShopNumber[]
    readonly links: readonly string[]
  }
  readonly alternates: readonly WrittenPartNumber[]
  readonly text: {
    readonly value: string | null
    readonly package: string | null
    readonly description: string | null
    readonly category: string | null
    readonly section: string | null
    readonly length: string | null
    readonly notes: string | null
    readonly specifications: Readonly<Record<string, string>>
  }
  /** minor units of what the source believes; information only */
  readonly estimatedCost: { readonly minor: number; readonly currency: string } | null
  /** one sentence each */
  readonly warnings: readonly string[]
}

/** How a table was understood; kept with the import and shown. Columns are 0-based, the row is 1-based. */
export interface BomTableDialect {
  readonly sheet: string | null
  readonly headerRow: number | null
  readonly isHeaderGuessed: boolean
  readonly columnRoles: Readonly<Record<string, ColumnRole>>
  /** cells of the header row; `headerFingerprint` of them is what a correction is remembered under */
  readonly headings: readonly string[]
  readonly rowsByKind: Readonly<Partial<Record<RowKind, number>>>
}

export const COLUMN_ROLES = [
  'designators',
  'quantity',
  'mpn',
  'manufacturer',
  'value',
  'package',
  'description',
  'own_sku',
  'distributor_sku',
  'supplier',
  'link',
  'price',
  'fitted',
  'length',
  'unit',
  'category',
  'alternate',
  'notes',
  'row_number',
] as const

export type ColumnRole = (typeof COLUMN_ROLES)[number]

/** Every row of a table is exactly one of these. */
export const ROW_KINDS = [
  'part',
  'header',
  'section',
  'total',
  'footer',
  'note',
  'repeated_header',
  'blank',
  'skipped',
] as const

export type RowKind = (typeof ROW_KINDS)[number]

/** A row that is no part: kept for the report. */
export interface OtherRow {
  readonly sheet: string | null
  readonly rowNo: number
  readonly kind: Exclude<RowKind, 'part' | 'blank'>
  readonly text: string
  /** for `skipped`: why */
  readonly reason?: string
}

/** What a shopper overruled: applies to one table of the file. */
export interface TableOverrule {
  /** name or 0-based index of the sheet */
  readonly sheet?: string | number
  /** 1-based */
  readonly headerRow?: number
  readonly columnRoles?: Readonly<Record<string, ColumnRole>>
}

/** What tables or items gave; what is no part is kept beside the lines. */
export interface BomReading {
  readonly lines: readonly BomLine[]
  readonly tables: readonly BomTableDialect[]
  readonly otherRows: readonly OtherRow[]
  /** one sentence each, about the whole file */
  readonly warnings: readonly string[]
}
