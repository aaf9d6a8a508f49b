import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { followLog } from '../../src/development/log-follower.js'
import { loudLine } from '../../src/development/log-line.js'
import { scratchFolder } from '../support/scratch-folder.js'

test.each([
  ['{"level":"info","msg":"fine"}', undefined],
  ['{"level":"warn","msg":"slow"}', 'WARN slow'],
  ['{"level":"error","msg":"broken","err":{"type":"TypeError","message":"no"}}', 'ERROR broken (TypeError: no)'],
  [
    '{"level":"warn","msg":"request","method":"GET","route":"/api/carts","status":404,"code":"cart_not_found"}',
    'WARN request GET /api/carts 404 cart_not_found',
  ],
  ['    at main (server.ts:1:1)', '    at main (server.ts:1:1)'],
])('of the log line %s the terminal shows %j', (line, shown) => {
  expect(loudLine(line)).toBe(shown)
})

test('lines arrive in order and whole, also when the file comes later, grows in pieces and begins anew', () => {
  const file = join(scratchFolder(), 'log')
  const lines: string[] = []
  const read = (): void => followLog(file, (line) => lines.push(line)).close()
  read()
  writeFileSync(file, 'one\ntwo\nthr')
  read()
  expect(lines).toEqual(['one', 'two'])
})

test('a line that was not finished is handed over once it is', async () => {
  const file = join(scratchFolder(), 'log')
  writeFileSync(file, '')
  const lines: string[] = []
  const arrival = new Promise<void>((resolve) => {
    const log = followLog(file, (line) => {
      lines.push(line)
      if (lines.length === 1) appendFileSync(file, 'ee\nfour\n')
      if (lines.length === 3) {
        log.close()
        resolve()
      }
    })
  })
  appendFileSync(file, 'two\nthr')
  await arrival
  expect(lines).toEqual(['two', 'three', 'four'])
})

test('a line longer than a chunk arrives in pieces instead of never', () => {
  const file = join(scratchFolder(), 'log')
  writeFileSync(file, `${'x'.repeat(300_000)}\nend\n`)
  const lines: string[] = []
  followLog(file, (line) => lines.push(line)).close()
  expect(lines.map(({ length }) => length)).toEqual([262_144, 37_856, 3])
})
