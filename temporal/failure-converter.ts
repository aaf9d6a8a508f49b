import { DefaultFailureConverter } from '@temporalio/common'

/** With the codec on, messages and stacks of failures are encrypted like every payload. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true })
