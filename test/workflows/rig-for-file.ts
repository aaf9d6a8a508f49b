import { servers } from '../support/servers.js'
import { WorkflowRig } from '../support/workflow-run.js'

/** One rig for a test file: opened before its first test, runs ended after each, closed after the last. */
export function rigForFile(): () => WorkflowRig {
  const held: { rig?: WorkflowRig } = {}
  beforeAll(async () => {
    const { temporalAddress: address, temporalNamespace: namespace, workflowBundle } = servers()
    held.rig = await WorkflowRig.open({ address, namespace, codePath: workflowBundle.codePath })
  })
  afterEach(() => held.rig?.endRuns())
  afterAll(() => held.rig?.close())
  return () => {
    if (!held.rig) throw new Error('the rig is opened before the first test')
    return held.rig
  }
}
