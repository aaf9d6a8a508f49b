let site: string | undefined
let hitsLeft = 0

/** Arms one crash point, `<site>:<nth>`. Fault rigs alone do this; the configuration refuses it in production. */
export function armCrashPoint(crashAt: string | undefined): void {
  const [name, nth] = crashAt?.split(':') ?? []
  site = name
  hitsLeft = nth === undefined ? 1 : Number(nth)
}

/** A named place where a process may be killed: at the nth hit of the armed one it dies at once, without clean-up. */
export function crashPoint(name: CrashSite): void {
  if (name !== site) return
  hitsLeft -= 1
  if (hitsLeft === 0) process.kill(process.pid, 'SIGKILL')
}

export type CrashSite = `${string}.${string}`
