import { createInterface } from 'node:readline'

import type { ChildLine, ChildRequest } from './child-protocol.js'
import { measureModelFile, type MeasureRequest, type Progress } from './measure-model.js'

/** Entry of a child process: one request line in, progress lines and one answer line out, then the end. */
const TASKS: Readonly<Record<string, (input: never, progress: Progress) => Promise<unknown>>> = {
  measure_model: (input: MeasureRequest, progress) => measureModelFile(input, progress),
}

async function main(): Promise<void> {
  const { task, input } = JSON.parse(await firstLine()) as ChildRequest
  const run = TASKS[task]
  if (run === undefined) throw new Error(`unknown task ${task}`)
  const answer = await run(input as never, (progress) => say({ progress }))
  say({ answer })
}

/** The parent keeps its end open as long as it lives; without a parent there is nobody to work for. */
function firstLine(): Promise<string> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin })
    lines.once('line', resolve)
    lines.once('close', () => process.exit(1))
  })
}

function say(line: ChildLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

main().then(
  () => process.stdout.end(() => process.exit(0)),
  (error: unknown) => {
    process.stderr.write(String(error instanceof Error ? error.stack : error), () => process.exit(1))
  },
)
