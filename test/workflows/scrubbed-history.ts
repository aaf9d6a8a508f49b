/**
 * A history as JSON without what belongs to the machine that recorded it: stacks of failures, names of sticky queues,
 * hashes of the worker's build. Replay reads none of them; what it does read (the flags of the SDK) stays.
 */
export function scrubHistory(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(scrubHistory)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    if (DROPPED.has(name)) return []
    if (name === 'stickyAttributes' || isSticky(name, member)) return []
    return [[name, scrubHistory(member)]]
  })
  return Object.fromEntries(members)
}

const DROPPED = new Set(['stackTrace', 'workerVersion', 'meteringMetadata'])

function isSticky(name: string, member: unknown): boolean {
  return name === 'taskQueue' && (member as { kind?: string } | null)?.kind === 'TASK_QUEUE_KIND_STICKY'
}
