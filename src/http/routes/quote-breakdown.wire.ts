import { z } from 'zod'

import { wireMoney } from '../wire-number.js'

const Material = z.object({
  total_mass_g: z.number(),
  solid_volume_mm3: z.number(),
  support_volume_mm3: z.number(),
  brim_volume_mm3: z.number(),
  waste_volume_mm3: z.number(),
  material_cost: wireMoney(),
  cost_per_g: wireMoney(),
})

const Time = z.object({
  base_time_hours: z.number(),
  adjusted_time_per_piece: z.number(),
  total_time_hours: z.number(),
  plates: z.int(),
  adjustments: z.object({
    layer_height: z.number(),
    infill: z.number(),
    complexity: z.number(),
    supports: z.number(),
    material: z.number(),
    speed: z.number(),
  }),
})

const Labor = z.object({
  setup_time_hours: z.number(),
  monitoring_time_hours: z.number(),
  post_processing_time_hours: z.number(),
  total_labor_time_hours: z.number(),
  setup_fee: wireMoney(),
  machine_cost: wireMoney(),
  labor_cost: wireMoney(),
  rush_multiplier: z.number(),
  quality_multiplier: z.number(),
})

/** Flat amounts and nested groups, both from the same lines (contract.md 9.1). */
export const Breakdown = z
  .object({
    material_cost: wireMoney(),
    machine_cost: wireMoney(),
    labor_cost: wireMoney(),
    support_cost: wireMoney(),
    setup_fee: wireMoney(),
    rush_surcharge: wireMoney(),
    minimum_adjustment: wireMoney(),
    quantity_discount: wireMoney(),
    subtotal: wireMoney(),
    tax_rate: z.number(),
    tax_amount: wireMoney(),
    delivery_cost: wireMoney(),
    total: wireMoney(),
    total_cost: wireMoney(),
    material: Material,
    time: Time,
    labor: Labor,
    delivery: z.object({
      delivery_cost: wireMoney(),
      delivery_method: z.enum(['ship', 'pickup', 'unknown']),
      estimated_days: z.int(),
    }),
    pricing_details: z.object({
      material_cost_per_g: wireMoney(),
      machine_rate_per_hour: wireMoney(),
      labor_rate_per_hour: wireMoney(),
      tax_rate: z.number(),
      rate_card_version: z.int(),
    }),
  })
  .meta({ id: 'QuoteBreakdown' })
