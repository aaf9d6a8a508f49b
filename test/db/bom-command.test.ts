import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { rows } from '../../src/db/sequelize.js'
import { projectFolder } from '../../src/development/project-folder.js'
import { draft, openMatchingShop, saveShelf, type MatchingShop } from '../support/matching.js'
import { scratchFolder } from '../support/scratch-folder.js'

const folder = scratchFolder()
const LIST = [
  'Reference,Quantity,Value,Manufacturer,MPN',
  'R1,1,10k,Yageo,RC0603FR-0710KL',
  'A1,1,Arduino Nano,,',
  'X1,2,\u001b[31mRed,,',
].join('\n')

let shop: MatchingShop
let databaseUrl = ''

beforeAll(async () => {
  shop = await openMatchingShop(async (database, url) => {
    databaseUrl = url
    await saveShelf(database, [
      draft('R-10K-YAGEO', 'Resistor 10 kΩ 1 % 0603', { mpn: 'RC0603FR-0710KL', maker: 'Yageo' }),
      draft('MOD-NANO', 'Arduino Nano board'),
    ])
  })
})
afterAll(() => shop.close())

/** Runs the command as a person does, and answers its exit code and what it printed. */
async function run(...words: string[]): Promise<{ code: number; printed: string; complaint: string }> {
  const script = join(projectFolder, 'scripts', 'bom.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...words], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [printed, complaint, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ])
  return { code, printed, complaint }
}

function fileOf(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test('a list is printed with how it was read and what each line is matched with; nothing is stored', async () => {
  const { code, printed, complaint } = await run(fileOf('list.csv', LIST))
  expect({ code, complaint }).toEqual({ code: 0, complaint: '' })
  expect(printed).toContain('csv, utf-8, separated by ","')
  expect(printed).toContain('heading in row 1')
  expect(printed).toContain('5 "MPN" mpn')
  expect(printed).toContain('3 part')
  expect(printed).toMatch(/^2 +1 .*mapped +R-10K-YAGEO +99 % +mpn /m)
  expect(printed).toMatch(/^3 +1 +Arduino Nano +\w+ +MOD-NANO /m)
  expect(printed).not.toContain('\u001b')
  const stored = await rows(shop.database, 'SELECT id FROM bom_imports')
  expect(stored).toEqual([])
})

test('--json prints one object a line: the file, then its lines', async () => {
  const { code, printed } = await run(fileOf('list.csv', LIST), '--json')
  const [file, ...lines] = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(code).toBe(0)
  expect(file).toMatchObject({ record: 'file', lines: 3, dialect: { kind: 'csv' } })
  expect(lines.map(({ record, sku }) => [record, sku])).toEqual([
    ['line', 'R-10K-YAGEO'],
    ['line', 'MOD-NANO'],
    ['line', null],
  ])
})

test('a file that is no list is refused with its code and sentence', async () => {
  const { code, complaint } = await run(fileOf('empty.csv', ''))
  expect(code).toBe(1)
  expect(complaint).toMatch(/^[a-z_]+: \w[^\n]*$/m)
})

test.each([[[]], [['no-such-file.csv']], [['a.csv', 'b.csv']], [['--loud']]])(
  '%j is no call',
  async (words: string[]) => {
    const { code, complaint } = await run(...words)
    expect(code).toBe(2)
    expect(complaint).toContain('Usage: npm run bom -- FILE')
  },
)
