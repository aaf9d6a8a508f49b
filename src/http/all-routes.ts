import type { ApiDependencies } from './api-dependencies.js'
import type { RouteDefinition } from './route.js'
import { accountRoutes } from './routes/account.js'
import { healthRoutes } from './routes/health.js'
import { openApiRoutes } from './routes/open-api.js'

/** Every route of the store, by resource. A new resource adds one line. */
export function allRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [healthRoutes, openApiRoutes, accountRoutes].flatMap((routesOf) => routesOf(dependencies))
}
