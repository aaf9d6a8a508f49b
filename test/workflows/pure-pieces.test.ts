import { ActivityFailure, ApplicationFailure, ApplicationFailureCategory, TimeoutFailure } from '@temporalio/common'
import fc from 'fast-check'

import { ATTENTION_REASONS, DECISIONS } from '../../src/domain/attention.js'
import {
  DomainError,
  Invariant,
  OutcomeUnknown,
  REFUSALS,
  UpstreamRefused,
  UpstreamUnavailable,
  WorkFailed,
  type RefusalCode,
} from '../../src/domain/errors.js'
import { decisionTarget } from '../../workflows/decision-target.js'
import { Facts } from '../../workflows/facts.js'
import { Fifo } from '../../workflows/fifo.js'
import { cavePublicationId, modelAnalysisId, parseWorkflowId, quoteToServiceOrderId } from '../../workflows/ids.js'
import { requireShape } from '../../workflows/message-shape.js'
import type { OpenAttention } from '../../workflows/open-attention.js'
import { asRefusal, failureType, isOutage, refusal, toFailure } from '../../workflows/refusal.js'
import { SeenFacts } from '../../workflows/seen-facts.js'
import { gate } from '../support/fake-activities.js'

const inActivity = (cause: Error): ActivityFailure =>
  new ActivityFailure('Activity task failed', 'any', '1', 'NON_RETRYABLE_FAILURE', 'test', cause)
const timedOut = (cause?: Error): ActivityFailure =>
  inActivity(Object.assign(new TimeoutFailure('window over', undefined, 'SCHEDULE_TO_CLOSE'), { cause }))
const codes = Object.keys(REFUSALS) as RefusalCode[]

describe('workflow ids', () => {
  test.each([
    ['modelAnalysis', modelAnalysisId],
    ['quoteToServiceOrder', quoteToServiceOrderId],
    ['cavePublication', cavePublicationId],
  ] as const)('an id of %s is short and gives its business key back', (name, build) => {
    fc.assert(
      fc.property(fc.uuid(), (key) => {
        expect(build(key).length).toBeLessThanOrEqual(64)
        expect(parseWorkflowId(build(key))).toEqual({ name, key })
      }),
    )
  })

  test.each(['', 'quote-', 'nothing', 'order-7', 'xquote-1'])('%j is no id of ours', (id) => {
    expect(parseWorkflowId(id)).toBeUndefined()
  })
})

describe('failures', () => {
  test('a refusal comes out of Temporal as it went in, however deep it is wrapped', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.string(),
        fc.integer({ min: 1, max: 600 }),
        (code, message, retryAfter) => {
          const error = new DomainError(code, message, { retryAfter, members: { current_status: 'paid' } })
          const out = asRefusal(inActivity(toFailure(error) as Error))
          expect(out).toEqual(error)
          expect(out?.extra).toEqual(error.extra)
        },
      ),
    )
  })

  test('a refusal is never retried and raises no alarm', () => {
    const failure = toFailure(new DomainError('price_changed', 'it changed'))
    expect(failure).toMatchObject({ nonRetryable: true, category: ApplicationFailureCategory.BENIGN })
  })

  test.each([
    [new UpstreamRefused('no'), 'UpstreamRefused', true],
    [new OutcomeUnknown('?'), 'OutcomeUnknown', true],
    [new WorkFailed('killed'), 'WorkFailed', true],
    [new Invariant('cannot be'), 'Invariant', true],
    [new UpstreamUnavailable('away'), 'UpstreamUnavailable', false],
  ])('%s keeps its word, and whether it is retried', (error, type, nonRetryable) => {
    const failure = toFailure(error)
    expect(failure).toMatchObject({ type, nonRetryable })
    expect(failureType(inActivity(failure as Error))).toBe(type)
    expect(asRefusal(failure)).toBeUndefined()
  })

  test.each([
    [0, 1000],
    [5, 5000],
    [90_000, 600_000],
  ])('a wish to be asked again in %d s is kept between 1 s and 10 min', (seconds, ms) => {
    expect(toFailure(new UpstreamUnavailable('away', seconds))).toMatchObject({ nextRetryDelay: ms })
  })

  test('an answer that never came within a window is an outage, whatever the window says', () => {
    expect(isOutage(timedOut(ApplicationFailure.retryable('away', 'UpstreamUnavailable')))).toBe(true)
    expect(isOutage(timedOut())).toBe(true)
    expect(isOutage(timedOut(ApplicationFailure.retryable('x is undefined', 'TypeError')))).toBe(false)
  })

  test.each([
    [{ name: 'SequelizeConnectionRefusedError' }, true],
    [{ name: 'SequelizeDatabaseError', parent: { code: '57P01' } }, true],
    [{ name: 'SequelizeDatabaseError', parent: { code: '40001' } }, true],
    [{ name: 'SequelizeDatabaseError', parent: { code: '22001' } }, false],
    [{ name: 'TypeError' }, false],
  ])('a database that is away is an outage, a statement that is wrong is not: %j', (members, isAway) => {
    const failure = toFailure(Object.assign(new Error('of the database'), members))
    expect(isOutage(failure)).toBe(isAway)
  })

  test('what is no failure of ours has no word', () => {
    expect(failureType(new Error('plain'))).toBe('unknown')
    expect(asRefusal(refusal(new DomainError('not_found', 'x')))?.code).toBe('not_found')
    expect(asRefusal(ApplicationFailure.nonRetryable('x', 'no_such_code'))).toBeUndefined()
  })
})

