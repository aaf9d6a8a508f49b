import { decodedResistor, readLetterPoint, resistorTolerance, type DecodedPart } from './part-number-codes.js'

/** CRCW thick film chips: size, value in four characters, tolerance (`Z` = jumper), temperature coefficient, packing. */
export function decodeVishayResistor(mpn: string): DecodedPart | undefined {
  const match = /^CRCW(\d{4})([0-9RKM]{4})([DFJZ])[KN0STZ](?:E[A-Z]|T[A-Z])[A-Z0-9]{0,4}$/.exec(mpn)
  if (match === null) return undefined
  const [, size = '', code = '', letter = ''] = match
  const microOhms = code === '0000' ? 0 : readLetterPoint(code)
  if (microOhms === undefined) return undefined
  return decodedResistor('Vishay', { package: size, microOhms, tolerance: resistorTolerance(letter) })
}
