import { MAX_BOM_TEXT } from './bom-limits.js'

/**
 * A cell as the grammar reads it: compatibility forms resolved, one micro sign and one omega, plain blanks, straight quotes,
 * no zero-width characters, trimmed, at most `MAX_BOM_TEXT` characters (bom.md 3.3). The raw copy keeps the original.
 */
export function normalText(text: string): string {
  const cut = text.slice(0, MAX_BOM_TEXT)
  if (PLAIN.test(cut)) return cut.trim()
  return cut
    .normalize('NFKC')
    .replace(/[\u200B-\u200D\u2060\uFEFF\u00AD]/g, '')
    .replace(/\u03BC/g, 'µ')
    .replace(/[\u2018\u2019\u201A\u2032]/g, "'")
    .replace(/[\u201C-\u201F\u2033]/g, '"')
    .replace(/[\u2010-\u2013\u2212]/g, '-')
    .replace(/[^\S\n]+/g, ' ')
    .slice(0, MAX_BOM_TEXT)
    .trim()
}

const PLAIN = /^[\x20-\x7E]*$/

/** Cells as `normalText`, without the empty tail. */
export function normalRow(cells: readonly string[]): string[] {
  const row = cells.map(normalText)
  while (row.length > 0 && row[row.length - 1] === '') row.pop()
  return row
}

/** At most the characters that a text of a line may have. */
export function cutText(text: string): string {
  return text.length > MAX_BOM_TEXT ? text.slice(0, MAX_BOM_TEXT) : text
}

/** A text that can be kept and shown: without control characters and halves of pairs, every line end as LF. */
export function storableText(text: string): string {
  if (!UNCLEAN.test(text)) return text
  return text.replace(/\r\n?/g, '\n').replace(UNSTORABLE, '')
}

const UNCLEAN = /[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]/
const UNSTORABLE = /[\0-\x08\x0b-\x1f\x7f-\x9f]|\p{Cs}/gu
