import { findDeliveryZone, refuseCountry } from '../../src/domain/delivery-zone.js'
import { RATE_CARD } from '../../src/domain/rate-card.js'

describe('delivery zone', () => {
  test.each([
    [{ postalCode: '560034', city: 'Bengaluru' }, 'local'],
    [{ postalCode: '562 110', city: '' }, 'local'],
    [{ postalCode: '400 001', city: 'Mumbai' }, 'metro'],
    [{ postalCode: '411-014', city: 'Pune' }, 'metro'],
    [{ postalCode: '682001', city: 'Kochi' }, 'india'],
  ])('the PIN code of %p is %s', (place, zone) => {
    expect(findDeliveryZone(RATE_CARD, place)).toBe(zone)
  })

  test('the PIN code wins over the city, the city counts without a PIN code', () => {
    expect(findDeliveryZone(RATE_CARD, { postalCode: '682001', city: 'Mumbai' })).toBe('india')
    expect(findDeliveryZone(RATE_CARD, { city: ' BANGALORE ' })).toBe('local')
    expect(findDeliveryZone(RATE_CARD, { postalCode: '4000', city: 'Chennai' })).toBe('metro')
    expect(findDeliveryZone(RATE_CARD, {})).toBe('india')
  })

  test('only India is served', () => {
    expect(refuseCountry({}, 'body.shipping_address')).toBeUndefined()
    expect(refuseCountry({ country: 'india' }, 'body.shipping_address')).toBeUndefined()
    expect(refuseCountry({ country: 'NL' }, 'body.shipping_address')).toMatchObject({
      path: 'body.shipping_address.country',
    })
  })
})
