import { randomUUID } from 'node:crypto'

import type { WorkflowHandle } from '@temporalio/client'

import type { Activities } from '../../activities/index.js'
import { QUEUES } from '../../workflows/activity-options.js'
import { awaitFirstAnswer } from '../../workflows/common-contract.js'
import { quoteToServiceOrderId } from '../../workflows/ids.js'
import { acceptQuote, paymentEvent, publicationEnded } from '../../workflows/quote-to-service-order-contract.js'
import { fakeActivities, ORDER, type Journal } from '../support/fake-activities.js'
import { describeWithTemporal } from '../support/servers.js'
import { TEST_TIMING, WorkflowRig } from '../support/workflow-run.js'

const ACCEPT = {
  serviceOrderId: ORDER.serviceOrderId,
  serviceOrderNumber: ORDER.number,
  orderId: ORDER.orderId,
  orderNumber: 'MX-20261123-00000001',
  paymentId: '0197f0a0-0000-7000-8000-000000000002',
  deliveryMode: 'pickup',
  priority: 'normal',
  paymentWindowHours: 24,
} as const

describeWithTemporal('quoteToServiceOrder', () => {
  let rig: WorkflowRig
  beforeAll(async () => {
    rig = await WorkflowRig.open()
  })
  afterEach(() => rig.stopWorkers())
  afterAll(() => rig.close())

  async function begin(overrides: Partial<Activities> = {}): Promise<{ handle: WorkflowHandle; journal: Journal }> {
    const { activities, journal } = fakeActivities(overrides)
    await rig.startWorkers(activities)
    const id = randomUUID()
    const handle = await rig.start('quoteToServiceOrder', {
      id: quoteToServiceOrderId(id),
      queue: QUEUES.core,
      input: { id, quoteNumber: 'QT-20261123-00000001', timing: TEST_TIMING },
    })
    await handle.executeUpdate(awaitFirstAnswer)
    return { handle, journal }
  }

  test('a quote that is accepted and paid is published once and closed when the part is done', async () => {
    const { handle, journal } = await begin()
    const answer = await handle.executeUpdate(acceptQuote, { args: [ACCEPT] })
    expect(answer).toEqual({ serviceOrderId: ORDER.serviceOrderId, orderId: 7 })
    await handle.signal(paymentEvent, { inbox_id: 'fact-1' })
    await handle.signal(publicationEnded, {
      serviceOrderId: ORDER.serviceOrderId,
      status: 'completed',
      isRefundDue: false,
    })
    await handle.result()
    expect(journal.names()).toEqual([
      'recordQuote',
      'createServiceOrder',
      'createPayment',
      'applyPayments',
      'startPublication',
      'closeServiceOrder',
    ])
  })
})
