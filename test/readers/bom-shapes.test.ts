import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { readBomFile } from '../../src/readers/read-bom.js'
import { readList } from '../support/bom-reading.js'
import { inScratch } from '../support/measured.js'

test('titles above a short table are no evidence against its columns', async () => {
  const { lines } = await readList(
    'Parts of the lamp\nRevision,B\nDate,2024-05-01\nRef,Qty,Value,Notes\nR1,1,10k,\nC1,1,1uF,\n',
  )
  expect(lines.map(({ designators }) => designators)).toEqual([['R1'], ['C1']])
})

test('many designators in one cell are no sentence', async () => {
  const rows = ['R', 'C', 'L', 'D'].map((letter) => {
    const places = Array.from({ length: 9 }, (_place, index) => `${letter}${String(2_000 + index)}`)
    return `"${places.join(', ')}",9,thing ${letter}`
  })
  const { lines } = await readList(['Reference,Qty,Value', ...rows].join('\n'))
  expect(lines.map(({ designators }) => designators.length)).toEqual([9, 9, 9, 9])
})

test('text with a comma here and there is no table of two columns', async () => {
  const letter = 'Dear all,\nwe need bearings\nscrews, nuts\nand a motor\nwith kind regards\nthe lamp team\n'
  await expect(readList(letter)).rejects.toThrow('refused')
})

test('a list sorted by something else keeps its row numbers', async () => {
  const rows = ['5,bolt,2', '2,nut,2', '4,washer,8', '1,plate,1', '3,motor,1']
  const { dialect } = await readList(['Part Number,Part Name,Qty', ...rows].join('\n'))
  expect(dialect.tables[0]?.columnRoles).toEqual({ 0: 'row_number', 1: 'description', 2: 'quantity' })
})

test('what asks for nothing is an alternate, before and after what it stands in for', async () => {
  const rows = ['"R1,R2",0,A-1', '"R1,R2",2,B-22', '"R1,R2",0,C-333']
  const { lines } = await readList(['Ref,Qty,MPN', ...rows].join('\n'))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ identity: { partNumber: { mpn: 'B-22' } }, quantityMilli: 2000 })
  expect(lines[0]?.alternates.map(({ mpn }) => mpn)).toEqual(['A-1', 'C-333'])
  expect(lines[0]?.warnings).toHaveLength(2)
})

test.each([
  ['0,001', 1],
  ['1,000', 1_000_000],
])('%s is %d thousandths', async (cell, quantityMilli) => {
  const { lines } = await readList(`Name;Qty;Notes\nfoil;${cell};\n`)
  expect(lines[0]?.quantityMilli).toBe(quantityMilli)
})

test('a decimal comma in a price tells how quantities are written', async () => {
  const { lines } = await readList('Name;Qty;Price\nwire;1,500;0,47 €\nscrew;4;0,02 €\n')
  expect(lines[0]?.quantityMilli).toBe(1_500)
})

test('words that stand beside sums or say nothing are no evidence against a column of places', async () => {
  const rows = ['1,U1,driver', '1,N/A,cell', '2,SW(Row):(Col),key', '1,D1,diode', '5,Total,', '5,Grand total,']
  const { dialect, lines } = await readList(['Quantity,Component,Description', ...rows].join('\n'))
  expect(dialect.tables[0]?.columnRoles).toEqual({ 0: 'quantity', 1: 'designators', 2: 'description' })
  expect(lines.map(({ designators }) => designators)).toEqual([['U1'], [], [], ['D1']])
})

test('lines are handed over 500 at a time, long ones in smaller parts', async () => {
  const list = (rows: number, note: string): string =>
    ['Ref,Qty,Value,Notes', ...Array.from({ length: rows }, (_, row) => `"R${row},X",2,${row}k,${note}`)].join('\n')
  expect(await partSizes(list(1_200, 'x'))).toEqual([500, 500, 200])
  const long = await partSizes(list(600, 'x'.repeat(2_000)))
  expect(Math.max(...long)).toBeLessThan(200)
  expect(long.reduce((sum, size) => sum + size)).toBe(600)
})

async function partSizes(content: string): Promise<number[]> {
  return inScratch(async (folder) => {
    const path = join(folder, 'list')
    writeFileSync(path, content)
    const sizes: number[] = []
    const task = { path, options: {}, partLines: 500, outputLimit: 64 * 1024 ** 2 }
    await readBomFile(task, (lines) => void sizes.push(lines.length))
    return sizes
  })
}
