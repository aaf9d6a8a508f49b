import { setTimeout as pause } from 'node:timers/promises'

import type { StackPorts, Variables } from './development-environment.js'
import { assertPortIsFree, freePort } from './free-port.js'

const patienceMs = 5_000

/** The ports that people know; PORT, WORKER_PORT and DEV_PORT choose others. PostgreSQL takes any free one. */
export async function usualPorts(given: Variables): Promise<StackPorts> {
  return {
    api: portFrom(given, 'PORT', 8000),
    worker: portFrom(given, 'WORKER_PORT', 8010),
    peers: portFrom(given, 'DEV_PORT', 8001),
    postgres: await freePort(),
    temporal: 7233,
    temporalUi: 8233,
  }
}

/** Ports that nothing listens on, for a stack beside another one. It has no Temporal UI. */
export async function freePorts(): Promise<StackPorts> {
  const ports = await Promise.all(Array.from({ length: 5 }, freePort))
  const [api = 0, worker = 0, peers = 0, postgres = 0, temporal = 0] = ports
  return { api, worker, peers, postgres, temporal }
}

/**
 * Looks before anything is started, so that a taken port costs seconds and not a minute. Servers of a start that was
 * killed a moment ago are given time to leave.
 */
export async function assertPortsAreFree({ api, worker, peers }: StackPorts): Promise<void> {
  const deadline = Date.now() + patienceMs
  await untilFree(api, 'The API', deadline)
  await untilFree(worker, 'The worker', deadline)
  await untilFree(peers, 'The peers process', deadline)
}

async function untilFree(...[port, name, deadline]: [number, string, number]): Promise<void> {
  try {
    await assertPortIsFree(port, name)
  } catch (error) {
    if (Date.now() > deadline) throw error
    await pause(200)
    await untilFree(port, name, deadline)
  }
}

function portFrom(given: Variables, name: string, usual: number): number {
  const text = given[name]?.trim() ?? ''
  if (text === '') return usual
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return port
  throw new Error(`${name} must be a port from 1 to 65535.`)
}
