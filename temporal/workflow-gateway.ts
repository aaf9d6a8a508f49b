import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  type Client,
  type WorkflowStartOptions,
} from '@temporalio/client'
import type { UpdateDefinition } from '@temporalio/common'

import { resumeOptions } from '../activities/continuations.js'
import { crashPoint } from '../src/crash-point.js'
import { DEFAULT_TIMING, type Timing } from '../src/domain/timing.js'
import { QUEUES } from '../workflows/activity-options.js'
import {
  applyManualMapping,
  cancelImport,
  type ApplyManualMapping,
  type ImportAnswer,
  type MappingAnswer,
  type NewImportInput,
} from '../workflows/bom-import-contract.js'
import { caveEvent } from '../workflows/cave-publication-contract.js'
import { awaitFirstAnswer } from '../workflows/common-contract.js'
import {
  bomImportId,
  cavePublicationId,
  modelAnalysisId,
  quoteToServiceOrderId,
  type WorkflowName,
} from '../workflows/ids.js'
import {
  acceptQuote,
  cancelServiceOrder,
  paymentEvent,
  refundOrder,
  requestPayment,
  setAddress,
  setOrderStatus,
  type AcceptQuote,
  type CancelAnswer,
  type CancelServiceOrder,
  type NewQuoteInput,
  type OrderAnswer,
  type RefundAnswer,
  type RefundOrder,
  type RequestPayment,
  type SetOrderStatus,
} from '../workflows/quote-to-service-order-contract.js'
import { STORE_STATUS } from '../workflows/search-attributes.js'
import type { Address } from '../src/domain/address.js'
import { asOurError, isDeadline } from './gateway-errors.js'

const SHORT_MS = 2000
const UPDATE_MS = 10_000
const HOUR_MS = 3_600_000

/** How long a start may keep a request waiting, and what it came to. */
export type FirstAnswer = 'answered' | 'pending'

/**
 * The API's only door to the workflows. One call, one round trip; Temporal's errors come out as refusals of ours, and
 * nothing waits longer than its deadline.
 */
export class WorkflowGateway {
  private readonly client: Client
  private readonly timing: Timing

  constructor(client: Client, settings: { readonly caveSilenceHours: number; readonly timing?: Timing }) {
    this.client = client
    this.timing = settings.timing ?? { ...DEFAULT_TIMING, caveSilenceMs: settings.caveSilenceHours * HOUR_MS }
  }

  /** Measures a completed upload; a repeat meets the same run. `pending` when it is not measured within the wait. */
  startModelAnalysis(start: { uploadId: string; updateId: string; waitMs: number }): Promise<FirstAnswer> {
    return this.firstStart(start, 'modelAnalysis', {
      workflowId: modelAnalysisId(start.uploadId),
      taskQueue: QUEUES.core,
      args: [{ id: start.uploadId }],
      staticSummary: `Measure upload ${start.uploadId}`,
    })
  }

  /** Prices a quote and waits for its row; `pending` when it is not there in time. */
  startQuote(start: { input: Omit<NewQuoteInput, 'timing'>; updateId: string }): Promise<FirstAnswer> {
    const { input, updateId } = start
    return this.firstStart({ updateId, waitMs: UPDATE_MS }, 'quoteToServiceOrder', {
      workflowId: quoteToServiceOrderId(input.id),
      taskQueue: QUEUES.core,
      args: [{ ...input, timing: this.timing }],
      staticSummary: summaryOf(input),
      staticDetails: `Quote ${input.quoteNumber}\nUpload ${input.uploadId}\nStatus: /api/quotes/${input.id}`,
      typedSearchAttributes: [{ key: STORE_STATUS, value: 'active' }],
    })
  }

  /** Reads, matches and adds a parts list; `pending` when that is not done within the wait. */
  startImport(start: {
    input: Omit<NewImportInput, 'timing'>
    updateId: string
    waitMs: number
  }): Promise<FirstAnswer> {
    const { input, ...wait } = start
    return this.firstStart(wait, 'bomImport', {
      workflowId: bomImportId(input.id),
      taskQueue: QUEUES.bom,
      args: [{ ...input, timing: this.timing }],
      staticSummary: `Import a parts list (${input.source})`,
      staticDetails: `Import ${input.id}\nStatus: /api/bom-import/status/${input.id}`,
      typedSearchAttributes: [{ key: STORE_STATUS, value: 'processing' }],
    })
  }

  applyManualMapping(message: {
    importId: string
    updateId: string
    command: ApplyManualMapping
  }): Promise<MappingAnswer> {
    const { importId, updateId, command } = message
    return this.update(applyManualMapping, { name: 'bomImport', id: importId, updateId, args: [command] })
  }

  cancelImport({ importId, updateId }: { importId: string; updateId: string }): Promise<ImportAnswer> {
    return this.update(cancelImport, { name: 'bomImport', id: importId, updateId, args: [] })
  }

  acceptQuote(message: { quoteId: string; updateId: string; command: AcceptQuote }): Promise<OrderAnswer> {
    return this.updateQuote(acceptQuote, message)
  }

  setAddress(message: { quoteId: string; updateId: string; command: { address: Address } }): Promise<OrderAnswer> {
    return this.updateQuote(setAddress, message)
  }

  cancelServiceOrder(message: {
    quoteId: string
    updateId: string
    command: CancelServiceOrder
  }): Promise<CancelAnswer> {
    return this.updateQuote(cancelServiceOrder, message)
  }

  requestPayment(message: {
    quoteId: string
    updateId: string
    command: RequestPayment
  }): Promise<{ paymentId: string }> {
    return this.updateQuote(requestPayment, message)
  }

