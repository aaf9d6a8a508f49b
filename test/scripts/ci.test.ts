import { closingLine, countResults } from '../../scripts/count-results.js'
import { nextMigrationName } from '../../scripts/new-migration.js'

function report(counts: Partial<Record<'passed' | 'failed' | 'pending' | 'broken', number>>): string {
  const { passed = 0, failed = 0, pending = 0, broken = 0 } = counts
  return JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numRuntimeErrorTestSuites: broken,
  })
}

test.each([
  ['a good run', { check: 0, tests: 0 }, report({ passed: 7 }), '8 passed, 0 failed'],
  ['a failed check', { check: 1, tests: 0 }, report({ passed: 7 }), '7 passed, 1 failed'],
  ['a failed test', { check: 0, tests: 1 }, report({ passed: 6, failed: 1 }), '7 passed, 1 failed'],
  ['a file that could not run', { check: 0, tests: 1 }, report({ passed: 6, broken: 1 }), '7 passed, 1 failed'],
  ['left out tests', { check: 0, tests: 0 }, report({ passed: 6, pending: 2 }), '7 passed, 0 failed, 2 skipped'],
  ['a run that died without a report', { check: 0, tests: 137 }, undefined, '1 passed, 1 failed'],
  ['a run without tests', { check: 0, tests: 0 }, report({}), '1 passed, 1 failed'],
  ['a bad end without a failed test', { check: 0, tests: 1 }, report({ passed: 7 }), '8 passed, 1 failed'],
])('CI counts %s', (_name, steps, text, line) => {
  expect(closingLine(countResults(steps, text))).toBe(line)
})

test.each([
  [[], 'people', '0001-people'],
  [['0001-people', '0009-carts'], 'Order notes, 2nd part', '0010-order-notes-nd-part'],
])('after the migrations %j a new one about %j is called %s', (known, subject, name) => {
  expect(nextMigrationName(known, subject)).toBe(name)
})

test('a new migration without a subject is refused', () => {
  expect(() => nextMigrationName([], ' 12 ')).toThrow('Say what the migration does')
})
