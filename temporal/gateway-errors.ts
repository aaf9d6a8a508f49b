import {
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'

import { DomainError, Invariant } from '../src/domain/errors.js'
import { asRefusal, failureType } from '../workflows/refusal.js'

const GRPC = { cancelled: 1, deadlineExceeded: 4, resourceExhausted: 8, unavailable: 14 } as const

/** The deadline of the call passed; whether the run exists is not known. */
export function isDeadline(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true
  return grpcCode(error) === GRPC.deadlineExceeded || grpcCode(error) === GRPC.cancelled
}

/** Temporal's error in our words: a refusal comes back as the same refusal, an absent server as 503. */
export function asOurError(error: unknown): unknown {
  if (error instanceof WorkflowExecutionAlreadyStartedError) return error
  if (error instanceof WorkflowUpdateFailedError) return ofUpdate(error)
  if (isDeadline(error) || isAbsent(error)) return unavailable()
  return error
}

function ofUpdate(error: WorkflowUpdateFailedError): unknown {
  const refusal = asRefusal(error.cause)
  if (refusal) return refusal
  switch (failureType(error.cause)) {
    case 'UpstreamUnavailable':
      return new DomainError('upstream_unavailable', 'A service we need is not answering; please try again.', RETRY)
    case 'UpstreamRefused':
    case 'OutcomeUnknown':
      return new DomainError('upstream_bad_response', 'A service we need gave no usable answer.')
    default:
      return new Invariant(`an update failed: ${error.message}`)
  }
}

function isAbsent(error: unknown): boolean {
  const code = grpcCode(error)
  return code === GRPC.unavailable || code === GRPC.resourceExhausted
}

function grpcCode(error: unknown): number | undefined {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    if (isGrpcServiceError(current)) return current.code
  }
  return undefined
}

const RETRY = { retryAfter: 2 }

function unavailable(): DomainError {
  return new DomainError(
    'workflow_unavailable',
    'This takes longer than usual; please repeat the request in a moment, it will not be done twice.',
    RETRY,
  )
}
