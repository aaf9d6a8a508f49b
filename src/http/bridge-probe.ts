import type { CaveClient } from '../ports.js'

const KEPT_MS = 30_000
const PROBE_MS = 3_000

export interface BridgeStatus {
  readonly bridge_status: 'healthy' | 'degraded'
  readonly makrcave_connection: 'connected' | 'disconnected'
  readonly last_check: string
}

/** Asks MakrCave at most every 30 seconds, however many people look. */
export function bridgeProbe(cave: Pick<CaveClient, 'ping'>): () => Promise<BridgeStatus> {
  let kept: { readonly answer: Promise<BridgeStatus>; readonly untilMs: number } | undefined
  return () => {
    if (!kept || Date.now() > kept.untilMs) kept = { answer: probe(cave), untilMs: Date.now() + KEPT_MS }
    return kept.answer
  }
}

async function probe(cave: Pick<CaveClient, 'ping'>): Promise<BridgeStatus> {
  const isConnected = await cave.ping(AbortSignal.timeout(PROBE_MS)).then(
    () => true,
    () => false,
  )
  return {
    bridge_status: isConnected ? 'healthy' : 'degraded',
    makrcave_connection: isConnected ? 'connected' : 'disconnected',
    last_check: new Date().toISOString(),
  }
}
