import { bomImportActivities } from './bom-import.js'
import { bomReadingActivities } from './bom-reading.js'
import { cartActivities } from './carts.js'
import { caveActivities } from './cave.js'
import { continuationActivities } from './continuations.js'
import type { ActivityDependencies } from './dependencies.js'
import { fileActivities } from './files.js'
import { paymentActivities } from './payments.js'
import { quoteActivities } from './quotes.js'
import { refundActivities } from './refunds.js'
import { serviceOrderActivities } from './service-orders.js'
import { slicingActivities } from './slicing.js'

/** Every effect of the workflows, wired once. */
export function createActivities(dependencies: ActivityDependencies) {
  return {
    ...fileActivities(dependencies),
    ...quoteActivities(dependencies),
    ...slicingActivities(dependencies),
    ...serviceOrderActivities(dependencies),
    ...paymentActivities(dependencies),
    ...refundActivities(dependencies),
    ...caveActivities(dependencies),
    ...bomReadingActivities(dependencies),
    ...bomImportActivities(dependencies),
    ...cartActivities(dependencies),
    ...continuationActivities(dependencies),
  }
}

export type Activities = ReturnType<typeof createActivities>
