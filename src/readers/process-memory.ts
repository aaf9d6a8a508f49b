import { readdir, readFile } from 'node:fs/promises'

/**
 * Resident memory of a process and all its descendants, from /proc; 0 when the process is gone or the system has no
 * /proc (there the heap limit alone remains).
 */
export async function residentBytes(pid: number): Promise<number> {
  const [own, children] = await Promise.all([ownResidentBytes(pid), childrenOf(pid)])
  const below = await Promise.all(children.map(residentBytes))
  return below.reduce((sum, bytes) => sum + bytes, own)
}

async function ownResidentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'latin1').catch(() => '')
  const kibibytes = /^VmRSS:\s{1,20}(\d{1,15}) kB$/m.exec(status)?.[1]
  return kibibytes === undefined ? 0 : Number(kibibytes) * 1024
}

/** Any thread may have started them. */
async function childrenOf(pid: number): Promise<number[]> {
  const tasks = `/proc/${String(pid)}/task`
  const threads = await readdir(tasks).catch(() => [])
  const lists = await Promise.all(
    threads.map((thread) => readFile(`${tasks}/${thread}/children`, 'latin1').catch(() => '')),
  )
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number))
}
