import { condition, defineSignal, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow'

/** The skeletons that the product is measured against: the same messages and activities, with nothing in them. */
const { nothing, startSecond, signalFirst } = proxyActivities<{
  nothing(): Promise<void>
  startSecond(id: string): Promise<void>
  signalFirst(id: string): Promise<void>
}>({ startToCloseTimeout: '15 seconds' })

export const first = defineUpdate('first')
export const accept = defineUpdate('accept')
export const fact = defineSignal('fact')
export const ended = defineSignal('ended')

/** One activity, one update that waits for it: the skeleton of a quote's start. */
export async function noopStart(): Promise<void> {
  let isDone = false
  setHandler(first, () => condition(() => isDone))
  await nothing()
  isDone = true
  await condition(() => false, '1 day')
}

/** The skeleton of the quote's run from price to end: 6 activities, 2 updates, 2 signals, 2 timers. */
export async function noopQuote(id: string): Promise<void> {
  let step = 0
  setHandler(first, () => condition(() => step > 0))
  setHandler(accept, async () => {
    await nothing()
    await nothing()
    step = 2
  })
  setHandler(fact, () => {
    step = 3
  })
  setHandler(ended, () => {
    step = 4
  })
  await nothing()
  step = 1
  await condition(() => step >= 2, '1 day')
  await condition(() => step >= 3, '1 day')
  await nothing()
  await startSecond(id)
  await condition(() => step >= 4)
  await nothing()
}

/** The skeleton of a publication with `callbacks` callbacks: 4 activities, and one activity and one timer a callback. */
export async function noopPublication(id: string, callbacks: number): Promise<void> {
  let heard = 0
  let applied = 0
  setHandler(fact, () => {
    heard += 1
  })
  await nothing()
  await nothing()
  await nothing()
  while (applied < callbacks) {
    await condition(() => heard > applied, '1 hour')
    applied = heard
    await nothing()
  }
  await signalFirst(id)
}
