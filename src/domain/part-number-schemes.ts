import { decodeMurataCapacitor } from './murata-part-number.js'
import type { DecodedPart } from './part-number-codes.js'
import { decodeSamsungCapacitor } from './samsung-part-number.js'
import { decodeUniRoyalResistor } from './uni-royal-part-number.js'
import { decodeVishayResistor } from './vishay-part-number.js'
import { decodeYageoCapacitor, decodeYageoResistor } from './yageo-part-number.js'

/** Longer than any number of these makers. */
const LONGEST = 24

const SCHEMES: readonly ((mpn: string) => DecodedPart | undefined)[] = [
  decodeYageoResistor,
  decodeYageoCapacitor,
  decodeUniRoyalResistor,
  decodeVishayResistor,
  decodeSamsungCapacitor,
  decodeMurataCapacitor,
]

/**
 * Reads class and values out of a part number by its maker's published numbering rule, without any catalogue. The
 * number may be written in any case, with blanks, or without its hyphens. Undefined when no known rule made it.
 */
export function decodePartNumber(mpn: string): DecodedPart | undefined {
  if (mpn.length > LONGEST) return undefined
  const plain = mpn.toUpperCase().replace(/\s/g, '')
  for (const decode of SCHEMES) {
    const part = decode(plain)
    if (part !== undefined) return part
  }
  return undefined
}
