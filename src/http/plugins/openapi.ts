import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'

import type { Config } from '../../config.js'
import { VERSION } from '../../version.js'
import { withUsedComponents } from '../used-components.js'
import { SECURITY_SCHEMES } from '../route-document.js'

/** OpenAPI 3.1 from the very schemas that validate and serialise; the page only where documentation is switched on. */
export async function addOpenApi(app: FastifyInstance, config: Config): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'makrx-store',
        version: VERSION,
        description: 'Backend of a store for makers: quotes, orders and fabrication as durable workflows.',
      },
      servers: [{ url: config.api.publicBaseUrl }],
      components: { securitySchemes: { ...SECURITY_SCHEMES } },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withUsedComponents(jsonSchemaTransformObject(document) as object),
  })
  if (!config.api.docsEnabled) return
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: false })
}
