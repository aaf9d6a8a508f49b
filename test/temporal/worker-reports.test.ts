import { randomUUID } from 'node:crypto'

import { Client, Connection, WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client'

import { resumeOptions } from '../../activities/continuations.js'
import type { RunningServer } from '../../src/development/child-server.js'
import { freePort } from '../../src/development/free-port.js'
import { DEFAULT_TIMING } from '../../src/domain/timing.js'
import { QUEUES } from '../../workflows/activity-options.js'
import { awaitFirstAnswer } from '../../workflows/common-contract.js'
import { asRefusal } from '../../workflows/refusal.js'
import { until } from '../../scripts/store-client.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'
import { startErrorTracker, type ErrorTracker } from '../support/error-tracker.js'
import { startReportingProcess } from '../support/reporting-process.js'
import { describeWithTemporal, servers } from '../support/servers.js'

jest.setTimeout(120_000)

const CANARY = `CANARY-${randomUUID()}`

describeWithTemporal('a worker process', () => {
  let database: ClonedDatabase
  let tracker: ErrorTracker
  let worker: RunningServer | undefined
  let client: Client
  const runs: WorkflowHandle[] = []

  beforeAll(async () => {
    const { temporalAddress: address, temporalNamespace: namespace } = servers()
    database = await cloneDatabase()
    tracker = await startErrorTracker()
    client = new Client({ connection: await Connection.connect({ address }), namespace })
    const port = await freePort()
    worker = await startReportingProcess({
      file: 'temporal/worker.ts',
      tracker,
      environment: {
        WORKER_PORT: String(port),
        DATABASE_URL: database.url,
        TEMPORAL_ADDRESS: address,
        TEMPORAL_NAMESPACE: namespace,
        SECRET_KEY: CANARY,
        SLICER_BINARY: 'none',
      },
      readyUrl: `http://127.0.0.1:${port}/health/ready`,
    })
  })
  afterAll(async () => {
    await Promise.all(runs.map((run) => run.terminate('over')))
    await worker?.stop()
    await client.connection.close()
    await tracker.stop()
    await database.drop()
  })

  async function start(workflow: string, workflowId: string, input?: object): Promise<WorkflowHandle> {
    const run = await client.workflow.start(workflow, {
      ...resumeOptions(QUEUES.core, workflowId),
      ...(input && { args: [input] }),
    })
    runs.push(run)
    return run
  }

  /** A quote of an upload that is not there. */
  async function refusedQuote(): Promise<unknown> {
    const id = randomUUID()
    const input = { id, uploadId: randomUUID(), userId: CANARY, timing: DEFAULT_TIMING }
    return client.workflow.executeUpdateWithStart(awaitFirstAnswer, {
      startWorkflowOperation: new WithStartWorkflowOperation('quoteToServiceOrder', {
        ...resumeOptions(QUEUES.core, `quote-${id}`),
        args: [input],
      }),
    })
  }

  /** Waits until the run's code has failed its task more than once. */
  async function failedAgain(run: WorkflowHandle): Promise<WorkflowHandle> {
    return until(`the second failure of ${run.workflowId}`, async () => {
      const { raw } = await run.describe()
      return (raw.pendingWorkflowTask?.attempt ?? 0) > 2 ? run : undefined
    })
  }

  test('reports each defect once, however often it is repeated, and a refusal never', async () => {
    expect(asRefusal(await refusedQuote().catch((error: unknown) => error))?.code).toBe('upload_not_found')

    const uploadId = randomUUID()
    await start('modelAnalysis', `analysis-${uploadId}`, { id: uploadId, timing: DEFAULT_TIMING })
    await until('the report of the activity', () => Promise.resolve(tracker.reports()[0]))

    const broken = await start('modelAnalysis', `analysis-${randomUUID()}`)
    const unknown = await start('aWorkflowOfTheFuture', `future-${randomUUID()}`)
    await Promise.all([failedAgain(broken), failedAgain(unknown)])
    const [brokenRun, unknownRun] = await Promise.all([broken.describe(), unknown.describe()])
    await worker?.stop()

    expect(tracker.reports().map(({ tags }) => tags)).toEqual([
      { activity: 'measureModel' },
      { workflow: 'modelAnalysis', run: brokenRun.runId },
      { run: unknownRun.runId },
    ])
    for (const { exception } of tracker.reports()) expect(exception?.values[0]?.stacktrace.frames).not.toEqual([])
    expect(tracker.everything()).not.toContain(CANARY)
  })
})
