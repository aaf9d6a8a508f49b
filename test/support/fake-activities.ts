import type { Activities } from '../../activities/index.js'
import type { LoadedOrder, LoadedPublication, LoadedQuote, PaymentFacts } from '../../src/domain/loaded-rows.js'

/** Every activity call in order, with its input. */
export interface Journal {
  readonly calls: { readonly name: string; readonly input: unknown }[]
  names(): string[]
  inputsOf(name: string): unknown[]
}

export const ORDER: LoadedOrder = {
  serviceOrderId: '0197f0a0-0000-7000-8000-000000000001',
  number: 100_001,
  orderId: 7,
  status: 'pending_payment',
  paymentStatus: 'pending',
  payByMs: Date.UTC(2099, 0, 1),
  needsAddress: false,
  publicationEnd: null,
  openRefunds: 0,
  isClosed: false,
}

export const QUOTE: LoadedQuote = {
  status: 'active',
  expiresAtMs: Date.UTC(2099, 0, 1),
  needsPerson: null,
  isFirmPending: false,
  order: null,
  attention: [],
}

export const FACTS: PaymentFacts = {
  isPaid: false,
  duplicates: [],
  late: [],
  mismatch: null,
  isDisputed: false,
  openRefunds: 0,
}

export const PUBLICATION: LoadedPublication = { number: 100_001, status: 'paid', jobId: null, isPrepared: true }

/** Activities that succeed at once and write a journal; a test overrides what it is about. */
export function fakeActivities(overrides: Partial<Activities> = {}): { activities: Activities; journal: Journal } {
  const calls: Journal['calls'] = []
  const journal: Journal = {
    calls,
    names: () => calls.map((call) => call.name),
    inputsOf: (name) => calls.filter((call) => call.name === name).map((call) => call.input),
  }
  const all = { ...DEFAULTS, ...overrides }
  const entries = Object.entries(all).map(([name, activity]) => [
    name,
    (input: never) => {
      calls.push({ name, input })
      return (activity as (given: never) => unknown)(input)
    },
  ])
  return { activities: Object.fromEntries(entries) as Activities, journal }
}

const nothing = (): Promise<void> => Promise.resolve()

const DEFAULTS: Activities = {
  measureModel: () => Promise.resolve({ status: 'processed' }),
  failAnalysis: nothing,
  recordQuote: () => Promise.resolve(QUOTE),
  loadQuote: () => Promise.resolve(QUOTE),
  repriceQuote: () => Promise.resolve(QUOTE),
  recordFirmPrice: () => Promise.resolve({ needsPerson: null }),
  endQuote: ({ status }) => Promise.resolve({ status }),
  sliceModel: nothing,
  createServiceOrder: () => Promise.resolve(ORDER),
  setServiceOrderAddress: () => Promise.resolve({ ...ORDER, needsAddress: false }),
  cancelOrder: nothing,
  closeServiceOrder: nothing,
  replaceServiceOrder: () => Promise.resolve({ ...ORDER, status: 'paid', number: 100_002 }),
  readServiceOrderStatus: () => Promise.resolve({ status: 'paid' }),
  applyPayments: () => Promise.resolve({ ...FACTS, isPaid: true }),
  bookMismatch: () => Promise.resolve({ ...FACTS, isPaid: true }),
  acknowledgeDispute: nothing,
  setAttention: nothing,
  clearAttention: nothing,
  createPayment: ({ paymentId }) => Promise.resolve({ paymentId }),
  checkPayment: nothing,
  voidPayment: nothing,
  openRefund: () => Promise.resolve({ refundId: 'refund-1', status: 'pending' }),
  refundPayment: ({ refundId }) => Promise.resolve({ refundId, status: 'succeeded' }),
  checkRefund: ({ refundId }) => Promise.resolve({ refundId, status: 'succeeded' }),
  listRefundable: () => Promise.resolve({ payments: ['payment-1'] }),
  listStrayPayments: () => Promise.resolve({ payments: ['payment-1'] }),
  reopenFailedRefunds: () => Promise.resolve({ refunds: [] }),
  settleRefundsByHand: nothing,
  loadPublication: () => Promise.resolve(PUBLICATION),
  prepareJob: () => Promise.resolve({ row: PUBLICATION, problem: null }),
  publishJob: () => Promise.resolve({ jobId: 'job-1', status: 'pending', acceptUrl: null }),
  findJobs: () => Promise.resolve({ jobs: [] }),
  recordJob: ({ job }) => Promise.resolve({ ...PUBLICATION, status: 'pending_assignment', jobId: job.jobId }),
  applyCaveEvents: () => Promise.resolve({ status: 'completed', applied: 1, conflict: null }),
  pollJob: () => Promise.resolve({ status: 'pending_assignment', applied: 0, conflict: null }),
  cancelJob: nothing,
  recordPublicationCancelled: () => Promise.resolve({ ...PUBLICATION, status: 'cancelled' }),
  startPublication: nothing,
  stopPublication: () => Promise.resolve({ outcome: 'never_published' }),
  reportPublicationEnd: nothing,
}
