import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { homedir, hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

import { DeterminismViolationError } from '@temporalio/workflow'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils'
import { Worker, type ReplayResult } from '@temporalio/worker'

import { createLogger } from '../../src/logger.js'
import { createDataConverter } from '../../temporal/codec.js'
import { createActivityInterceptors } from '../../temporal/interceptors.js'
import { createSinks } from '../../temporal/sinks.js'
import { servers } from '../support/servers.js'
import { HISTORY_CASES } from './history-cases.js'

const FOLDER = path.join(__dirname, 'histories')
const KIB = 1024
const logger = createLogger('silent')

interface GoldenHistory {
  readonly name: string
  readonly text: string
}

const golden: GoldenHistory[] = readdirSync(FOLDER).flatMap((workflow) =>
  readdirSync(path.join(FOLDER, workflow)).map((file) => ({
    name: `${workflow}/${path.basename(file, '.json')}`,
    text: readFileSync(path.join(FOLDER, workflow, file), 'utf8'),
  })),
)

async function replayAll(codePath: string): Promise<ReplayResult[]> {
  const histories = golden.map(({ name, text }) => ({
    workflowId: name,
    history: historyFromJSON(JSON.parse(text)),
  }))
  const results = Worker.runReplayHistories(
    {
      workflowBundle: { codePath },
      dataConverter: createDataConverter({ codecKeys: [] }),
      interceptors: { activity: [createActivityInterceptors(logger)] },
      sinks: createSinks(logger),
    },
    histories,
  )
  const all: ReplayResult[] = []
  for await (const result of results) all.push(result)
  return all
}

describe('golden histories', () => {
  test('every way that a run can go is kept', () => {
    const expected = HISTORY_CASES.map(({ workflow, name }) => `${workflow}/${name}`)
    expect(golden.map(({ name }) => name).sort()).toEqual(expected.sort())
    expect(golden.length).toBeGreaterThanOrEqual(20)
  })

  test('the workflows of today replay all of them', async () => {
    const results = await replayAll(servers().workflowBundle.codePath)
    expect(results).toHaveLength(golden.length)
    expect(results.filter(({ error }) => error !== undefined)).toEqual([])
  })

  test('workflows that were changed without a patch fail on every one of them', async () => {
    const scratch = mkdtempSync(path.join(tmpdir(), 'makrx-changed-'))
    try {
      const codePath = path.join(scratch, 'changed.js')
      await promisify(execFile)(process.execPath, [
        '--import',
        'tsx',
        path.join(__dirname, 'changed', 'bundle.ts'),
        codePath,
      ])
      const results = await replayAll(codePath)
      const passed = results.filter(({ error }) => !(error instanceof DeterminismViolationError))
      expect(passed.map(({ workflowId }) => workflowId)).toEqual([])
    } finally {
      rmSync(scratch, { recursive: true, force: true })
    }
  }, 120_000)

  test.each(golden)('$name holds nothing of the machine that recorded it', ({ text }) => {
    const identities = [...text.matchAll(/"identity": ?"([^"]*)"/g)].map(([, identity]) => identity)
    expect(new Set(identities)).toEqual(new Set(['test']))
    const decoded = payloadsOf(JSON.parse(text)).map(({ data }) => data.toString('utf8'))
    for (const place of [process.cwd(), homedir(), hostname(), tmpdir(), 'node_modules']) {
      expect([text, ...decoded].filter((part) => part.includes(place))).toEqual([])
    }
  })

  test.each(golden)('$name: payloads are at most 64 KiB, results and signals 4 KiB', ({ text }) => {
    const payloads = payloadsOf(JSON.parse(text))
    expect(payloads.filter(({ data }) => data.length > 64 * KIB)).toEqual([])
    expect(payloads.filter(({ place, data }) => SMALL.test(place) && data.length > 4 * KIB)).toEqual([])
  })
})

const SMALL = /activityTaskCompleted|workflowExecutionCompleted|workflowExecutionSignaled|UpdateCompleted/

/** Every payload of a history in JSON, with the members that lead to it. */
function payloadsOf(value: unknown, place = ''): { place: string; data: Buffer }[] {
  if (typeof value !== 'object' || value === null) return []
  const own = value as { metadata?: unknown; data?: unknown }
  const found = own.metadata && typeof own.data === 'string' ? [{ place, data: Buffer.from(own.data, 'base64') }] : []
  return [...found, ...Object.entries(value).flatMap(([name, member]) => payloadsOf(member, `${place}.${name}`))]
}
