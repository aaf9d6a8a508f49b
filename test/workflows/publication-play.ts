import type { FoundJob } from '../../src/domain/loaded-rows.js'
import type { ServiceOrderStatus } from '../../src/domain/service-order-status.js'
import { QUEUES } from '../../workflows/activity-options.js'
import { cancelPublication, caveEvent } from '../../workflows/cave-publication-contract.js'
import { cavePublicationId } from '../../workflows/ids.js'
import { PUBLICATION } from '../support/fake-activities.js'
import type { WorkflowRig } from '../support/workflow-run.js'
import { Play, type Scene } from './play.js'

const PART = { workflow: 'cavePublication', queue: QUEUES.cave, workflowId: cavePublicationId }

export const JOB: FoundJob = { jobId: 'job-1', status: 'pending', acceptUrl: null }
export const AT_CAVE = { ...PUBLICATION, status: 'pending_assignment', jobId: 'job-1' } as const

/** What one apply of callbacks came to. */
export const applied =
  (status: ServiceOrderStatus, conflict: string | null = null, count = 1) =>
  () =>
    Promise.resolve({ status, applied: count, conflict })

/** A publication's run, with the words of its story. */
export class PublicationPlay extends Play {
  private facts = 0

  constructor(rig: WorkflowRig, scene: Scene = {}) {
    super(rig, PART, scene)
  }

  /** Started as the quote's run starts it. */
  static async started(rig: WorkflowRig, scene: Scene = {}): Promise<PublicationPlay> {
    const play = new PublicationPlay(rig, scene)
    await play.start(scene.input)
    return play
  }

  /** MakrCave has the job. */
  static async published(rig: WorkflowRig, scene: Scene = {}): Promise<PublicationPlay> {
    const play = await PublicationPlay.started(rig, scene)
    await play.called('recordJob')
    return play
  }

  callback(inboxId = `callback-${(this.facts += 1)}`): Promise<void> {
    return this.signal(caveEvent, { inbox_id: inboxId })
  }

  cancel(): Promise<{ outcome: 'never_published' | 'cancelling' }> {
    return this.ask(cancelPublication, {})
  }

  /** What the quote's run was told. */
  reported(): unknown[] {
    return this.journal.inputsOf('reportPublicationEnd').map((input) => {
      const { status, isRefundDue } = input as { status: string; isRefundDue: boolean }
      return { status, isRefundDue }
    })
  }
}
