import type { ActivityOptions } from '@temporalio/workflow'

/** The queues: one per fragile dependency, so that a black hole fills its own slots and nothing else. */
export const QUEUES = {
  core: 'store-core',
  bom: 'store-bom',
  cave: 'store-cave',
  payments: 'store-payments',
  files: 'store-files',
  slicer: 'store-slicer',
} as const

/** Classes of activities: the only place where time-outs and retries are written. */
export const quickDatabase = {
  startToCloseTimeout: '15 seconds',
  scheduleToCloseTimeout: '15 minutes',
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
} satisfies ActivityOptions

export const batchDatabase = {
  taskQueue: QUEUES.bom,
  startToCloseTimeout: '2 minutes',
  scheduleToCloseTimeout: '30 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
} satisfies ActivityOptions

export const outsideCall = {
  startToCloseTimeout: '20 seconds',
  scheduleToCloseTimeout: '15 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
} satisfies ActivityOptions

export const caveRead = {
  taskQueue: QUEUES.cave,
  startToCloseTimeout: '35 seconds',
  scheduleToCloseTimeout: '1 hour',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
} satisfies ActivityOptions

/** One try: the pauses between these are the flow's. */
export const caveReadOnce = { ...caveRead, retry: { maximumAttempts: 1 } } satisfies ActivityOptions

/** Tells somebody who can also look for himself: given up without a word to the flow. */
export const notification = {
  startToCloseTimeout: '10 seconds',
  scheduleToCloseTimeout: '10 minutes',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '1 minute', maximumAttempts: 3 },
} satisfies ActivityOptions

export const longFileWork = {
  taskQueue: QUEUES.files,
  startToCloseTimeout: '3 minutes',
  scheduleToCloseTimeout: '15 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
} satisfies ActivityOptions

export const slicing = {
  taskQueue: QUEUES.slicer,
  startToCloseTimeout: '3 minutes',
  scheduleToCloseTimeout: '1 hour',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '1 minute', maximumAttempts: 3 },
} satisfies ActivityOptions
