import type { BomLine } from './bom-line.js'

/** Past this a need is no need but a mistake; it stays within what integers can tell apart. */
const MOST_MILLI = 1_000_000_000_000

/**
 * What is needed of a line in thousandths of its unit: quantity × builds × (1 + spares), rounded up once; null when the
 * quantity is unknown. 100 with 10 % spares is 110.
 */
export function neededMilli(
  line: Pick<BomLine, 'quantityMilli'>,
  wish: { readonly builds: number; readonly sparesPercent: number },
): number | null {
  if (line.quantityMilli === null) return null
  const exact = (BigInt(line.quantityMilli) * BigInt(wish.builds) * BigInt(100 + wish.sparesPercent) + 99n) / 100n
  return Math.min(Number(exact), MOST_MILLI)
}
