import { connect, createServer } from 'node:net'

/**
 * Starts a server on the wanted port, or on a free one when none is wanted. A wanted port that is taken is one
 * sentence; a free one that somebody took in the meantime is replaced once.
 */
export async function startOnPort<T>(wish: PortWish, start: (port: number) => Promise<T>): Promise<T> {
  if (wish.port !== undefined) {
    await assertPortIsFree(wish.port, wish.name)
    return start(wish.port)
  }
  const port = await freePort()
  try {
    return await start(port)
  } catch (error) {
    if (await isFree(port)) throw error
    return start(await freePort())
  }
}

/** A TCP port that nothing on 127.0.0.1 listens on at this moment. */
export async function freePort(): Promise<number> {
  return probePort(0)
}

/** Rejects with one sentence when the port that a server was told to use is taken. */
export async function assertPortIsFree(port: number, serverName: string): Promise<void> {
  if (await isFree(port)) return
  throw new Error(
    `${serverName} needs port ${port} on 127.0.0.1, which is taken: stop what listens there or choose another port.`,
  )
}

/** Tells whether something on 127.0.0.1 accepts connections on the port. */
export async function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const settle = (isAccepted: boolean): void => {
      socket.destroy()
      resolve(isAccepted)
    }
    socket.once('connect', () => settle(true)).once('error', () => settle(false))
  })
}

async function isFree(port: number): Promise<boolean> {
  return probePort(port).then(
    () => true,
    () => false,
  )
}

async function probePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address()
      const taken = address !== null && typeof address === 'object' ? address.port : port
      probe.close(() => resolve(taken))
    })
  })
}

interface PortWish {
  /** Begins the sentence about a port that is taken. */
  readonly name: string
  readonly port: number | undefined
}
