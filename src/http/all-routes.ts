import type { ApiDependencies } from './api-dependencies.js'
import type { RouteDefinition } from './route.js'
import { accountRoutes } from './routes/account.js'
import { adminRoutes } from './routes/admin.js'
import { adminStatsRoutes } from './routes/admin-stats.js'
import { bomImportRoutes } from './routes/bom-import.js'
import { bomImportMappingRoutes } from './routes/bom-import-mapping.js'
import { bomImportPreviewRoutes } from './routes/bom-import-preview.js'
import { bomImportStatusRoutes } from './routes/bom-import-status.js'
import { cartRoutes } from './routes/cart.js'
import { cartBulkRoutes } from './routes/cart-bulk.js'
import { caveBridgeRoutes } from './routes/cave-bridge.js'
import { codecRoutes } from './routes/codec.js'
import { devStorageRoutes } from './routes/dev-storage.js'
import { healthRoutes } from './routes/health.js'
import { notificationRoutes } from './routes/notifications.js'
import { openApiRoutes } from './routes/open-api.js'
import { paymentWebhookRoutes } from './routes/payment-webhooks.js'
import { printCatalogRoutes } from './routes/print-catalog.js'
import { quickReorderRoutes } from './routes/quick-reorder.js'
import { quickReorderSourceRoutes } from './routes/quick-reorder-sources.js'
import { quoteRoutes } from './routes/quotes.js'
import { serviceOrderChangeRoutes } from './routes/service-order-changes.js'
import { serviceOrderEventRoutes } from './routes/service-order-events.js'
import { servicePublicationRoutes } from './routes/service-order-publication.js'
import { serviceOrderRoutes } from './routes/service-orders.js'
import { shippingMethodRoutes } from './routes/shipping-methods.js'
import { storeOrderChangeRoutes } from './routes/store-order-changes.js'
import { storeOrderPaymentRoutes } from './routes/store-order-payments.js'
import { storeOrderRoutes } from './routes/store-orders.js'
import { uploadRoutes } from './routes/uploads.js'

/** Every route of the store, by resource. A new resource adds one line. */
const RESOURCES = [
  healthRoutes,
  openApiRoutes,
  accountRoutes,
  notificationRoutes,
  adminRoutes,
  adminStatsRoutes,
  cartRoutes,
  cartBulkRoutes,
  shippingMethodRoutes,
  bomImportRoutes,
  bomImportStatusRoutes,
  bomImportMappingRoutes,
  bomImportPreviewRoutes,
  quickReorderRoutes,
  quickReorderSourceRoutes,
  caveBridgeRoutes,
  codecRoutes,
  paymentWebhookRoutes,
  uploadRoutes,
  printCatalogRoutes,
  quoteRoutes,
  serviceOrderChangeRoutes,
  serviceOrderEventRoutes,
  servicePublicationRoutes,
  serviceOrderRoutes,
  storeOrderChangeRoutes,
  storeOrderPaymentRoutes,
  storeOrderRoutes,
  devStorageRoutes,
]

export function allRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return RESOURCES.flatMap((routesOf) => routesOf(dependencies))
}
