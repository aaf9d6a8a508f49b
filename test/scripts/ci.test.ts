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
  { run: 'a good run', steps: { check: 0, tests: 0 }, text: report({ passed: 7 }), line: '8 passed, 0 failed' },
  { run: 'a failed check', steps: { check: 1, tests: 0 }, text: report({ passed: 7 }), line: '7 passed, 1 failed' },
  {
    run: 'a failed test',
    steps: { check: 0, tests: 1 },
    text: report({ passed: 6, failed: 1 }),
    line: '7 passed, 1 failed',
  },
  {
    run: 'a file that could not run',
    steps: { check: 0, tests: 1 },
    text: report({ passed: 6, broken: 1 }),
    line: '7 passed, 1 failed',
  },
  {
    run: 'left out tests',
    steps: { check: 0, tests: 0 },
    text: report({ passed: 6, pending: 2 }),
    line: '7 passed, 0 failed, 2 skipped',
  },
  {
    run: 'a run that died without a report',
    steps: { check: 0, tests: 137 },
    text: undefined,
    line: '1 passed, 1 failed',
  },
  { run: 'a run without tests', steps: { check: 0, tests: 0 }, text: report({}), line: '1 passed, 1 failed' },
  {
    run: 'a bad end without a failed test',
    steps: { check: 0, tests: 1 },
    text: report({ passed: 7 }),
    line: '8 passed, 1 failed',
  },
])('CI counts $run', ({ steps, text, line }) => {
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
