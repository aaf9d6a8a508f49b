import { CancellationScope } from '@temporalio/workflow'

/**
 * "Request cancellation" in the UI is one more message to the story, not its end: the body lives in a scope that cannot
 * be cancelled, and `act` says what the wish means here.
 */
export function onCancelRequest(act: () => void): void {
  CancellationScope.current().cancelRequested.catch(() => {
    CancellationScope.nonCancellable(() => {
      act()
      return Promise.resolve()
    }).catch(() => undefined)
  })
}

/** A handler runs in the root scope; cancelling the run must not cut it in two. */
export function uncut<T>(work: () => Promise<T>): Promise<T> {
  return CancellationScope.nonCancellable(work)
}
