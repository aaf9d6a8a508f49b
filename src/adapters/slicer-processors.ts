import { readFile } from 'node:fs/promises'

/** As the queue counts them: one slice for two processors. */
const FOR_ONE_SLICE = 2

let turn = 0

/**
 * The processors of the next slice, taken in turn, as `taskset` wants them. The slicer starts a thread for each that it
 * sees and reserves memory with it, so that on a large machine it would run into its own limits. Undefined where all may
 * be used, or nobody knows.
 */
export async function nextProcessors(): Promise<string | undefined> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const allowed = listProcessors(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '')
  const groups = Math.floor(allowed.length / FOR_ONE_SLICE)
  if (groups < 2) return undefined
  const first = (turn++ % groups) * FOR_ONE_SLICE
  return allowed.slice(first, first + FOR_ONE_SLICE).join(',')
}

/** The numbers in the kernel's notation, such as `0-3,8`. */
export function listProcessors(ranges: string): number[] {
  return ranges.split(',').flatMap((range) => {
    const [first, last] = /^(\d+)(?:-(\d+))?$/.exec(range)?.slice(1) ?? []
    if (first === undefined) return []
    return Array.from({ length: Number(last ?? first) - Number(first) + 1 }, (_, i) => Number(first) + i)
  })
}
