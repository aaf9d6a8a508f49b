import { z } from 'zod'

import type { BulkPush } from '../../db/cart-bulk.js'
import type { ShelfProduct } from '../../db/reads/products.js'
import type { CartLine } from '../../domain/cart.js'
import { MERGE_STRATEGIES, type BulkItem, type BulkOutcome, type BulkRefusal } from '../../domain/cart-bulk.js'
import { minorToWire } from '../../domain/money.js'
import { decimal, integer, wireMoney } from '../wire-number.js'
import { note, requiredText, text } from '../wire-text.js'

const MAX_ITEMS = 500
const ERROR_CODES = [
  'PRODUCT_NOT_FOUND',
  'PRODUCT_INACTIVE',
  'INSUFFICIENT_INVENTORY',
  'BELOW_MIN_QUANTITY',
  'ABOVE_MAX_QUANTITY',
  'VALIDATION_ERROR',
] as const

const Item = z.object({
  sku: requiredText(),
  quantity: integer({ min: 1 }),
  notes: note().nullish(),
  project_reference: text().nullish(),
  unit_price_override: decimal({ min: 0, max: 1e12 }).nullish(),
})

export const Items = z.array(Item).min(1).max(MAX_ITEMS)

/** An address as far as we need one: who has it is for the identity provider to say. */
const email = requiredText({ max: 254 }).regex(/^[^\s@]+@[^\s@]+$/)

export const BulkRequest = z.object({
  items: Items,
  user_email: email.nullish(),
  source: text({ max: 64 }).default('api'),
  project_id: text().nullish(),
  project_name: text().nullish(),
  merge_strategy: z.enum(MERGE_STRATEGIES).default('add'),
  notes: note().nullish(),
})

export type BulkBody = z.output<typeof BulkRequest>

const Detail = z.object({
  sku: z.string(),
  status: z.enum(['added', 'updated', 'skipped', 'failed']),
  action: z.enum(['quantity_added', 'replaced', 'quantity_increased']).optional(),
  quantity: z.int().optional(),
  error_code: z.enum(ERROR_CODES).optional(),
  message: z.string().optional(),
})

export const BulkAnswer = z.object({
  success: z.boolean(),
  message: z.string(),
  cart_id: z.int().nullable(),
  added_items: z.int(),
  updated_items: z.int(),
  failed_items: z.int(),
  total_cart_items: z.int(),
  cart_total: wireMoney(),
  details: z.array(Detail),
  cart_url: z.string(),
})

export const ValidateAnswer = z.object({
  valid_items: z.int(),
  invalid_items: z.int(),
  total_items: z.int(),
  validation_details: z.object({
    valid: z.array(z.object({ sku: z.string(), quantity: z.int(), product_name: z.string(), unit_price: wireMoney() })),
    invalid: z.array(
      z.object({ sku: z.string(), quantity: z.int(), error_code: z.enum(ERROR_CODES), message: z.string() }),
    ),
  }),
})

/** The items with their products; `remarks` is what every line of this push remembers. */
export function bulkItems(
  items: z.output<typeof Items>,
  products: ReadonlyMap<string, ShelfProduct>,
  remarks: (item: z.output<typeof Item>) => Readonly<Record<string, unknown>> = () => ({}),
): BulkItem<ShelfProduct>[] {
  return items.map((item) => ({
    sku: item.sku,
    quantity: item.quantity,
    product: products.get(item.sku.toLowerCase()),
    remarks: remarks(item),
  }))
}

/** What a pushed line remembers: where it came from and what was noted. Only what was said. */
export function pushRemarks({ source, project_id, project_name, notes }: BulkBody) {
  return ({ notes: own, project_reference }: z.output<typeof Item>): Record<string, unknown> => {
    const said = { source, project_id, project_name, project_reference, notes: own ?? notes }
    return Object.fromEntries(Object.entries(said).filter(([, word]) => word !== null && word !== undefined))
  }
}

export function bulkAnswer(
  push: BulkPush,
  outcomes: readonly BulkOutcome[],
  cart: { readonly id: number | null; readonly lines: Iterable<Totalled>; readonly overrides: number },
): z.output<typeof BulkAnswer> {
  const count = (status: BulkOutcome['status']) => outcomes.filter((one) => one.status === status).length
  const [added, updated, failed] = [count('added'), count('updated'), count('failed')]
  const lines = [...cart.lines]
  return {
    success: failed < outcomes.length,
    message: sentence({ added, updated, failed, overrides: cart.overrides }),
    cart_id: cart.id,
    added_items: added,
    updated_items: updated,
    failed_items: failed,
    total_cart_items: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    cart_total: minorToWire(lines.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, 0)),
    details: outcomes.map((outcome, index) => detail(outcome, push.items[index]?.product)),
    cart_url: '/cart',
  }
}

export function validateAnswer(
  items: readonly BulkItem<ShelfProduct>[],
  outcomes: readonly BulkOutcome[],
): z.output<typeof ValidateAnswer> {
  const judged = items.map((item, index) => ({ ...item, refusal: outcomes[index]?.refusal }))
  const valid = judged.flatMap(({ sku, quantity, product, refusal }) =>
    product && !refusal
      ? [{ sku, quantity, product_name: product.name, unit_price: minorToWire(product.priceMinor) }]
      : [],
  )
  const invalid = judged.flatMap(({ sku, quantity, product, refusal }) =>
    refusal ? [{ sku, quantity, ...reason(refusal, product) }] : [],
  )
  return {
    valid_items: valid.length,
    invalid_items: invalid.length,
    total_items: items.length,
    validation_details: { valid, invalid },
  }
}

type Totalled = Pick<CartLine, 'quantity' | 'unitPriceMinor'>

function detail({ refusal, ...outcome }: BulkOutcome, product: ShelfProduct | undefined): z.output<typeof Detail> {
  return refusal ? { ...outcome, ...reason(refusal, product) } : outcome
}

function reason(refusal: BulkRefusal, product: ShelfProduct | undefined) {
  const { name = '', minOrderQty = 1, buyable = 0 } = product ?? {}
  const reasons = {
    unknown_product: ['PRODUCT_NOT_FOUND', 'There is no product with this SKU.'],
    inactive_product: ['PRODUCT_INACTIVE', `${name} is not sold at the moment.`],
    too_small: ['BELOW_MIN_QUANTITY', `${name} is sold from ${minOrderQty} pieces on.`],
    too_big: ['ABOVE_MAX_QUANTITY', 'A cart holds at most 999 of one product.'],
    insufficient_stock: ['INSUFFICIENT_INVENTORY', `Only ${buyable ?? 0} of ${name} are left.`],
    cart_full: ['VALIDATION_ERROR', 'The cart is full: it holds at most 1,000 lines.'],
  } as const
  const [error_code, message] = reasons[refusal]
  return { error_code, message }
}

function sentence(push: {
  readonly added: number
  readonly updated: number
  readonly failed: number
  readonly overrides: number
}): string {
  const counts = `${push.added} added, ${push.updated} updated, ${push.failed} failed.`
  const overrides = `Prices come from the catalogue: ${push.overrides} price overrides are ignored.`
  return push.overrides === 0 ? counts : `${counts} ${overrides}`
}
