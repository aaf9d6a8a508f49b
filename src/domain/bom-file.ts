/** What a BOM file turned out to be, judged by its bytes alone; `csv` is every delimited text. */
export const BOM_FILE_KINDS = ['csv', 'xlsx', 'ods', 'xls', 'kicad', 'json'] as const

export type BomFileKind = (typeof BOM_FILE_KINDS)[number]

export const BOM_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const

export type BomEncoding = (typeof BOM_ENCODINGS)[number]

/** How the bytes of a file were understood; kept with the import. */
export interface BomFileDialect {
  readonly kind: BomFileKind
  /** null for workbooks, which say it themselves */
  readonly encoding: BomEncoding | null
  /** null unless the kind is `csv` */
  readonly delimiter: string | null
  readonly quote: string | null
}
