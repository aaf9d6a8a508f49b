import { BOM_LIMITS, bomLimitExceeded, bomUnreadable, LAST_BOM_ROW } from '../domain/bom-limits.js'
import { readXml, type XmlAttributes, type XmlReader } from './package-xml.js'
import type { GuardedZip } from './zip-guard.js'

/**
 * The same look for an ods file, with its repeats multiplied out: 1.3 KB can say "this row again, a million times". What
 * is repeated counts as if it were written out, empty tails apart. Answers how many rows hold a value.
 */
export async function checkOds(zip: GuardedZip): Promise<number> {
  if (zip.has(MANIFEST)) await readXml(zip.read(MANIFEST), refuseEncrypted)
  const count = new OdsCount()
  await readXml(zip.read('content.xml'), () => count.reader(), BOM_LIMITS.text)
  return count.filledRows
}

const MANIFEST = 'META-INF/manifest.xml'
/** Of a cell with one letter, as XML; a lower bound of what writing it out would take. */
const CELL_BYTES = 64

function refuseEncrypted(): XmlReader {
  return {
    open: (name) => {
      if (name.endsWith('encryption-data')) throw bomUnreadable('protected')
    },
    close: () => undefined,
  }
}

class OdsCount {
  filledRows = 0
  private sheets = 0
  private writtenOut = 0
  private row = 0
  private rowRepeat = 1
  private rowBytes = 0
  private column = 0
  private cellRepeat = 1
  private cellText = 0
  private isInCell = false
  private isFilled = false

  reader(): XmlReader {
    return {
      open: (name, attributes) => this.open(name, attributes),
      text: (text) => {
        if (this.isInCell) this.cellText += text.length
      },
      close: (name) => this.close(name),
    }
  }

  private open(name: string, attributes: XmlAttributes): void {
    if (name === 'table:table') this.beginSheet()
    else if (name === 'table:table-row') this.beginRow(repeatOf(attributes['table:number-rows-repeated']))
    else if (CELLS.has(name)) this.beginCell(attributes)
  }

  private close(name: string): void {
    if (name === 'table:table-row') this.endRow()
    else if (CELLS.has(name)) this.endCell()
  }

  private beginSheet(): void {
    this.row = 0
    if (++this.sheets > BOM_LIMITS.sheets) throw bomLimitExceeded('sheets', this.sheets)
  }

  private beginRow(repeat: number): void {
    this.rowRepeat = repeat
    this.rowBytes = 0
    this.column = 0
    this.isFilled = false
  }

  private beginCell(attributes: XmlAttributes): void {
    this.isInCell = true
    this.cellRepeat = repeatOf(attributes['table:number-columns-repeated'])
    this.cellText = attributes['office:value-type'] === undefined ? 0 : 1
  }

  private endCell(): void {
    this.isInCell = false
    this.column += this.cellRepeat
    if (this.cellText === 0) return
    this.isFilled = true
    this.rowBytes += this.cellRepeat * (CELL_BYTES + this.cellText)
    if (this.column > BOM_LIMITS.columns) throw bomLimitExceeded('columns', this.column)
  }

  private endRow(): void {
    this.row += this.rowRepeat
    if (!this.isFilled) return
    this.filledRows += this.rowRepeat
    this.writtenOut += this.rowRepeat * this.rowBytes
    if (this.filledRows > BOM_LIMITS.rows) throw bomLimitExceeded('rows', this.filledRows)
    if (this.row > LAST_BOM_ROW) throw bomLimitExceeded('rows', this.row)
    if (this.writtenOut > BOM_LIMITS.inflated) throw bomLimitExceeded('inflated', this.writtenOut)
  }
}

const CELLS: ReadonlySet<string> = new Set(['table:table-cell', 'table:covered-table-cell'])

/** No spreadsheet has more rows than this; a larger number only has to stay a number. */
const MOST_REPEATS = 1_048_576

function repeatOf(written: string | undefined): number {
  const repeat = Number(written ?? 1)
  return repeat >= 1 ? Math.min(Math.floor(repeat), MOST_REPEATS) : 1
}
