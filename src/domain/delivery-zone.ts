import type { Address } from './address.js'
import type { ErrorItem } from './errors.js'
import { ZONE_WORDS, type DeliveryZoneRates, type RateCard, type ZoneWord } from './rate-card.js'

/** How a job reaches the shopper; `unknown` until an address or pickup is named. */
export type DeliveryChoice =
  { readonly method: 'unknown' } | { readonly method: 'pickup' } | { readonly method: 'ship'; readonly zone: ZoneWord }

/** What the zone is found by; a quote may know only part of an address. */
export type DeliveryPlace = Partial<Pick<Address, 'postalCode' | 'city' | 'country'>>

/** The zone of an address: by PIN code, else by city name, else all of India. Only India is served. */
export function findDeliveryZone(card: RateCard, place: DeliveryPlace): ZoneWord {
  const pin = (place.postalCode ?? '').replace(/\D/g, '')
  const city = (place.city ?? '').trim().toLowerCase()
  const isServed = ({ pinPrefixes, cities }: DeliveryZoneRates): boolean =>
    pin.length === 6 ? pinPrefixes.includes(pin.slice(0, 3)) : cities.includes(city)
  return ZONE_WORDS.find((word) => isServed(card.zones[word])) ?? 'india'
}

/** What is wrong with the place as a destination; undefined when we deliver there. */
export function refuseCountry(place: DeliveryPlace, path: string): ErrorItem | undefined {
  const country = (place.country ?? 'IN').trim().toUpperCase()
  if (country === 'IN' || country === 'IND' || country === 'INDIA') return undefined
  return { path: `${path}.country`, code: 'enum', message: 'We deliver within India only.' }
}
