import { createInterface } from 'node:readline'

import type { ChildLine, ChildRequest, ChildVoice } from './child-protocol.js'
import type { MeasureRequest } from './measure-model.js'
import type { BomTask } from './read-bom.js'

/**
 * Entry of a child process: one request line in, lines of progress, parts and one answer out, then the end. Each child has
 * one task and loads what that one needs.
 */
const TASKS: Readonly<Record<string, (input: never, voice: ChildVoice) => Promise<unknown>>> = {
  measure_model: async (input: MeasureRequest, voice) => {
    const { measureModelFile } = await import('./measure-model.js')
    return measureModelFile(input, (percent) => voice.progress(percent))
  },
  read_bom: async (input: BomTask, voice) => {
    const { readBomFile } = await import('./read-bom.js')
    return readBomFile(input, (lines) => voice.part(lines))
  },
}

async function main(): Promise<void> {
  const { task, input } = JSON.parse(await firstLine()) as ChildRequest
  const run = TASKS[task]
  if (run === undefined) throw new Error(`unknown task ${task}`)
  const voice: ChildVoice = { progress: (progress) => say({ progress }), part: (part) => say({ part }) }
  say({ answer: await run(input as never, voice) })
}

/** The parent keeps its end open as long as it lives; without a parent there is nobody to work for. */
function firstLine(): Promise<string> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin })
    lines.once('line', resolve)
    lines.once('close', () => process.exit(1))
  })
}

/** Pipes are written synchronously: whoever speaks waits for whoever listens. */
function say(line: ChildLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

main().then(
  () => process.stdout.end(() => process.exit(0)),
  (error: unknown) => {
    process.stderr.write(String(error instanceof Error ? error.stack : error), () => process.exit(1))
  },
)
