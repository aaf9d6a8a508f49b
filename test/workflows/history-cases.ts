import { QUEUES } from '../../workflows/activity-options.js'
import { awaitFirstAnswer } from '../../workflows/common-contract.js'
import { modelAnalysisId } from '../../workflows/ids.js'
import { setAddress } from '../../workflows/quote-to-service-order-contract.js'
import { down, FACTS, gate, inTurn, killed, ORDER, QUOTE, refused, unanswered } from '../support/fake-activities.js'
import type { WorkflowRig } from '../support/workflow-run.js'
import { ImportPlay } from './import-play.js'
import { Play, type Scene } from './play.js'
import { applied, AT_CAVE, JOB, PublicationPlay } from './publication-play.js'
import { ADDRESS, paid, QuotePlay, quoteWith, REPLACED, unpaid } from './quote-play.js'

/** One way that a run can go; its history is kept and replayed for as long as such runs may be open. */
export interface HistoryCase {
  readonly workflow: 'bomImport' | 'modelAnalysis' | 'quoteToServiceOrder' | 'cavePublication'
  readonly name: string
  /** Plays it to the end under this business key. */
  readonly play: (rig: WorkflowRig, id: string) => Promise<Play>
  /** which of the runs that went on in a new one; default: the last */
  readonly run?: 'first'
}

const ANALYSIS = { workflow: 'modelAnalysis', queue: QUEUES.core, workflowId: modelAnalysisId }
const mismatch = () => Promise.resolve({ ...FACTS, mismatch: 'The payment differs in: amount.' })
const readUnpaid = () => Promise.resolve({ status: 'pending_payment' } as const)
const still = applied('pending_assignment', null, 0)

export const HISTORY_CASES: readonly HistoryCase[] = [
  ...analyses(),
  ...offers(),
  ...payments(),
  ...fulfilments(),
  ...publishings(),
  ...followings(),
  ...imports(),
]

function analyses(): HistoryCase[] {
  const workflow = 'modelAnalysis'
  return [
    {
      workflow,
      name: 'happy',
      async play(rig, id) {
        const play = new Play(rig, ANALYSIS, { id })
        await play.begin(awaitFirstAnswer)
        return ended(play)
      },
    },
    {
      workflow,
      name: 'killed-three-times',
      async play(rig, id) {
        const play = new Play(rig, ANALYSIS, { id, activities: { measureModel: killed } })
        await play.start()
        await play.attentionIs('work_failed')
        await play.decide('abort')
        return ended(play)
      },
    },
  ]
}

function offers(): HistoryCase[] {
  const workflow = 'quoteToServiceOrder'
  return [
    { workflow, name: 'instant', play: (rig, id) => finished(rig, { id }) },
    {
      workflow,
      name: 'firm',
      async play(rig, id) {
        const recordQuote = () => Promise.resolve({ ...QUOTE, isFirmPending: true })
        const play = await QuotePlay.offered(rig, { id, activities: { recordQuote } })
        await play.called('recordFirmPrice')
        return toTheEnd(play)
      },
    },
    {
      workflow,
      name: 'expired',
      async play(rig, id) {
        const recordQuote = () => Promise.resolve({ ...QUOTE, expiresAtMs: Date.now() + 500 })
        return ended(await QuotePlay.offered(rig, { id, activities: { recordQuote } }))
      },
    },
    { workflow, name: 'other-unit', play: (rig, id) => finished(rig, { id, input: { unit: 'inch' } }) },
    {
      workflow,
      name: 'needs-person-then-skip',
      async play(rig, id) {
        const recordQuote = () => Promise.resolve({ ...QUOTE, needsPerson: 'long print' })
        const play = await QuotePlay.offered(rig, { id, activities: { recordQuote } })
        await play.attentionIs('quote_needs_person')
        await play.decide('skip')
        return toTheEnd(play)
      },
    },
  ]
}

function payments(): HistoryCase[] {
  const workflow = 'quoteToServiceOrder'
  return [
    {
      workflow,
      name: 'cancel-before-pay',
      async play(rig, id) {
        const activities = { readServiceOrderStatus: readUnpaid, applyPayments: unpaid }
        const play = await QuotePlay.accepted(rig, { id, activities })
        await play.cancel()
        return ended(play)
      },
    },
    {
      workflow,
      name: 'mismatch-then-skip',
      async play(rig, id) {
        const play = await QuotePlay.paid(rig, { id, activities: { applyPayments: inTurn(mismatch, paid) } })
        await play.attentionIs('payment_mismatch')
        await play.decide('skip')
        return published(play)
      },
    },
    {
      workflow,
      name: 'paid-late',
      async play(rig, id) {
        const late = () => Promise.resolve({ ...FACTS, late: ['payment-1'] })
        const activities = {
          loadQuote: () => Promise.resolve(quoteWith({ status: 'cancelled', isClosed: true })),
          applyPayments: inTurn(late, unpaid),
        }
        const play = new QuotePlay(rig, { id, timing: { lateRefundMs: 500 }, activities })
        await play.pay()
        return ended(play)
      },
    },
    {
      workflow,
      name: 'pay-by-passed',
      async play(rig, id) {
        const createServiceOrder = () => Promise.resolve({ ...ORDER, payByMs: Date.now() + 500 })
        return ended(await QuotePlay.accepted(rig, { id, activities: { createServiceOrder, applyPayments: unpaid } }))
      },
    },
    {
      workflow,
      name: 'polled',
      async play(rig, id) {
        const activities = { applyPayments: inTurn(unpaid, paid) }
        return published(await QuotePlay.accepted(rig, { id, timing: { paymentPollsMs: [300] }, activities }))
      },
    },
    {
      workflow,
      name: 'provider-down',
      async play(rig, id) {
        const creating = gate()
        const made = () => creating.passed.then(() => ({ paymentId: 'payment-1' }))
        const createPayment = inTurn<unknown, { paymentId: string }>(down, made)
        const play = await QuotePlay.offered(rig, { id, activities: { createPayment } })
        const accepting = play.accept()
        await play.called('createPayment', 2)
        creating.open()
        await accepting
        await play.pay()
        return published(play)
      },
    },
  ]
}

