import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowStartOptions,
} from '@temporalio/client'

import { ServiceOrder } from '../src/db/models/service-orders.js'
import { mustExist } from '../src/db/record.js'
import type { ServiceOrderStatus } from '../src/domain/service-order-status.js'
import type { Timing } from '../src/domain/timing.js'
import { QUEUES } from '../workflows/activity-options.js'
import { cancelPublication } from '../workflows/cave-publication-contract.js'
import { cavePublicationId, quoteToServiceOrderId } from '../workflows/ids.js'
import { publicationEnded } from '../workflows/quote-to-service-order-contract.js'
import type { ActivityDependencies } from './dependencies.js'

interface PublicationStart {
  readonly serviceOrderId: string
  readonly timing: Timing
}

/** Runs that start or wake other runs, through the client, so that either can be reset alone. */
export function continuationActivities({ temporal }: ActivityDependencies) {
  return {
    /** Starts the publication once in the life of a service order. */
    async startPublication({ serviceOrderId, timing }: PublicationStart): Promise<void> {
      const row = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
      try {
        await temporal.workflow.start('cavePublication', {
          taskQueue: QUEUES.cave,
          workflowId: cavePublicationId(serviceOrderId),
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          args: [{ id: serviceOrderId, timing }],
          staticSummary: `Publish service order ${row.number}`,
          staticDetails: `Service order ${row.number} (${serviceOrderId})\nStatus: /api/complete_flows/service-orders/${serviceOrderId}/status`,
        })
      } catch (error) {
        // It ran and ended already: its end wakes the quote's run by itself.
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
      }
    },

    /** Asks the publication to stop, waking it where it has ended or was lost. */
    async stopPublication({
      serviceOrderId,
      timing,
    }: PublicationStart): Promise<{ outcome: 'never_published' | 'cancelling' }> {
      return temporal.workflow.executeUpdateWithStart(cancelPublication, {
        args: [{}],
        startWorkflowOperation: resumePublication({ serviceOrderId, timing }),
      })
    },

    /** Tells the quote's run how the fabrication ended. */
    async reportPublicationEnd(
      end: PublicationStart & { status: ServiceOrderStatus; isRefundDue: boolean },
    ): Promise<void> {
      const { serviceOrderId, status, isRefundDue } = end
      const row = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
      await temporal.workflow.signalWithStart('quoteToServiceOrder', {
        ...resumeOptions(QUEUES.core, quoteToServiceOrderId(row.quoteId)),
        args: [{ resume: true, id: row.quoteId, timing: end.timing }],
        signal: publicationEnded,
        signalArgs: [{ serviceOrderId, status, isRefundDue }],
      })
    },
  }
}

/** Every message travels with a start: a closed or lost run goes on from its row. */
export function resumeOptions(taskQueue: string, workflowId: string) {
  return {
    taskQueue,
    workflowId,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  } as const satisfies Partial<WorkflowStartOptions>
}

function resumePublication({ serviceOrderId, timing }: PublicationStart) {
  return new WithStartWorkflowOperation('cavePublication', {
    ...resumeOptions(QUEUES.cave, cavePublicationId(serviceOrderId)),
    args: [{ resume: true, id: serviceOrderId, timing }],
  })
}
