import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

import { addToCart, clearCart, removeCartItem, setCartItem, type CartChange } from '../../db/carts.js'
import { findCart, type CartContents } from '../../db/reads/carts.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { cartOwner } from '../cart-owner.js'
import { summarise } from '../cart-summary.js'
import { checkIfMatch, setVersionTag } from '../conditional.js'
import type { PrincipalByAccess } from '../principal.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { pathInteger } from '../wire-query.js'
import { text } from '../wire-text.js'
import * as wire from './cart.wire.js'

const OWN = { tag: 'cart', access: 'guest' } as const
const CHANGING = { ...OWN, limit: 'api', idempotency: 'optional' } as const
const params = z.object({ id: pathInteger() })

/** The cart of a shopper or of a guest's session. */
export function cartRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [
    showRoute(dependencies),
    addRoute(dependencies),
    setRoute(dependencies),
    removeRoute(dependencies),
    clearRoute(dependencies),
  ]
}

function showRoute(dependencies: ApiDependencies): RouteDefinition {
  const { database } = dependencies
  return defineRoute({
    ...OWN,
    method: 'GET',
    path: '/api/cart',
    summary: 'Your cart with its totals',
    limit: 'read',
    idempotency: 'none',
    schema: {
      query: z.object({ shipping_method: text({ max: 64 }).optional() }),
      response: { 200: wire.CartDocument },
    },
    async handler({ principal, query, reply }) {
      const contents = await findCart(database, await cartOwner(database, principal))
      const summary = await summarise(dependencies, contents, query.shipping_method)
      tag(reply, contents)
      return wire.cartDocument(contents, summary)
    },
  })
}

function addRoute(dependencies: ApiDependencies): RouteDefinition {
  const { database } = dependencies
  return defineRoute({
    ...CHANGING,
    method: 'POST',
    path: '/api/cart/add',
    summary: 'Add a product to your cart',
    schema: { body: wire.AddRequest, response: { 200: wire.AddedAnswer } },
    async handler({ principal, request, body, reply }) {
      const { product_id: productId, quantity, meta } = body
      const change = await changeOf(dependencies, principal, request)
      const { contents, entry } = await addToCart(database, {
        ...change,
        productId,
        quantity,
        remarks: meta ?? undefined,
      })
      return {
        ...(await changed(dependencies, reply, contents)),
        message: 'Added to your cart.',
        cart_item: wire.itemPrice(entry),
        cart_id: contents.cart.id,
      }
    },
  })
}

function setRoute(dependencies: ApiDependencies): RouteDefinition {
  const { database } = dependencies
  return defineRoute({
    ...CHANGING,
    method: 'PUT',
    path: '/api/cart/item/:id',
    summary: 'Change how many of a product are in your cart',
    schema: { params, body: wire.SetRequest, response: { 200: wire.SetAnswer } },
    async handler({ principal, request, params: { id: itemId }, body: { quantity, meta }, reply }) {
      const change = await changeOf(dependencies, principal, request)
      const wish = { itemId, quantity, remarks: meta ?? undefined }
      const { contents, entry } = await setCartItem(database, { ...change, ...wish })
      const message = 'The quantity is changed.'
      return { ...(await changed(dependencies, reply, contents)), message, cart_item: wire.itemPrice(entry) }
    },
  })
}

function removeRoute(dependencies: ApiDependencies): RouteDefinition {
  const { database } = dependencies
  return defineRoute({
    ...CHANGING,
    method: 'DELETE',
    path: '/api/cart/item/:id',
    summary: 'Take a product out of your cart',
    schema: { params, response: { 200: wire.ChangedAnswer } },
    async handler({ principal, request, params: { id: itemId }, reply }) {
      const change = await changeOf(dependencies, principal, request)
      const contents = await removeCartItem(database, { ...change, itemId })
      return { ...(await changed(dependencies, reply, contents)), message: 'Taken out of your cart.' }
    },
  })
}

function clearRoute(dependencies: ApiDependencies): RouteDefinition {
  const { database } = dependencies
  return defineRoute({
    ...CHANGING,
    method: 'DELETE',
    path: '/api/cart',
    summary: 'Empty your cart',
    schema: { response: { 200: wire.ChangedAnswer } },
    async handler({ principal, request, reply }) {
      const contents = await clearCart(database, await changeOf(dependencies, principal, request))
      return { ...(await changed(dependencies, reply, contents)), message: 'Your cart is empty.' }
    },
  })
}

async function changeOf(
  { database }: ApiDependencies,
  principal: PrincipalByAccess['guest'],
  request: FastifyRequest,
): Promise<CartChange> {
  const owner = await cartOwner(database, principal)
  return { owner, checkVersion: (version) => checkIfMatch(request, version) }
}

async function changed(dependencies: ApiDependencies, reply: FastifyReply, contents: CartContents | undefined) {
  const summary = await summarise(dependencies, contents)
  tag(reply, contents)
  return { success: true, summary: wire.summaryDocument(summary) }
}

function tag(reply: FastifyReply, contents: CartContents | undefined): void {
  if (contents) setVersionTag(reply, contents.cart.version)
}
