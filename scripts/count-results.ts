import { existsSync, readFileSync } from 'node:fs'

import { z } from 'zod'

const jestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
})

/**
 * Sums up a run of CI. Each step that ended well or badly counts as one, and so does a test file that could not run.
 * A run of the tests that failed without a failed test, or ran none, is one failure more.
 */
export function countResults(steps: Readonly<Record<string, number>>, reportText: string | undefined): Counts {
  const { tests = 1, ...others } = steps
  const codes = Object.values(others)
  const report = reportText === undefined ? undefined : jestReport.parse(JSON.parse(reportText))
  const passed = report?.numPassedTests ?? 0
  const broken = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0)
  const isUnexplained = broken === 0 && (tests !== 0 || passed === 0)
  return {
    passed: codes.filter((code) => code === 0).length + passed,
    failed: codes.filter((code) => code !== 0).length + broken + (isUnexplained ? 1 : 0),
    skipped: report?.numPendingTests ?? 0,
  }
}

/** The line that closes a run: `N passed, N failed`, and what was left out when there is any. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function main([reportPath = '', ...steps]: readonly string[]): void {
  const codes = steps.map((step) => step.split('=', 2)).map(([name = '', code]) => [name, Number(code)] as const)
  const reportText = existsSync(reportPath) ? readFileSync(reportPath, 'utf8') : undefined
  const counts = countResults(Object.fromEntries(codes), reportText)
  console.log(closingLine(counts))
  process.exitCode = counts.failed === 0 ? 0 : 1
}

if (require.main === module) main(process.argv.slice(2))

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}
