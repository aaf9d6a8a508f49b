import { CFB, utils, write, type WorkBook } from '@e965/xlsx'

import { readList, refusalOf } from '../support/bom-reading.js'
import { zipOf } from '../support/zip-writer.js'

const HEAD = 'Designator,Qty,Part number,Description'
const csv = (...rows: string[]): string => [HEAD, ...rows].join('\n')

function workbook(rows: readonly (readonly unknown[])[]): WorkBook {
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows as unknown[][]), 'Parts')
  return book
}

function packed(book: WorkBook, bookType: 'xlsx' | 'ods' | 'xls' | 'xlsm' = 'xlsx'): Buffer {
  return write(book, { type: 'buffer', bookType, compression: true }) as Buffer
}

/** The parts of an xlsx file with one sheet of this XML. */
function rawWorkbook(sheetData: string, more: Parameters<typeof zipOf>[0] = []): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  return zipOf([
    {
      name: '[Content_Types].xml',
      content:
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${main}"><sheets><sheet name="a" sheetId="1"/></sheets></workbook>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `<worksheet xmlns="${main}"><sheetData>${sheetData}</sheetData></worksheet>`,
    },
    ...more,
  ])
}

const cell = (place: string, text: string): string => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`

/** An ods file with this table in it. */
function rawOds(table: string): Buffer {
  const names =
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
  return zipOf([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet' },
    {
      name: 'content.xml',
      content: `<office:document-content ${names}><office:body><office:spreadsheet><table:table table:name="a">${table}</table:table></office:spreadsheet></office:body></office:document-content>`,
    },
  ])
}

const odsRow = (repeat: number, cells: number): string =>
  `<table:table-row table:number-rows-repeated="${String(repeat)}"><table:table-cell table:number-columns-repeated="${String(cells)}"><text:p>a</text:p></table:table-cell></table:table-row>`

/** A workbook behind a password is a compound file that holds these two streams. */
function encrypted(): Buffer {
  const { utils: files, write: writeFile } = CFB as CompoundFiles
  const file = files.cfb_new()
  files.cfb_add(file, '/EncryptionInfo', Buffer.from([4, 0, 4, 0, 64, 0, 0, 0]))
  files.cfb_add(file, '/EncryptedPackage', Buffer.alloc(4096, 7))
  return writeFile(file, { type: 'buffer' })
}

/** The library publishes this part of itself without types. */
interface CompoundFiles {
  readonly utils: { cfb_new(): object; cfb_add(file: object, name: string, content: Buffer): void }
  write(file: object, options: { type: 'buffer' }): Buffer
}

const filledRows = (count: number): string[][] => [
  HEAD.split(','),
  ...Array.from({ length: count }, (_, index) => [`R${String(index)}`, '1', `RC0603FR-07${String(index)}RL`, 'x']),
]

/** Rows as spreadsheets write them, with digits that do not pack away. */
function manyRows(count: number): string {
  return Array.from(
    { length: count },
    (_, at) => `<row><c><v>${String((at * 2_654_435_761) % 1e9)}</v></c></row>`,
  ).join('')
}

type Hostile = readonly [what: string, file: () => Uint8Array | string, code: string, why: string | null]

const limit = 'bom_limit_exceeded'
const unreadable = 'bom_unreadable'
const type = 'unsupported_file_type'

const HOSTILE: readonly Hostile[] = [
  ['nothing', () => '', unreadable, 'empty'],
  ['blanks', () => ' \r\n \t\n', unreadable, 'empty'],
  ['more than 5 MiB', () => 'a,b\n'.repeat(1_400_000), limit, 'file_size'],
  ['one line of 10 MB', () => 'x'.repeat(10_000_000), limit, 'file_size'],
  ['one line of 4 MB', () => 'x'.repeat(4_000_000), unreadable, 'columns_unclear'],
  [
    'a table whose tabs became the letter t',
    () => 'Partt Qtyt Note\nR1t 1t a\nR2t 1t b\n',
    unreadable,
    'columns_unclear',
  ],
  ['prose', () => 'Dear shop,\nplease send me some parts.\n', unreadable, 'columns_unclear'],
  ['NUL bytes', () => Buffer.from(`${csv('R1,1,RC0603,a')}\0\0\0\0\0\0\0\0\0\0\0\0`), unreadable, 'encoding'],
  [
    'more than 5,000 lines',
    () =>
      csv(
        ...filledRows(5001)
          .slice(1)
          .map((row) => row.join(',')),
      ),
    limit,
    'lines',
  ],
  ['more than 20,000 filled rows', () => packed(workbook(filledRows(20_001))), limit, 'rows'],
  ['200,000 filled rows', () => rawWorkbook(manyRows(200_000)), limit, 'rows'],
  ['300 columns', () => packed(workbook([Array.from({ length: 300 }, (_, at) => `h${String(at)}`)])), limit, 'columns'],
  [
    'a value in row 25,001',
    () => rawWorkbook(`<row r="1">${cell('A1', 'Qty')}</row><row r="25001">${cell('A25001', '1')}</row>`),
    limit,
    'rows',
  ],
  ['a zip bomb', () => rawWorkbook(`<row r="1">${cell('A1', 'a'.repeat(3_000_000))}</row>`), limit, 'ratio'],
  [
    '40 MiB of shared strings',
    () =>
      rawWorkbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', [
        {
          name: 'xl/sharedStrings.xml',
          content: `<sst>${Array.from({ length: 400_000 }, (_, at) => `<si><t>${(at * 2_654_435_761).toString(36).padEnd(100, String(at))}</t></si>`).join('')}</sst>`,
        },
      ]),
    limit,
    'text',
  ],
  [
    'entities',
    () => rawWorkbook('', [{ name: 'xl/sharedStrings.xml', content: '<!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>' }]),
    unreadable,
    'xml_unsafe',
  ],
  ['a row that repeats a million times', () => rawOds(odsRow(1_000_000, 1)), limit, 'rows'],
  ['cells that repeat beyond the last column', () => rawOds(odsRow(1, 5000)), limit, 'columns'],
  ['a password', encrypted, unreadable, 'protected'],
  ['macros', () => rawWorkbook('', [{ name: 'xl/vbaProject.bin', content: 'x' }]), type, null],
  ['an archive of something else', () => zipOf([{ name: 'readme.txt', content: 'hello' }]), type, null],
  ['a web page saved as xls', () => '<html><table><tr><td>Qty</td></tr></table></html>', type, null],
  ['a PDF document', () => '%PDF-1.7\n', type, null],
  ['an image', () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0]), type, null],
  ['a truncated workbook', () => packed(workbook(filledRows(10))).subarray(0, 900), unreadable, 'zip_unsafe'],
  [
    'a netlist with a document type',
    () => '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><export/>',
    unreadable,
    'xml_unsafe',
  ],
  [
    'JSON with 5,001 items',
    () => JSON.stringify(Array.from({ length: 5001 }, (_, id) => ({ id, name: 'a' }))),
    limit,
    'lines',
  ],
  ['JSON of the wrong types', () => '{"items":[{"id":1,"name":"a"},{"id":2,"name":["b"]}]}', 'validation_error', null],
  ['JSON with one id twice', () => '[{"id":"a","name":"x"},{"id":"a","name":"y"}]', 'validation_error', null],
  [
    'JSON nine levels deep',
    () => `[{"id":1,"name":"a","specifications":${'{"a":'.repeat(9)}1${'}'.repeat(9)}}]`,
    'validation_error',
    null,
  ],
]

describe('hostile files', () => {
  test.each(HOSTILE)('%s: refused with its code and reason', async (_what, file, code, why) => {
    const refused = await refusalOf(file())
    expect(refused).toMatchObject({ code, why })
    expect(refused.message).toMatch(/^[A-Z].{10,}[.]$/s)
  })

  test('a refusal of JSON names the item', async () => {
    const { message } = await refusalOf('{"items":[{"id":1,"name":"LED"},{"id":2,"name":"Fan","quantity":{}}]}')
    expect(message).toBe('Item 2 (Fan): quantity: it must be a text or a number.')
  })
})

describe('odd files that are read all the same', () => {
  test('formulas and markup stay what they are: text', async () => {
    const { lines } = await readList(
      csv(`"=cmd|' /C calc'!A0",1,RC0603FR-0710KL,<script>alert(1)</script>`, '@SUM(A1),2,X7R-1234,b'),
    )
    expect(lines.map(({ raw }) => (raw as string[])[0])).toEqual(["=cmd|' /C calc'!A0", '@SUM(A1)'])
    expect(lines[0]?.text.description).toBe('<script>alert(1)</script>')
  })

  test('a number that a spreadsheet destroyed is said to be, and is none', async () => {
    const { lines } = await readList(csv('R1,1,9.55E+12,a'))
    expect(lines[0]?.flags).toContain('destroyed_number')
    expect(lines[0]?.warnings.join()).toContain('9.55E+12')
    expect(lines[0]?.identity.partNumber).toBeNull()
  })

  test('a cell of 4 MB is cut, and said to be', async () => {
    const { lines } = await readList(csv(`R1,1,RC0603FR-0710KL,${'x'.repeat(4_000_000)}`))
    expect(lines[0]?.text.description).toHaveLength(2000)
    expect(lines[0]?.flags).toContain('cell_cut')
  })

  test.each([['utf16le'], ['utf-16be']])('%s without a mark', async (encoding) => {
    const wide = Buffer.from(csv('R1,3,RC0603FR-0710KL,10 kΩ'), 'utf16le')
    const { lines, dialect } = await readList(encoding === 'utf16le' ? wide : wide.swap16())
    expect(dialect.encoding).toBe(encoding === 'utf16le' ? 'utf-16le' : 'utf-16be')
    expect(lines).toMatchObject([{ quantityMilli: 3000, text: { description: '10 kΩ' } }])
  })

  test('a header alone has no lines', async () => {
    expect((await readList(`${HEAD}\n`)).lines).toEqual([])
  })

  test('without a quantity column designators count; without both nothing is guessed', async () => {
    const { lines } = await readList('Designator,Part number,Note\n"R1, R2",RC0603FR-0710KL,a\n,LM358,b\n')
    expect(lines.map(({ quantityMilli }) => quantityMilli)).toEqual([2000, null])
    expect(lines[1]?.flags).toContain('quantity_unknown')
  })

  test('decimal commas, when another number of the file proves them', async () => {
    const { lines } = await readList('Part number;Qty;Description\nA-1234;2,5;x\nB-1234;1,000;y\n')
    expect(lines.map(({ quantityMilli }) => quantityMilli)).toEqual([2500, 1000])
    const { lines: thousands } = await readList('Part number;Qty;Description\nB-1234;1,000;y\n')
    expect(thousands.map(({ quantityMilli }) => quantityMilli)).toEqual([1_000_000])
  })

  test('declared but empty rows and columns never count', async () => {
    const rows = `<row r="1">${cell('A1', 'Part number')}${cell('B1', 'Qty')}</row><row r="2">${cell('A2', 'LM358DR')}${cell('B2', '2')}</row>`
    const { lines } = await readList(rawWorkbook(`${rows}<row r="1048576"/>`))
    expect(lines).toMatchObject([{ identity: { partNumber: { mpn: 'LM358DR' } }, quantityMilli: 2000 }])
  })

  test.each(['xlsx', 'ods', 'xls'] as const)('the same list as %s', async (bookType) => {
    const { lines, dialect } = await readList(packed(workbook(filledRows(3)), bookType))
    expect(dialect.kind).toBe(bookType)
    expect(lines.map(({ designators }) => designators)).toEqual([['R0'], ['R1'], ['R2']])
  })
})
