import { WorkflowUpdateFailedError } from '@temporalio/client'

import { asRefusal } from '../../workflows/refusal.js'

/** The code that an update's caller gets instead of an answer; fails when it gets an answer. */
export async function refusalOf(asking: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error === undefined) throw new Error('the update was answered')
  return error instanceof WorkflowUpdateFailedError ? asRefusal(error.cause)?.code : (error as Error).message
}