function fulfilments(): HistoryCase[] {
  const workflow = 'quoteToServiceOrder'
  return [
    {
      workflow,
      name: 'cancel-after-pay',
      async play(rig, id) {
        const play = await QuotePlay.paid(rig, { id })
        await play.called('startPublication')
        await play.cancel()
        return ended(play)
      },
    },
    {
      workflow,
      name: 'address-later',
      async play(rig, id) {
        const createServiceOrder = () => Promise.resolve({ ...ORDER, needsAddress: true })
        const play = await QuotePlay.paid(rig, { id, activities: { createServiceOrder } })
        await play.attentionIs('address_missing')
        await play.ask(setAddress, { address: ADDRESS })
        return published(play)
      },
    },
    {
      workflow,
      name: 'failed-then-replaced',
      async play(rig, id) {
        const play = await QuotePlay.paid(rig, { id })
        await play.called('startPublication')
        await play.ends('failed')
        await play.attentionIs('paid_not_fulfillable')
        await play.decide('retry')
        await play.called('startPublication', 2)
        await play.ends('completed', REPLACED)
        return ended(play)
      },
    },
    {
      workflow,
      name: 'refund-failed-then-skip',
      async play(rig, id) {
        const play = await QuotePlay.paid(rig, { id, activities: { refundPayment: refused } })
        await play.called('startPublication')
        await play.cancel()
        await play.attentionIs('refund_failed')
        await play.decide('skip')
        return ended(play)
      },
    },
  ]
}

function publishings(): HistoryCase[] {
  const workflow = 'cavePublication'
  return [
    {
      workflow,
      name: 'happy',
      async play(rig, id) {
        const play = await PublicationPlay.published(rig, { id })
        await play.callback('callback-1')
        return ended(play)
      },
    },
    {
      workflow,
      name: 'refused-then-retry',
      async play(rig, id) {
        const publishJob = inTurn<unknown, typeof JOB>(refused, () => Promise.resolve(JOB))
        const play = await PublicationPlay.started(rig, { id, activities: { publishJob } })
        await play.attentionIs('publish_failed')
        await play.decide('retry')
        await play.called('recordJob')
        await play.callback('callback-1')
        return ended(play)
      },
    },
    {
      workflow,
      name: 'unanswered-then-found',
      async play(rig, id) {
        const findJobs = () => Promise.resolve({ jobs: [JOB] })
        const play = await PublicationPlay.published(rig, { id, activities: { publishJob: unanswered, findJobs } })
        await play.callback('callback-1')
        return ended(play)
      },
    },
  ]
}

function followings(): HistoryCase[] {
  const workflow = 'cavePublication'
  const goesOn = async (rig: WorkflowRig, id: string): Promise<Play> => {
    const play = await PublicationPlay.published(rig, {
      id,
      input: { factsPerRun: 1 },
      activities: {
        loadPublication: () => Promise.resolve(AT_CAVE),
        applyCaveEvents: inTurn(applied('in_production'), applied('completed')),
      },
    })
    await play.callback('callback-1')
    await play.called('loadPublication')
    await play.callback('callback-2')
    return ended(play)
  }
  return [
    {
      workflow,
      name: 'cancelled-there',
      async play(rig, id) {
        const play = await PublicationPlay.published(rig, { id })
        await play.cancel()
        return ended(play)
      },
    },
    {
      workflow,
      name: 'silent-then-poll',
      async play(rig, id) {
        const timing = { cavePollMs: 300, caveSilenceMs: 400 }
        const activities = { pollJob: inTurn(still, still, applied('completed')) }
        const play = await PublicationPlay.published(rig, { id, timing, activities })
        await play.attentionIs('cave_silent')
        await play.decide('retry')
        return ended(play)
      },
    },
    { workflow, name: 'continued-first', play: goesOn, run: 'first' },
    { workflow, name: 'continued-last', play: goesOn },
  ]
}

async function finished(rig: WorkflowRig, scene: Scene): Promise<Play> {
  return toTheEnd(await QuotePlay.offered(rig, scene))
}

async function toTheEnd(play: QuotePlay): Promise<Play> {
  await play.accept()
  await play.pay()
  return published(play)
}

async function published(play: QuotePlay): Promise<Play> {
  await play.called('startPublication')
  await play.ends('completed')
  return ended(play)
}

async function ended(play: Play): Promise<Play> {
  await play.over()
  return play
}

function imports(): HistoryCase[] {
  const workflow = 'bomImport'
  return [
    { workflow, name: 'happy', play: async (rig, id) => ended(await ImportPlay.answered(rig, { id })) },
    {
      workflow,
      name: 'manual',
      async play(rig, id) {
        const play = await ImportPlay.open(rig, { id })
        await play.choose()
        return ended(play)
      },
    },
    {
      workflow,
      name: 'failed-read-then-abort',
      async play(rig, id) {
        const play = await ImportPlay.started(rig, { id, activities: { readBom: down } })
        await play.attentionIs('bom_source_unavailable')
        await play.decide('abort')
        return ended(play)
      },
    },
    {
      workflow,
      name: 'cancelled',
      async play(rig, id) {
        const play = await ImportPlay.open(rig, { id })
        await play.stop()
        return ended(play)
      },
    },
  ]
}
