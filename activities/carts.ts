import { addDecidedLines } from '../src/db/workflow-owned/bom-cart.js'
import type { ActivityDependencies } from './dependencies.js'

/** What runs put into carts, with the cart's own functions under its row's lock. */
export function cartActivities({ database }: ActivityDependencies) {
  return {
    /** Adds the decided lines of an import to its shopper's cart, each line once. */
    addToCart: ({ importId }: { importId: string }): Promise<void> => addDecidedLines(database, importId),
  }
}
