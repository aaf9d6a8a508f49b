import { z } from 'zod'

import { findServiceOrder, type ServiceOrderReference, type ServiceOrderRow } from '../db/reads/service-orders.js'
import type { Viewer } from '../db/reads/viewer.js'
import { DomainError } from '../domain/errors.js'
import { integerId } from './wire-number.js'

const UUID_OR_NUMBER = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{1,10})$/
const INT32_MAX = 2_147_483_647

/** A service order in a path: its UUID or its number. Stays a text: it is part of idempotency keys. */
export function pathReference(): z.ZodString {
  return z.string().toLowerCase().regex(UUID_OR_NUMBER)
}

/** The same in a body, where the number may also be a JSON integer. */
export function bodyReference() {
  return z.union([integerId().transform(String), pathReference()])
}

/** The service order of a reference, if these eyes may see it; else `service_order_not_found`. */
export async function visibleServiceOrder(reference: string, viewer: Viewer): Promise<ServiceOrderRow> {
  const parsed = parse(reference)
  const found = parsed && (await findServiceOrder(parsed, viewer))
  if (found) return found
  throw new DomainError('service_order_not_found', 'There is no such service order.')
}

/** Undefined for a number that no service order can have. */
function parse(reference: string): ServiceOrderReference | undefined {
  if (!/^\d+$/.test(reference)) return { id: reference }
  const number = Number(reference)
  return number <= INT32_MAX ? { number } : undefined
}
