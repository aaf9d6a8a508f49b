/**
 * numerator / denominator rounded half up, exactly, for non-negative whole numbers. Throws RangeError beyond 2^53,
 * where a paisa could get lost.
 */
export function roundRatio(numerator: number, denominator: number): number {
  if (!isAmount(numerator) || !isAmount(denominator) || denominator === 0) {
    throw new RangeError(`cannot divide ${numerator} by ${denominator} exactly`)
  }
  const rest = numerator % denominator
  const whole = (numerator - rest) / denominator
  return rest >= denominator - rest ? whole + 1 : whole
}

/** A percentage, with at most six decimals, of an amount in minor units, exactly rounded half up. */
export function percentOf(amountMinor: number, percent: number): number {
  const share = (BigInt(amountMinor) * BigInt(Math.round(percent * 1_000_000)) + 50_000_000n) / 100_000_000n
  if (share >= 0n && share <= Number.MAX_SAFE_INTEGER) return Number(share)
  throw new RangeError(`${percent} % of ${amountMinor} cannot be told exactly`)
}

/** Minor units → the wire's number with at most two decimals (23482 → 234.82). */
export function minorToWire(amountMinor: number): number {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`${amountMinor} is not a whole amount`)
  return amountMinor / 100
}

/** The wire's number → minor units; undefined when it is no amount with at most two decimals. */
export function wireToMinor(amount: number): number | undefined {
  const minor = Math.round(amount * 100)
  return Number.isSafeInteger(minor) && minor / 100 === amount ? minor : undefined
}

function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
