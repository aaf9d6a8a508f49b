import { randomUUID } from 'node:crypto'

import { WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client'
import type { SignalDefinition, UpdateDefinition } from '@temporalio/common'

import { resumeOptions } from '../../activities/continuations.js'
import type { Activities } from '../../activities/index.js'
import type { AttentionReason, OperatorAction } from '../../src/domain/attention.js'
import type { Timing } from '../../src/domain/timing.js'
import { operatorDecision } from '../../workflows/common-contract.js'
import { ATTENTION } from '../../workflows/search-attributes.js'
import { fakeActivities, type Journal } from '../support/fake-activities.js'
import { TEST_TIMING, until, type WorkflowRig } from '../support/workflow-run.js'

/** How a test sets the stage: what the activities do, and what is short. */
export interface Scene {
  readonly activities?: Partial<Activities>
  readonly timing?: Partial<Timing>
  /** members of the start's input beside id and timing */
  readonly input?: object
  /** a fixed business key instead of a new one */
  readonly id?: string
}

export interface Part {
  readonly workflow: string
  readonly queue: string
  readonly workflowId: (id: string) => string
}

/** One run of one workflow, as the gateway, MakrCave's callbacks and an operator see it. */
export class Play {
  readonly id: string
  readonly timing: Timing
  readonly handle: WorkflowHandle
  readonly journal: Journal
  private readonly rig: WorkflowRig
  private readonly part: Part

  constructor(rig: WorkflowRig, part: Part, scene: Scene = {}) {
    const { activities, journal } = fakeActivities(scene.activities)
    this.rig = rig
    this.part = part
    this.id = scene.id ?? randomUUID()
    this.timing = { ...TEST_TIMING, ...scene.timing }
    this.journal = journal
    this.handle = rig.cast(part.workflowId(this.id), activities)
  }

  /** The first start, with an update that waits for the first answer. */
  async begin<R>(update: UpdateDefinition<R>, input: object = {}): Promise<R> {
    return this.rig.client.workflow.executeUpdateWithStart(update, {
      startWorkflowOperation: this.starting({ id: this.id, timing: this.timing, ...input }),
    })
  }

  /** The first start without waiting. */
  async start(input: object = {}): Promise<void> {
    const { queue, workflow } = this.part
    await this.rig.client.workflow.start(workflow, {
      taskQueue: queue,
      workflowId: this.handle.workflowId,
      args: [{ id: this.id, timing: this.timing, ...input }],
    })
  }

  /** `npm run resume -- ID`. */
  async resume(input: object = {}): Promise<void> {
    await this.rig.client.workflow.start(this.part.workflow, { ...this.place(), args: [this.resumed(input)] })
  }

  /** A fact travels with a start, as the gateway sends it. */
  async signal<A>(signal: SignalDefinition<[A]>, argument: A, input: object = {}): Promise<void> {
    await this.rig.client.workflow.signalWithStart(this.part.workflow, {
      ...this.place(),
      args: [this.resumed(input)],
      signal,
      signalArgs: [argument],
    })
  }

  /** A request travels with a start, as the gateway sends it. */
  async ask<R, A>(update: UpdateDefinition<R, [A]>, argument: A): Promise<R> {
    return this.rig.client.workflow.executeUpdateWithStart(update, {
      args: [argument],
      startWorkflowOperation: new WithStartWorkflowOperation(this.part.workflow, {
        ...this.place(),
        args: [this.resumed()],
      }),
    })
  }

  /** What an operator's form sends; the answer is the status after it. */
  async decide(
    action: OperatorAction,
    more: { note?: string; by?: string; attention?: AttentionReason } = {},
  ): Promise<string> {
    const { status } = await this.handle.executeUpdate(operatorDecision, {
      args: [{ action, note: 'because a test says so', ...more }],
    })
    return status
  }

  /** Waits until an activity was called so often. */
  async called(name: keyof Activities, times = 1): Promise<void> {
    await until(
      () => this.journal.count(name) >= times,
      `${name} for the ${times}. time, after ${this.journal.names().join(', ')}`,
    )
  }

  /** Waits until the row was told of the reason so often. */
  async raised(reason: AttentionReason, times = 1): Promise<void> {
    await until(
      () => this.raisedReasons().filter((raised) => raised === reason).length >= times,
      `${reason} for the ${times}. time, after ${this.journal.names().join(', ')}`,
    )
  }

  raisedReasons(): AttentionReason[] {
    return this.journal.inputsOf('setAttention').map((input) => (input as { reason: AttentionReason }).reason)
  }

  /** How the attentions of the run ended, oldest first. */
  endings(): { reason: AttentionReason; outcome: string }[] {
    return this.journal.inputsOf('clearAttention').map((input) => {
      const { reason, outcome } = input as { reason: AttentionReason; outcome: string }
      return { reason, outcome }
    })
  }

  /** Waits until the search attribute of the run says so. */
  async attentionIs(reason: AttentionReason | undefined): Promise<void> {
    await until(
      async () => (await this.handle.describe()).typedSearchAttributes.get(ATTENTION) === reason,
      `attention ${String(reason)}`,
    )
  }

  /** Waits for the end of the run: completed, or this rejects. */
  async over(): Promise<void> {
    await this.handle.result()
  }

  async historyLength(): Promise<number> {
    return (await this.handle.describe()).historyLength
  }

  /** How many updates the history knows of. */
  async updates(): Promise<number> {
    const { events } = await this.handle.fetchHistory()
    return (events ?? []).filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes).length
  }

  private starting(input: object): WithStartWorkflowOperation<() => Promise<void>> {
    return new WithStartWorkflowOperation(this.part.workflow, {
      taskQueue: this.part.queue,
      workflowId: this.handle.workflowId,
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      args: [input] as never,
    })
  }

  private resumed(input: object = {}): object {
    return { resume: true, id: this.id, timing: this.timing, ...input }
  }

  private place(): ReturnType<typeof resumeOptions> {
    return resumeOptions(this.part.queue, this.handle.workflowId)
  }
}
