/** Every move of an upload; failed and expired are final. */
export const UPLOAD_STATUSES = ['uploaded', 'processing', 'processed', 'failed', 'expired'] as const
export type UploadStatus = (typeof UPLOAD_STATUSES)[number]

const MOVES: Readonly<Record<UploadStatus, readonly UploadStatus[]>> = {
  uploaded: ['processing', 'expired'],
  processing: ['processed', 'failed'],
  processed: ['expired'],
  failed: [],
  expired: [],
}

export function canMoveUpload(from: UploadStatus, to: UploadStatus): boolean {
  return MOVES[from].includes(to)
}

/** The words in which the complete_flows answers speak of the same states. */
export function flowsWord(status: UploadStatus): FlowsWord {
  return FLOWS_WORDS[status]
}

const FLOWS_WORDS = {
  uploaded: 'pending',
  processing: 'processing',
  processed: 'completed',
  failed: 'failed',
  expired: 'expired',
} as const satisfies Readonly<Record<UploadStatus, string>>

export type FlowsWord = (typeof FLOWS_WORDS)[UploadStatus]
