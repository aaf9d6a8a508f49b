import type { StackProcess } from '../../src/development/stack-process.js'

/**
 * Begins some work for each site while the process is armed to die there, and waits until it really has. The work goes on
 * by itself: a lost claim or attempt lapses only after a while, and the next crash need not wait for that. Answers what
 * came of all of it, in the order of the sites, once the process lives again.
 */
export async function crashEverywhere<T>(
  process: StackProcess,
  sites: readonly string[],
  begin: () => Promise<T>,
): Promise<T[]> {
  const works: Promise<T>[] = []
  for (const site of sites) {
    const work = begin()
    // Looked at when all crashes are over; until then a failure is no unhandled one.
    work.catch(() => undefined)
    works.push(work)
    expect(`${site}: ${await deathAt(process, site)}`).toContain('SIGKILL')
  }
  await process.restart()
  expect(works).toHaveLength(sites.length)
  return Promise.all(works)
}

/** Around each of these activities. */
export function aroundEach(activities: readonly string[]): string[] {
  return activities.flatMap((activity) => [`${activity}.before`, `${activity}.after`])
}

/** Earlier work may hit the site before the process is ready: it has died there all the same. */
function deathAt({ restart, exited }: StackProcess, site: string): Promise<string> {
  return restart({ CRASH_AT: `${site}:1` }).then(exited, (error: unknown) => String(error))
}
