import { existsSync, readFileSync } from 'node:fs'

import { z } from 'zod'

const jestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
})

const noReport = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numRuntimeErrorTestSuites: 0 }

/**
 * Sums up a run of CI: every test, and every other step as one. A test file that could not run is a failure, and so is
 * a run of the tests that ended badly without a failed test, or ran none.
 */
export function countResults(steps: Readonly<Record<string, number>>, reportText: string | undefined): Counts {
  const { tests = 1, ...others } = steps
  const counted = countTests(tests, reportText === undefined ? noReport : jestReport.parse(JSON.parse(reportText)))
  const goodSteps = Object.values(others).filter((code) => code === 0).length
  return {
    ...counted,
    passed: counted.passed + goodSteps,
    failed: counted.failed + Object.keys(others).length - goodSteps,
  }
}

function countTests(exitCode: number, report: z.infer<typeof jestReport>): Counts {
  const passed = report.numPassedTests
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites
  const isUnexplained = failed === 0 && (exitCode !== 0 || passed === 0)
  return { passed, failed: isUnexplained ? 1 : failed, skipped: report.numPendingTests }
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