  refundOrder(message: { quoteId: string; updateId: string; command: RefundOrder }): Promise<RefundAnswer> {
    return this.updateQuote(refundOrder, message)
  }

  setOrderStatus(message: { quoteId: string; updateId: string; command: SetOrderStatus }): Promise<OrderAnswer> {
    return this.updateQuote(setOrderStatus, message)
  }

  /** Tells a quote's run that the inbox holds a payment fact. */
  async signalPayment(quoteId: string, inboxId: string): Promise<void> {
    await this.short(() =>
      this.client.workflow.signalWithStart('quoteToServiceOrder', {
        ...resumeOptions(QUEUES.core, quoteToServiceOrderId(quoteId)),
        args: [this.resumeInput(quoteId)],
        signal: paymentEvent,
        signalArgs: [{ inbox_id: inboxId }],
      }),
    )
  }

  /** Tells a publication that the inbox holds a callback of MakrCave. */
  async signalCave(serviceOrderId: string, inboxId: string): Promise<void> {
    await this.short(() =>
      this.client.workflow.signalWithStart('cavePublication', {
        ...resumeOptions(QUEUES.cave, cavePublicationId(serviceOrderId)),
        args: [this.resumeInput(serviceOrderId)],
        signal: caveEvent,
        signalArgs: [{ inbox_id: inboxId }],
      }),
    )
  }

  /** Starts a run again from its row; harmless while one is running. */
  async resume(name: WorkflowName, id: string): Promise<void> {
    const { queue, workflowId } = PLACES[name](id)
    try {
      await this.short(() =>
        this.client.workflow.start(name, {
          ...resumeOptions(queue, workflowId),
          args: [this.resumeInput(id)],
        }),
      )
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    }
  }

  private resumeInput(id: string): { resume: true; id: string; timing: Timing } {
    return { resume: true, id, timing: this.timing }
  }

  private async firstStart(
    wait: { updateId: string; waitMs: number },
    name: string,
    options: Omit<WorkflowStartOptions, 'workflowIdConflictPolicy' | 'workflowIdReusePolicy'>,
  ): Promise<FirstAnswer> {
    const start = {
      ...options,
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    } as const
    crashPoint('start.before-call')
    try {
      if (wait.waitMs === 0) await this.plainStart(name, start)
      else await this.startAndWait(name, start, wait)
      crashPoint('start.before-reply')
      return wait.waitMs === 0 ? 'pending' : 'answered'
    } catch (error) {
      // A run that has ended answers from its row.
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'answered'
      if (isDeadline(error) && (await this.exists(options.workflowId))) return 'pending'
      throw asOurError(error)
    }
  }

  private async plainStart(name: string, start: WorkflowStartOptions): Promise<void> {
    await this.client.withDeadline(Date.now() + SHORT_MS, () => this.client.workflow.start(name, start))
  }

  private async startAndWait(
    name: string,
    start: WorkflowStartOptions & { workflowIdConflictPolicy: 'USE_EXISTING' },
    wait: { updateId: string; waitMs: number },
  ): Promise<void> {
    await this.client.withDeadline(Date.now() + wait.waitMs, () =>
      this.client.workflow.executeUpdateWithStart(awaitFirstAnswer, {
        updateId: wait.updateId,
        startWorkflowOperation: new WithStartWorkflowOperation(name, start),
      }),
    )
  }

  private updateQuote<R, C>(
    definition: UpdateDefinition<R, [C]>,
    message: { quoteId: string; updateId: string; command: C },
  ): Promise<R> {
    const { quoteId: id, updateId, command } = message
    return this.update(definition, { name: 'quoteToServiceOrder', id, updateId, args: [command] })
  }

  /** One request by a person: it travels with a start, so that a run that has ended goes on from its row. */
  private async update<R, A extends unknown[]>(
    definition: UpdateDefinition<R, A>,
    message: { name: WorkflowName; id: string; updateId: string; args: A },
  ): Promise<R> {
    const { name, id, updateId, args } = message
    const { queue, workflowId } = PLACES[name](id)
    const startWorkflowOperation = new WithStartWorkflowOperation(name, {
      ...resumeOptions(queue, workflowId),
      args: [this.resumeInput(id)],
    })
    crashPoint('start.before-call')
    try {
      const answer = await this.client.withDeadline(Date.now() + UPDATE_MS, () =>
        this.client.workflow.executeUpdateWithStart(definition, { updateId, args, startWorkflowOperation }),
      )
      crashPoint('update.before-reply')
      return answer
    } catch (error) {
      throw asOurError(error)
    }
  }

  private async exists(workflowId: string): Promise<boolean> {
    try {
      await this.client.withDeadline(Date.now() + SHORT_MS, () => this.client.workflow.getHandle(workflowId).describe())
      return true
    } catch {
      // Whether it is there is unknown, so the caller is told to repeat.
      return false
    }
  }

  private async short<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await this.client.withDeadline(Date.now() + SHORT_MS, call)
    } catch (error) {
      throw asOurError(error)
    }
  }
}

const PLACES = {
  bomImport: (id: string) => ({ queue: QUEUES.bom, workflowId: bomImportId(id) }),
  modelAnalysis: (id: string) => ({ queue: QUEUES.core, workflowId: modelAnalysisId(id) }),
  quoteToServiceOrder: (id: string) => ({ queue: QUEUES.core, workflowId: quoteToServiceOrderId(id) }),
  cavePublication: (id: string) => ({ queue: QUEUES.cave, workflowId: cavePublicationId(id) }),
} as const

function summaryOf({ quoteNumber, settings }: Omit<NewQuoteInput, 'timing'>): string {
  return `Quote ${quoteNumber}, ${settings.material} ${settings.quality} x${settings.quantity}`
}
