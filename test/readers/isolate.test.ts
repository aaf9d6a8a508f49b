import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'

import { z } from 'zod'

import { decodeFeatures } from '../../src/domain/layer-features.js'
import { ChildKilled, runInChild } from '../../src/readers/child-runner.js'
import { measureModel, type MeasureModelRequest } from '../../src/readers/isolate.js'
import { codesOf, inScratch } from '../support/measured.js'
import { binaryStl } from '../support/model-files.js'
import { cuboid, torus } from '../support/mesh-shapes.js'

const box = binaryStl(cuboid([10, 20, 30]))
const ring = binaryStl(torus({ ring: 40, pipe: 10, around: 700, across: 350 }))

async function inChild(content: Buffer, more: Partial<MeasureModelRequest> = {}) {
  return inScratch(async (scratchDirectory) => {
    const path = join(scratchDirectory, 'model')
    writeFileSync(path, content)
    const report = await measureModel({ path, filename: 'part.stl', unit: 'mm', scratchDirectory, ...more })
    return {
      report,
      files: new Map(readdirSync(scratchDirectory).map((name) => [name, readFileSync(join(scratchDirectory, name))])),
    }
  })
}

async function reasonOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => 'it answered',
    (reason: unknown) => reason,
  )
  return error instanceof ChildKilled ? error.reason : String(error)
}

test('a model is measured in a child and its files lie in the scratch directory', async () => {
  const { report, files } = await inChild(box)
  expect(report).toMatchObject({
    status: 'processed',
    isQuotable: true,
    measures: { volumeMm3: 6000, sizeMm: { x: 10, y: 20, z: 30 } },
  })
  expect(files.get('normalised.stl')?.length).toBe(84 + 12 * 50)
  expect(files.get('picture.png')?.subarray(1, 4).toString()).toBe('PNG')
  expect(report.files.features).toHaveLength(4)
  for (const { key, file } of report.files.features) {
    expect(key.startsWith(`${report.measures?.normalisedSha256 ?? ''}:`)).toBe(true)
    expect(decodeFeatures(inflateSync(files.get(file) ?? Buffer.alloc(0))).method).toBe('layers')
  }
  expect(report.printable?.reference).toEqual({ weightG: 3.586, seconds: 2282 })
})

test('a file that is no model gives a report, not an error', async () => {
  const { report } = await inChild(Buffer.from('<html>expired</html>'.repeat(10)))
  expect([report.status, codesOf(report)]).toEqual(['failed', ['file_kind_unknown']])
})

test('progress is heard and never falls', async () => {
  const heard: number[] = []
  await inChild(ring, { onProgress: (percent) => heard.push(percent) })
  expect(heard.length).toBeGreaterThan(3)
  expect(heard).toEqual([...heard].sort((a, b) => a - b))
})

describe('a child that goes too far', () => {
  test('is killed at its time limit', async () => {
    expect(await reasonOf(inChild(ring, { limits: { wallMs: 150 } }))).toBe('time')
  })

  test('is killed at its memory limit', async () => {
    expect(await reasonOf(inChild(ring, { limits: { memoryBytes: 30 * 1024 ** 2 } }))).toBe('memory')
  })

  test('is out of memory when its heap is full', async () => {
    expect(await reasonOf(inChild(ring, { limits: { heapMiB: 8 } }))).toBe('memory')
  })

  test('is killed when the caller cancels, and not started when he has', async () => {
    const controller = new AbortController()
    const running = inChild(ring, { signal: controller.signal, onProgress: () => controller.abort() })
    expect(await reasonOf(running)).toBe('cancelled')
    expect(await reasonOf(inChild(ring, { signal: controller.signal }))).toBe('cancelled')
  })

  test('is told apart from one that fails', async () => {
    const missing = inScratch((scratchDirectory) =>
      measureModel({ path: '/nowhere/model', filename: '', unit: 'mm', scratchDirectory }),
    )
    expect(await reasonOf(missing)).toBe('crash')
  })

  test('leaves no process behind', async () => {
    let pid = 0
    const running = inScratch((scratchDirectory) => {
      const path = join(scratchDirectory, 'model')
      writeFileSync(path, ring)
      const onProgress = () => (pid = pid || childIn(scratchDirectory))
      return measureModel({ path, filename: '', unit: 'mm', scratchDirectory, onProgress, limits: { wallMs: 1_500 } })
    })
    await reasonOf(running)
    expect(pid).toBeGreaterThan(0)
    expect(existsSync(`/proc/${pid}`)).toBe(false)
  })
})

describe('an answer', () => {
  const limits = { wallMs: 30_000, memoryBytes: 2 * 1024 ** 3, heapMiB: 512, answerBytes: 1024 ** 2 }
  const measureBox = async (schema: z.ZodType, answerBytes = limits.answerBytes) =>
    inScratch((scratchDirectory) => {
      const path = join(scratchDirectory, 'model')
      writeFileSync(path, box)
      const input = { path, filename: '', unit: 'mm', scratchDirectory }
      return runInChild({ task: 'measure_model', input, schema, scratchDirectory, limits: { ...limits, answerBytes } })
    })

  test('of the wrong shape is not believed', async () => {
    expect(await reasonOf(measureBox(z.strictObject({ weight: z.number() })))).toBe('crash')
  })

  test('that is too long is not read', async () => {
    expect(await reasonOf(measureBox(z.unknown(), 500))).toBe('crash')
  })

  test('to an unknown task is none', async () => {
    const asked = inScratch((scratchDirectory) =>
      runInChild({ task: 'make_coffee', input: null, schema: z.unknown(), scratchDirectory, limits }),
    )
    expect(await reasonOf(asked)).toBe('crash')
  })
})

/** The process whose working directory this is; 0 when there is none. */
function childIn(folder: string): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const found = pids.find((pid) => {
    try {
      return statSync(`/proc/${pid}/cwd`).ino === statSync(folder).ino
    } catch {
      return false
    }
  })
  return Number(found ?? 0)
}
