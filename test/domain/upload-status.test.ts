import { canMoveUpload, flowsWord, UPLOAD_STATUSES } from '../../src/domain/upload-status.js'

const ALLOWED = [
  'uploaded > processing',
  'uploaded > expired',
  'processing > processed',
  'processing > failed',
  'processed > expired',
]

describe('the moves of an upload', () => {
  const pairs = UPLOAD_STATUSES.flatMap((from) => UPLOAD_STATUSES.map((to) => [from, to] as const))

  test.each(pairs)('%s to %s is possible exactly when the table lists it', (from, to) => {
    expect(canMoveUpload(from, to)).toBe(ALLOWED.includes(`${from} > ${to}`))
  })

  test('complete_flows has its own word for each status', () => {
    expect(UPLOAD_STATUSES.map(flowsWord)).toEqual(['pending', 'processing', 'completed', 'failed', 'expired'])
  })
})
