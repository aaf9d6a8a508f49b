import { waitForRow } from '../../src/http/row-wait.js'

/** A listener whose hints the test gives; it notes when somebody began to wait. */
function handListener() {
  const waits: { ms: number; hint: () => void; signal: AbortSignal | undefined }[] = []
  const wait = (_subject: string, ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      waits.push({ ms, hint: resolve, signal })
    })
  return { waits, wait }
}

test('listens before it reads, so that a change in between is not missed', async () => {
  const listener = handListener()
  const row = { status: 'processing' }
  const found = await waitForRow(listener, { subject: 'upload:1', ms: 60_000 }, () => {
    const { status } = row
    row.status = 'processed'
    listener.waits[0]?.hint()
    return Promise.resolve(status === 'processed' ? status : undefined)
  })
  expect(found).toBe('processed')
  expect(listener.waits).toHaveLength(2)
})

test('reads once more at least every second, hints or not', async () => {
  const listener = handListener()
  await waitForRow(listener, { subject: 'upload:1', ms: 60_000 }, () => Promise.resolve('there'))
  expect(listener.waits[0]?.ms).toBe(1000)
})

test('answers nothing when the time is up, after one last look', async () => {
  let reads = 0
  const found = await waitForRow<string>(handListener(), { subject: 'upload:1', ms: 0 }, () => {
    reads += 1
    return Promise.resolve(undefined)
  })
  expect([found, reads]).toEqual([undefined, 1])
})

test('stops listening when a read refuses', async () => {
  const listener = handListener()
  const broken = () => Promise.reject(new Error('gone'))
  await expect(waitForRow(listener, { subject: 'upload:1', ms: 60_000 }, broken)).rejects.toThrow('gone')
  expect(listener.waits[0]?.signal?.aborted).toBe(true)
})
