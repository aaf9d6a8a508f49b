import { ApplicationFailure } from '@temporalio/common'

import type { Activities } from '../../activities/index.js'
import type { LoadedImport } from '../../src/domain/bom-import.js'
import { DomainError, type RefusalCode } from '../../src/domain/errors.js'
import type { LoadedOrder, LoadedPublication, LoadedQuote, PaymentFacts } from '../../src/domain/loaded-rows.js'

/** Every activity call in order, with its input. */
export interface Journal {
  readonly calls: { readonly name: string; readonly input: unknown }[]
  names(): string[]
  inputsOf(name: string): unknown[]
  count(name: string): number
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
  failedRefunds: 0,
}

export const PUBLICATION: LoadedPublication = {
  number: 100_001,
  status: 'paid',
  jobId: null,
  isPrepared: true,
  attention: null,
}

export const IMPORT: LoadedImport = {
  status: 'pending',
  source: 'makrcave',
  wantsCart: true,
  isRead: false,
  isClosed: false,
  openLines: 0,
  settledAtMs: null,
  attention: null,
}

export const READ_IMPORT: LoadedImport = { ...IMPORT, status: 'processing', isRead: true }
export const DONE_IMPORT: LoadedImport = { ...READ_IMPORT, status: 'completed', isClosed: true }

/** The service order that takes the place of an ended one. */
export const REPLACEMENT_ID = '0197f0a0-0000-7000-8000-000000000009'

/** Activities that succeed at once and write a journal; a test overrides what it is about. */
export function fakeActivities(overrides: Partial<Activities> = {}): { activities: Activities; journal: Journal } {
  const calls: Journal['calls'] = []
  const journal: Journal = {
    calls,
    names: () => calls.map((call) => call.name),
    inputsOf: (name) => calls.filter((call) => call.name === name).map((call) => call.input),
    count: (name) => calls.filter((call) => call.name === name).length,
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

/** What an activity does at its first, second, .. call; the last of them repeats. */
export function inTurn<I, O>(...turns: ((input: I) => Promise<O>)[]): (input: I) => Promise<O> {
  let round = 0
  return (input) => {
    const turn = turns[Math.min(round, turns.length - 1)]
    round += 1
    if (!turn) throw new Error('no turn is left')
    return turn(input)
  }
}

/** A whole window without an answer: in real life this failure comes after 15 minutes of tries. */
export const down = (): Promise<never> =>
  Promise.reject(ApplicationFailure.nonRetryable('no answer', 'UpstreamUnavailable'))
export const refused = (): Promise<never> =>
  Promise.reject(ApplicationFailure.nonRetryable('answered 400', 'UpstreamRefused'))
export const unanswered = (): Promise<never> =>
  Promise.reject(ApplicationFailure.nonRetryable('sent, no answer', 'OutcomeUnknown'))
export const killed = (): Promise<never> => Promise.reject(ApplicationFailure.nonRetryable('killed', 'WorkFailed'))
export const broken = (): Promise<never> => Promise.reject(ApplicationFailure.nonRetryable('cannot be', 'Invariant'))
export const refusing = (code: RefusalCode) => (): Promise<never> =>
  Promise.reject(new DomainError(code, 'No, because.'))

/** Something that a test lets happen when it is time. */
export function gate<T = void>(): { readonly passed: Promise<T>; readonly open: (value: T) => void } {
  const state: { open: (value: T) => void } = { open: () => undefined }
  const passed = new Promise<T>((resolve) => {
    state.open = resolve
  })
  return { passed, open: (value) => state.open(value) }
}

const nothing = (): Promise<void> => Promise.resolve()

const DEFAULTS: Activities = {
  recordImport: ({ source }) => Promise.resolve({ ...IMPORT, source }),
  loadImport: () => Promise.resolve(IMPORT),
  readBom: () => Promise.resolve(READ_IMPORT),
  finishReading: () => Promise.resolve(READ_IMPORT),
  matchLines: () => Promise.resolve(READ_IMPORT),
  addToCart: nothing,
  settleImport: () => Promise.resolve(DONE_IMPORT),
  applyChoices: () => Promise.resolve({ cartId: 1, results: [], row: DONE_IMPORT }),
  endImport: ({ code }) =>
    Promise.resolve({
      ...READ_IMPORT,
      status: code === null ? 'partial' : 'failed',
      isClosed: true,
      isRead: code === null,
    }),
  reportToCave: nothing,
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
  replaceServiceOrder: () =>
    Promise.resolve({ ...ORDER, serviceOrderId: REPLACEMENT_ID, status: 'paid', number: 100_002 }),
  readServiceOrderStatus: () => Promise.resolve({ status: 'paid' }),
  applyPayments: () => Promise.resolve({ ...FACTS, isPaid: true }),
  bookMismatch: () => Promise.resolve({ ...FACTS, isPaid: true }),
  acknowledgeDispute: nothing,
  setAttention: nothing,
  clearAttention: nothing,
  createPayment: ({ paymentId }) => Promise.resolve({ paymentId }),
  checkPayment: () => Promise.resolve({ hasNews: true }),
  voidPayment: nothing,
  openRefund: ({ refundId }) => Promise.resolve({ refundId: refundId ?? 'refund-1', status: 'pending' }),
  refundPayment: ({ refundId }) => Promise.resolve({ refundId, status: 'succeeded' }),
  checkRefund: ({ refundId }) => Promise.resolve({ refundId, status: 'succeeded' }),
  failRefund: nothing,
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
