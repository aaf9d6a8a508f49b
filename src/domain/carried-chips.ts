import type { PartText, PartValue } from './part-values.js'
import { firstStated } from './written-sizes.js'

/** Chips by series and number: what stands behind is case, temperature and reel (`LM2577SX`). */
export function carriedChips({ fields }: PartText): PartValue[] {
  return firstStated(
    fields.flatMap(({ field, text }) =>
      [...text.matchAll(CHIP)].map((match) => ({
        name: 'module' as const,
        value: String(match[1]).toLowerCase(),
        span: { field, start: match.index, end: match.index + match[0].length },
      })),
    ),
  )
}

/** Names of cases and connectors look alike. */
const CHIP =
  /(?<![A-Za-z\d-])(?!(?:SOT|SOD|SOIC|TO|DO|DIP|QFN|CR|LR|RJ|PT|DB|IP|AWG|USB)\d)([A-Z]\d{4}|[A-Z]{2,4}\d{3,5})[A-Z]{0,3}\d?(?![A-Za-z\d])/g
