import { z } from 'zod'

import type { Address } from '../domain/address.js'
import { refuseCountry } from '../domain/delivery-zone.js'
import { DomainError } from '../domain/errors.js'
import { requiredText, text } from './wire-text.js'

/** A delivery or billing address in any of the known spellings (contract.md 3.9), read into ours. */
export function address() {
  return z.preprocess(
    inOurSpelling,
    z
      .object({ line1: requiredText(), city: requiredText(), postal_code: postalCode(), ...OPTIONAL_FIELDS })
      .transform(toAddress),
  )
}

/** The same with gaps: a quote can be priced for a PIN code or a city alone. What is missing is empty. */
export function place() {
  return z.preprocess(
    inOurSpelling,
    z
      .object({
        line1: text().nullish(),
        city: text().nullish(),
        postal_code: postalCode().nullish(),
        ...OPTIONAL_FIELDS,
      })
      .transform(toAddress),
  )
}

/** True when a parcel can be sent there; the place of a quote may have gaps. */
export function isComplete({ line1, city, postalCode: code }: Address): boolean {
  return line1 !== '' && city !== '' && code !== ''
}

/** Refuses an address outside of India; `path` is where it stands in the body. */
export function checkDestination(destination: Address, path: string): void {
  const problem = refuseCountry(destination, path)
  if (problem) throw new DomainError('validation_error', problem.message, { errors: [problem] })
}

/** An address as documents show it. */
export const WireAddress = z
  .object({
    name: z.string().nullable(),
    line1: z.string(),
    line2: z.string().nullable(),
    city: z.string(),
    state: z.string().nullable(),
    postal_code: z.string(),
    country: z.string(),
    phone: z.string().nullable(),
  })
  .meta({ id: 'Address' })

/** A stored address for the wire. */
export function wireAddress(stored: Address | null): z.output<typeof WireAddress> | null {
  if (stored === null) return null
  const { postalCode: code, ...same } = stored
  return { ...same, postal_code: code }
}

const OPTIONAL_FIELDS = {
  name: text().nullish(),
  line2: text().nullish(),
  state: text().nullish(),
  country: z
    .string()
    .trim()
    .regex(/^[A-Za-z]{2,3}$/)
    .nullish(),
  phone: text({ max: 40 }).nullish(),
}

const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  line1: ['address_line_1', 'address_line1', 'street', 'address'],
  line2: ['address_line_2'],
  postal_code: ['pincode', 'zip', 'zip_code'],
  name: ['full_name'],
  state: ['region', 'province'],
}

function postalCode() {
  return text({ min: 3, max: 12 })
}

/** Our own spelling wins where several are sent. */
function inOurSpelling(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  const fields: Record<string, unknown> = { ...value }
  for (const [name, others] of Object.entries(SPELLINGS)) {
    const spelling = [name, ...others].find((one) => fields[one] !== undefined && fields[one] !== null)
    const chosen = spelling === undefined ? undefined : fields[spelling]
    for (const other of others) Reflect.deleteProperty(fields, other)
    if (chosen !== undefined) fields[name] = chosen
  }
  return { ...fields, ...(isIndia(fields.country) && { country: 'IN' }) }
}

function isIndia(country: unknown): boolean {
  return typeof country === 'string' && /^\s*(ind|india)\s*$/i.test(country)
}

interface AddressFields {
  readonly name?: string | null | undefined
  readonly line1?: string | null | undefined
  readonly line2?: string | null | undefined
  readonly city?: string | null | undefined
  readonly state?: string | null | undefined
  readonly postal_code?: string | null | undefined
  readonly country?: string | null | undefined
  readonly phone?: string | null | undefined
}

function toAddress(fields: AddressFields): Address {
  return {
    name: filled(fields.name),
    line1: fields.line1 ?? '',
    line2: filled(fields.line2),
    city: fields.city ?? '',
    state: filled(fields.state),
    postalCode: fields.postal_code ?? '',
    country: (fields.country ?? 'IN').toUpperCase(),
    phone: filled(fields.phone),
  }
}

function filled(value: string | null | undefined): string | null {
  return value === '' ? null : (value ?? null)
}
