import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { promisify } from 'node:util'

import { Client, Connection } from '@temporalio/client'
import { NativeConnection, Worker, type InjectedSinks } from '@temporalio/worker'

import type { WorkflowSinks } from '../../temporal/workflow-sinks.js'
import { describeWithTemporal, servers } from '../support/servers.js'
import { until } from '../support/workflow-run.js'

const MIB = 1024 * 1024
const MOST_BYTES = 2.1 * MIB

interface Listed {
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, Listed>>
}

function versionsOf(name: string, tree: Listed): string[] {
  return Object.entries(tree.dependencies ?? {}).flatMap(([dependency, below]) => [
    ...(dependency === name && below.version ? [below.version] : []),
    ...versionsOf(name, below),
  ])
}

describe('the workflow bundle', () => {
  test('stays small, since every worker process loads it', () => {
    expect(statSync(servers().workflowBundle.codePath).size).toBeLessThan(MOST_BYTES)
  })
})

describe('the packages of the SDK', () => {
  test('each exist in one version, the same for all, with a protobufjs that replays JSON', async () => {
    const names = ['activity', 'client', 'common', 'worker', 'workflow', 'proto', 'testing'].map(
      (name) => `@temporalio/${name}`,
    )
    const { stdout } = await promisify(execFile)('npm', ['ls', '--all', '--json', 'protobufjs', ...names])
    const tree = JSON.parse(stdout) as Listed
    expect(new Set(names.flatMap((name) => versionsOf(name, tree))).size).toBe(1)
    // Version 7 stands below gRPC's loader alone, which is right; every package of the SDK has 8.
    const majors = versionsOf('protobufjs', tree).map((version) => version.split('.')[0])
    expect(new Set(majors)).toEqual(new Set(['8', '7']))
  }, 60_000)
})

describeWithTemporal('the workflow interceptor', () => {
  test('runs in the bundle: a run that throws what it must not is reported through the sink', async () => {
    const { temporalAddress: address, temporalNamespace: namespace, workflowBundle } = servers()
    const [connection, native] = await Promise.all([
      Connection.connect({ address }),
      NativeConnection.connect({ address }),
    ])
    const reports: string[] = []
    const sinks: InjectedSinks<WorkflowSinks> = {
      defects: { report: { fn: ({ workflowType }, { name }) => void reports.push(`${workflowType} ${name}`) } },
    }
    const taskQueue = `interceptor-${randomUUID()}`
    const worker = await Worker.create({ connection: native, namespace, taskQueue, workflowBundle, sinks })
    const { workflow } = new Client({ connection, namespace })
    await worker.runUntil(async () => {
      const handle = await workflow.start('modelAnalysis', { taskQueue, workflowId: taskQueue })
      await until(() => reports.length > 0, 'the report of the interceptor')
      await handle.terminate('over')
    })
    expect(reports[0]).toBe('modelAnalysis TypeError')
    await native.close()
    await connection.close()
  })
})
