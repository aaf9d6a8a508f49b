import { startDevelopmentStack, type DevelopmentStack } from '../../src/development/development-stack.js'
import { PrintOrder } from '../../scripts/print-order.js'
import { demoToken, StoreClient } from '../../scripts/store-client.js'
import { scratchFolder } from './scratch-folder.js'

/** The stack of `make start-dev` on free ports, with data of its own, a fast MakrCave and room for many requests. */
export async function startTestStack(given: Record<string, string> = {}): Promise<DevelopmentStack> {
  return startDevelopmentStack({
    folder: scratchFolder(),
    isThrowAway: true,
    say: () => undefined,
    given: {
      CAVE_SIM_STEP_SECONDS: '0.2',
      RATE_LIMIT_UPLOAD: '5000',
      RATE_LIMIT_QUOTE: '5000',
      RATE_LIMIT_CHECKOUT: '5000',
      RATE_LIMIT_API: '50000',
      RATE_LIMIT_READ: '500000',
      SLICER_BINARY: 'none',
      LOG_LEVEL: 'warn',
      ...given,
    },
  })
}

/** A shopper of that stack. */
export async function shopperOf(stack: DevelopmentStack): Promise<{ store: StoreClient; print: PrintOrder }> {
  const store = new StoreClient(stack.addresses.api, await demoToken(stack.addresses.peers, 'shopper'))
  return { store, print: new PrintOrder(store, stack.addresses.peers) }
}

export interface CaveEntry {
  readonly kind: string
  readonly job?: { readonly external_order_id: string }
  readonly report?: { readonly integration_id: string }
}

/** Everything that MakrCave has done. */
export async function journalOf(stack: DevelopmentStack): Promise<CaveEntry[]> {
  const answer = await fetch(`${stack.addresses.peers}/dev/journal/makrcave`)
  const { entries } = (await answer.json()) as { entries: CaveEntry[] }
  return entries
}

/** How many jobs MakrCave made for an order number. */
export async function jobsMade(stack: DevelopmentStack, number: string): Promise<number> {
  const entries = await journalOf(stack)
  return entries.filter(({ kind, job }) => kind === 'job_created' && job?.external_order_id === number).length
}

/** How the next calls to MakrCave fare. */
export async function caveMode(stack: DevelopmentStack, mode: { mode: string; calls?: number }): Promise<void> {
  await fetch(`${stack.addresses.peers}/dev/makrcave/mode`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(mode),
  })
}
