import type { ServiceOrderStatus } from './service-order-status.js'

const MEANINGS = new Map<string, ServiceOrderStatus>([
  ['published', 'pending_assignment'],
  ['pending', 'pending_assignment'],
  ['pending_assignment', 'pending_assignment'],
  ['accepted', 'assigned_to_provider'],
  ['assigned', 'assigned_to_provider'],
  ['in_progress', 'in_production'],
  ['printing', 'in_production'],
  ['post_processing', 'in_production'],
  ['quality_check', 'quality_review'],
  ['ready', 'ready_for_shipping'],
  ['ready_for_pickup', 'ready_for_shipping'],
  ['shipped', 'shipped'],
  ['completed', 'completed'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['failed', 'failed'],
])

/** What a status word of MakrCave means for a service order; undefined for a word we do not know. */
export function serviceOrderStatusOf(caveWord: string): ServiceOrderStatus | undefined {
  return MEANINGS.get(normalisedWord(caveWord))
}

/** "Post-Processing" and "post processing" are one word. */
function normalisedWord(word: string): string {
  return word.trim().toLowerCase().replaceAll(/[\s-]/g, '_')
}
