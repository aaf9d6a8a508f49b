import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'

import type { RefusalCode } from '../src/domain/errors.js'

/** An operator gave the step up; the flow undoes what it did. An Update's caller sees it as a refusal. */
export class Abandoned extends ApplicationFailure {
  constructor(code: RefusalCode, message: string) {
    super(message, code, true, [{}], undefined, undefined, ApplicationFailureCategory.BENIGN)
  }
}

/** Goes on when an operator gives the work up: for undoing, which has no undo of its own. */
export async function unlessAbandoned<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Abandoned) return undefined
    throw error
  }
}
