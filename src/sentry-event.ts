import type { ErrorEvent, NodeOptions } from '@sentry/node'

import type { DefectPlace } from './defects.js'

const PLACES: readonly (keyof DefectPlace)[] = ['route', 'activity', 'workflow', 'run']

/**
 * What of a defect is reported: kind, place and stack. Only what this list names is sent, for the library adds headers,
 * addresses and bodies on its own; texts of errors may quote them too, so only our own constant ones stay.
 */
export function reportableEvent(event: ErrorEvent): ErrorEvent {
  const values = event.exception?.values?.map((exception) => ({
    ...(exception.type !== undefined && { type: exception.type }),
    ...(exception.type === 'Invariant' && exception.value !== undefined && { value: exception.value }),
    ...(exception.mechanism && { mechanism: { type: exception.mechanism.type } }),
    stacktrace: { frames: (exception.stacktrace?.frames ?? []).map(frameOf) },
  }))
  return {
    type: undefined,
    ...pick(event, ['event_id', 'timestamp', 'platform', 'level', 'environment', 'release', 'server_name']),
    ...(event.tags && { tags: pick(event.tags, PLACES) }),
    ...(values && { exception: { values } }),
  }
}

/** Timings alone: what was called and how long it took. Addresses lose their queries, for those may be signed. */
export function reportableTransaction(event: TransactionEvent): TransactionEvent {
  const { transaction } = event
  return {
    type: 'transaction',
    ...pick(event, ['event_id', 'timestamp', 'start_timestamp', 'platform', 'environment', 'release']),
    ...(transaction !== undefined && { transaction: withoutQuery(transaction) }),
    ...(event.contexts?.trace && { contexts: { trace: { ...event.contexts.trace, data: {} } } }),
    spans: (event.spans ?? []).map((span) => ({
      ...pick(span, ['span_id', 'trace_id', 'op', 'start_timestamp', 'status']),
      ...(span.parent_span_id !== undefined && { parent_span_id: span.parent_span_id }),
      ...(span.timestamp !== undefined && { timestamp: span.timestamp }),
      ...(span.description !== undefined && { description: withoutQuery(span.description) }),
      data: {},
    })),
  }
}

export type TransactionEvent = Parameters<NonNullable<NodeOptions['beforeSendTransaction']>>[0]

function withoutQuery(text: string): string {
  return text.replace(/\?.*$/s, '')
}

type Frame = NonNullable<NonNullable<NonNullable<ErrorEvent['exception']>['values']>[number]['stacktrace']>['frames']

function frameOf(frame: NonNullable<Frame>[number]): NonNullable<Frame>[number] {
  return pick(frame, ['filename', 'function', 'module', 'lineno', 'colno', 'in_app'])
}

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  const kept = names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]])
  return Object.fromEntries(kept) as Pick<T, K>
}
