import type { Sequelize } from 'sequelize'

import { initCarts } from './models/carts.js'
import { initBomImports } from './models/bom-imports.js'
import { initCatalog } from './models/catalog.js'
import { initInbox } from './models/inbox.js'
import { initPayments } from './models/payments.js'
import { initQuickReorders } from './models/quick-reorders.js'
import { initQuotes } from './models/quotes.js'
import { initServiceOrders } from './models/service-orders.js'
import { initStoreOrders } from './models/store-orders.js'
import { initUploads } from './models/uploads.js'

/** Binds every model to the process's one pool. */
export function initModels(sequelize: Sequelize): void {
  initUploads(sequelize)
  initQuotes(sequelize)
  initStoreOrders(sequelize)
  initPayments(sequelize)
  initServiceOrders(sequelize)
  initInbox(sequelize)
  initCarts(sequelize)
  initQuickReorders(sequelize)
  initBomImports(sequelize)
  initCatalog(sequelize)
}
