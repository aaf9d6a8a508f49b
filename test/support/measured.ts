import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { LengthUnit } from '../../src/domain/length-unit.js'
import type { ModelReport } from '../../src/domain/model-report.js'
import { measureSource } from '../../src/readers/measure-model.js'
import { bytesAsSource } from '../../src/readers/model-source.js'

/** Measures bytes in this process; the files of the report are thrown away. */
export async function measured(
  content: Uint8Array,
  options: { filename?: string; unit?: LengthUnit } = {},
): Promise<ModelReport> {
  return inScratch((scratchDirectory) =>
    measureSource(bytesAsSource(content), { filename: '', unit: 'mm', ...options, scratchDirectory }, () => undefined),
  )
}

/** Runs with an empty folder that goes afterwards. */
export async function inScratch<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'makrx-reader-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Codes of errors and warnings, sorted; information is left out. */
export function codesOf(report: ModelReport): string[] {
  return report.findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ code }) => code)
    .sort()
}

/** Count of a finding; undefined when it was not said. */
export function countOf(report: ModelReport, code: string): number | undefined {
  return report.findings.find((finding) => finding.code === code)?.count
}
