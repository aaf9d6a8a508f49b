import type { ApiDependencies } from './api-dependencies.js'
import type { RouteDefinition } from './route.js'
import { accountRoutes } from './routes/account.js'
import { adminRoutes } from './routes/admin.js'
import { caveBridgeRoutes } from './routes/cave-bridge.js'
import { codecRoutes } from './routes/codec.js'
import { devStorageRoutes } from './routes/dev-storage.js'
import { healthRoutes } from './routes/health.js'
import { notificationRoutes } from './routes/notifications.js'
import { openApiRoutes } from './routes/open-api.js'
import { paymentWebhookRoutes } from './routes/payment-webhooks.js'
import { uploadRoutes } from './routes/uploads.js'

/** Every route of the store, by resource. A new resource adds one line. */
const RESOURCES = [
  healthRoutes,
  openApiRoutes,
  accountRoutes,
  notificationRoutes,
  adminRoutes,
  caveBridgeRoutes,
  codecRoutes,
  paymentWebhookRoutes,
  uploadRoutes,
  devStorageRoutes,
]

export function allRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return RESOURCES.flatMap((routesOf) => routesOf(dependencies))
}