describe('facts', () => {
  test('the newest five hundred are remembered, oldest first', () => {
    const seen = new SeenFacts(['zero'])
    for (let fact = 1; fact <= 500; fact += 1) seen.add(`fact-${fact}`)
    expect(seen.has('zero')).toBe(false)
    expect(seen.list()).toHaveLength(500)
    expect(seen.list()[0]).toBe('fact-1')
  })

  test('a fact that is heard again while or after it is applied makes no work', async () => {
    const facts = new Facts()
    const applying = gate()
    facts.hear({ inbox_id: 'one' })
    const work = facts.apply(() => applying.passed)
    facts.hear({ inbox_id: 'one' })
    expect(facts.areDue).toBe(false)
    applying.open()
    await work
    facts.hear({ inbox_id: 'one' })
    expect(facts.areDue).toBe(false)
    expect(facts.list()).toEqual(['one'])
  })

  test('a fact that is heard during an apply is due after it', async () => {
    const facts = new Facts()
    const applying = gate()
    const work = facts.apply(() => applying.passed)
    facts.hear({ inbox_id: 'two' })
    applying.open()
    await work
    expect(facts.areDue).toBe(true)
    expect(facts.list()).toEqual([])
  })

  test('a fact whose apply was given up can wake the run again', async () => {
    const facts = new Facts()
    facts.hear({ inbox_id: 'one' })
    await expect(facts.apply(() => Promise.reject(new Error('given up')))).rejects.toThrow('given up')
    facts.hear({ inbox_id: 'one' })
    expect(facts.areDue).toBe(true)
  })

  test('whoever watches hears of an apply that ended, or still runs', async () => {
    const facts = new Facts()
    await facts.apply(() => Promise.resolve())
    const wasApplied = facts.watch()
    expect(wasApplied()).toBe(false)
    const applying = gate()
    const work = facts.apply(() => applying.passed)
    const isApplied = facts.watch()
    expect([wasApplied(), isApplied()]).toEqual([true, true])
    applying.open()
    await work
    expect([wasApplied(), isApplied(), facts.watch()()]).toEqual([true, true, false])
  })

  test.each([undefined, null, 7, {}, { inbox_id: 7 }])('a signal that names no row changes nothing: %j', (signal) => {
    const facts = new Facts()
    facts.hear(signal)
    expect(facts.areDue).toBe(false)
  })
})

describe('one thing at a time', () => {
  test('work is done in order of arrival, and a failure holds nobody up', async () => {
    const fifo = new Fifo()
    const first = gate()
    const done: string[] = []
    const works = [
      fifo.run(() => first.passed.then(() => done.push('first'))),
      fifo.run(() => Promise.reject(new Error('second'))),
      fifo.run(() => Promise.resolve(done.push('third'))),
    ]
    expect(done).toEqual([])
    first.open()
    const ends = await Promise.allSettled(works)
    expect(done).toEqual(['first', 'third'])
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })
})

describe('messages', () => {
  test.each([undefined, null, {}, { id: 7 }, { id: 'a', address: null }])('%j lacks what is read of it', (message) => {
    expect(() => requireShape(message, { id: 'string', address: 'object' })).toThrow(/address \(object\)/)
  })

  test('a whole message passes, with whatever else it holds', () => {
    expect(() => requireShape({ id: 'a', address: {}, more: 1 }, { id: 'string', address: 'object' })).not.toThrow()
  })
})

describe('the target of a decision', () => {
  const open = (reason: OpenAttention['request']['reason']): OpenAttention => ({
    request: { reason, subject: { kind: 'quote', id: '1' }, note: '' },
    sinceMs: 0,
  })
  const note = 'good enough'

  test.each(ATTENTION_REASONS)('%s takes the actions of its row in the runbook and no other', (reason) => {
    for (const action of ['retry', 'skip', 'abort'] as const) {
      const answer = answerOf(() => decisionTarget({ action, note }, [open(reason)]).request.reason)
      expect(answer.startsWith(`${reason} knows`)).toBe(!(action in DECISIONS[reason]))
    }
  })

  test('is the first open one, the named one, and never one that was decided or is being closed', () => {
    const all = [open('internal'), open('upstream_down'), open('dispute_opened')]
    expect(decisionTarget({ action: 'retry', note }, all)).toBe(all[0])
    expect(decisionTarget({ action: 'retry', note, attention: 'dispute_opened' }, all)).toBe(all[2])
    Object.assign(all[0] ?? {}, { decision: { action: 'retry', note } })
    Object.assign(all[1] ?? {}, { closing: Promise.resolve() })
    expect(decisionTarget({ action: 'retry', note }, all)).toBe(all[2])
    expect(() => decisionTarget({ action: 'retry', note, attention: 'internal' }, all)).toThrow(/Nothing is waiting/)
  })

  test.each(['constructor', 'toString', undefined, 7])('%j is no action', (action) => {
    expect(() => decisionTarget({ action, note }, [open('internal')])).toThrow(/internal knows/)
  })

  test.each(['', 'ab', '  a  ', 'x'.repeat(501), undefined, 7])(
    'a note of 3 to 500 characters is needed, not %j',
    (bad) => {
      expect(() => decisionTarget({ action: 'retry', note: bad }, [open('internal')])).toThrow(/note/)
    },
  )
})

function answerOf(ask: () => string): string {
  try {
    return ask()
  } catch (error) {
    return (error as Error).message
  }
}
