/** `MX-20260131-0A1B2C3D`: how people name an order. `random` is four bytes; the day is that of UTC. */
export function formatOrderNumber(at: Date, random: Uint8Array): string {
  return numberOf('MX', at, random)
}

/** `QT-20260131-0A1B2C3D`: the same for a quote. */
export function formatQuoteNumber(at: Date, random: Uint8Array): string {
  return numberOf('QT', at, random)
}

/** `SO-100001`: how people name a service order. */
export function formatServiceOrderNumber(number: number): string {
  return `SO-${number}`
}

function numberOf(prefix: string, at: Date, random: Uint8Array): string {
  const day = at.toISOString().slice(0, 10).replaceAll('-', '')
  const digits = Array.from(random.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${prefix}-${day}-${digits.toUpperCase()}`
}
