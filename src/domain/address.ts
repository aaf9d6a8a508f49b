/** Where a parcel goes. `country` is an ISO code, `postalCode` the PIN code in India. */
export interface Address {
  readonly name: string | null
  readonly line1: string
  readonly line2: string | null
  readonly city: string
  readonly state: string | null
  readonly postalCode: string
  readonly country: string
  readonly phone: string | null
}
