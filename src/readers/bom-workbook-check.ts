import { BOM_LIMITS, bomLimitExceeded, bomUnreadable, LAST_BOM_ROW } from '../domain/bom-limits.js'
import { readXml, type XmlReader } from './package-xml.js'
import type { GuardedZip } from './zip-guard.js'

/** Sheets that an xlsx workbook may hold, by the place where every writer puts them. */
const SHEET = /^xl\/worksheets\/[^/]{1,200}\.xml$/i
const SHARED_STRINGS = 'xl/sharedStrings.xml'

/**
 * Looks at every sheet of an xlsx file once, as a stream, so that one beyond the limits is refused before a single cell
 * of it is built. Answers how many rows hold a value; a workbook that gives more afterwards is not believed.
 */
export async function checkXlsx(zip: GuardedZip): Promise<number> {
  const sheets = zip.names().filter((name) => SHEET.test(name))
  if (sheets.length > BOM_LIMITS.sheets) throw bomLimitExceeded('sheets', sheets.length)
  const count = new SheetCount()
  for (const name of sheets) await readXml(zip.read(name), () => count.sheet(), BOM_LIMITS.text)
  if (zip.has(SHARED_STRINGS)) await readXml(zip.read(SHARED_STRINGS), () => count.sharedStrings(), BOM_LIMITS.text)
  return count.filledRows
}

class SheetCount {
  filledRows = 0
  private text = 0
  private row = 0
  private column = 0
  private isInValue = false
  private isFilled = false

  /** Rows without a number follow the one before; so do cells. */
  sheet(): XmlReader {
    this.row = 0
    return {
      open: (name, attributes) => {
        const tag = localName(name)
        if (tag === 'row') this.beginRow(attributes['r'])
        else if (tag === 'c') this.column = columnOf(attributes['r']) ?? this.column + 1
        else if (tag === 'v' || tag === 't') this.isInValue = true
      },
      text: (text) => this.hear(text),
      close: (name) => {
        if (localName(name) === 'row') this.endRow()
        this.isInValue = false
      },
    }
  }

  sharedStrings(): XmlReader {
    return {
      open: () => undefined,
      text: (text) => this.countText(text),
      close: () => undefined,
    }
  }

  private beginRow(number: string | undefined): void {
    this.row = number === undefined ? this.row + 1 : Number(number)
    if (!Number.isInteger(this.row)) throw bomUnreadable('broken')
    this.column = 0
    this.isFilled = false
  }

  private hear(text: string): void {
    if (!this.isInValue || text === '') return
    this.countText(text)
    this.isFilled = true
    if (this.column > BOM_LIMITS.columns) throw bomLimitExceeded('columns', this.column)
    if (this.row > LAST_BOM_ROW) throw bomLimitExceeded('rows', this.row)
  }

  private endRow(): void {
    if (this.isFilled) this.filledRows++
    if (this.filledRows > BOM_LIMITS.rows) throw bomLimitExceeded('rows', this.filledRows)
  }

  private countText(text: string): void {
    this.text += text.length
    if (this.text > BOM_LIMITS.text) throw bomLimitExceeded('text', this.text)
  }
}

/** `AB12` is in column 28. */
function columnOf(reference = ''): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/i.exec(reference)?.[0].toUpperCase()
  if (letters === undefined) return undefined
  return Array.from(letters).reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0)
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)
