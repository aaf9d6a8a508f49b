import { z } from 'zod'

import { activeRateCard } from '../../db/reads/rate-cards.js'
import { materialList, qualityList } from '../../domain/print-options.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { wireMoney } from '../wire-number.js'

const Material = z
  .object({
    name: z.string(),
    display_name: z.string(),
    description: z.string(),
    properties: z.object({
      density_g_cm3: z.number(),
      cost_per_kg: wireMoney().nullable(),
      print_temperature: z.int().nullable(),
      bed_temperature: z.int().nullable(),
      supports_required: z.boolean(),
      difficulty_multiplier: z.number().nullable(),
    }),
    density_g_cm3: z.number(),
    price_per_cm3: wireMoney().nullable(),
    colors_available: z.array(z.string()),
    recommended_layer_heights: z.array(z.number()),
    supports_required: z.boolean(),
    post_processing: z.array(z.string()),
    instant_quote: z.boolean(),
  })
  .meta({ id: 'PrintMaterial' })

const Quality = z
  .object({
    layer_height: z.number(),
    speed_multiplier: z.number(),
    quality_multiplier: z.number(),
    description: z.string(),
  })
  .meta({ id: 'PrintQuality' })

const OPEN = { method: 'GET', tag: 'quotes', access: 'public', limit: 'read', idempotency: 'none' } as const

/** What can be printed: materials of the active rate card and the qualities. */
export function printCatalogRoutes({ database }: ApiDependencies): RouteDefinition[] {
  return [
    defineRoute({
      ...OPEN,
      path: '/api/quotes/materials',
      summary: 'Materials that we print',
      schema: { response: { 200: z.object({ materials: z.array(Material) }) } },
      handler: async () => ({ materials: materialList(await activeRateCard(database)) }),
    }),
    defineRoute({
      ...OPEN,
      path: '/api/quotes/quality-settings',
      summary: 'Qualities that we print in',
      schema: {
        response: {
          200: z.object({
            quality_settings: z.object({ draft: Quality, standard: Quality, high: Quality, ultra: Quality }),
          }),
        },
      },
      handler: () => Promise.resolve({ quality_settings: qualityList() }),
    }),
  ]
}
