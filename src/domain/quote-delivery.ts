import type { DeliveryChoice } from './delivery-zone.js'
import type { PartSize } from './machine-fit.js'
import type { DeliveryZoneRates, RateCard, ZoneWord } from './rate-card.js'

/** What delivery would cost, zone by zone; kept with the price for addresses that come later. */
export interface ShippingOffer {
  readonly parcelGrams: number
  /** subtotal from which every zone is free */
  readonly freeFromMinor: number
  readonly zones: Readonly<Record<ZoneWord, { readonly chargeMinor: number; readonly days: number }>>
}

/** The choice with what it costs; `days` on the road. */
export type QuoteDelivery = DeliveryChoice & { readonly chargeMinor: number; readonly days: number }

const DAYS_UNKNOWN = 5

/** Charges of a job for every zone (quoting.md 14). `modelMg` is one piece. */
export function offerShipping(
  card: RateCard,
  goods: { size: PartSize; modelMg: number; quantity: number },
): ShippingOffer {
  const parcelGrams = weighParcel(goods)
  const zone = (word: ZoneWord) => ({
    chargeMinor: chargeOf(card.zones[word], parcelGrams),
    days: card.zones[word].days,
  })
  return {
    parcelGrams,
    freeFromMinor: card.freeDeliveryFromMinor,
    zones: { local: zone('local'), metro: zone('metro'), india: zone('india') },
  }
}

/** The delivery line of a choice; nothing is charged while the place is unknown. */
export function chooseDelivery(offer: ShippingOffer, choice: DeliveryChoice, subtotalMinor: number): QuoteDelivery {
  if (choice.method === 'pickup') return { ...choice, chargeMinor: 0, days: 0 }
  if (choice.method === 'unknown') return { ...choice, chargeMinor: 0, days: DAYS_UNKNOWN }
  const { chargeMinor, days } = offer.zones[choice.zone]
  return { ...choice, chargeMinor: subtotalMinor < offer.freeFromMinor ? chargeMinor : 0, days }
}

/** Chargeable grams: packed weight or volumetric weight (5,000 cm³ a kilogram), whichever is more. */
function weighParcel({ size, modelMg, quantity }: { size: PartSize; modelMg: number; quantity: number }): number {
  const packedGrams = Math.ceil((115 * quantity * modelMg) / 100_000) + 150
  const volumetricGrams = Math.ceil((quantity * size.x * size.y * size.z * 1.3) / 5_000)
  return Math.max(packedGrams, volumetricGrams)
}

function chargeOf(zone: DeliveryZoneRates, grams: number): number {
  const furtherSteps = Math.max(0, Math.ceil(grams / zone.stepGrams) - 1)
  return zone.firstStepMinor + furtherSteps * zone.furtherStepMinor
}
