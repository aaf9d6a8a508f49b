import { CancellationScope, condition } from '@temporalio/workflow'

/** Runs work in a scope of its own that is cancelled once `shouldStop` holds; the work's own end comes out. */
export async function stoppable<T>(shouldStop: () => boolean, work: () => Promise<T>): Promise<T> {
  const scope = new CancellationScope({ cancellable: true })
  const state = { isOver: false }
  const working = scope.run(work).finally(() => {
    state.isOver = true
  })
  working.catch(() => undefined)
  await condition(() => state.isOver || shouldStop())
  if (!state.isOver) scope.cancel()
  return working
}
