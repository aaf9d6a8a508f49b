import type { BomLine } from './bom-line.js'
import type { MatchableLine } from './match-reading.js'

/** What of a line says which part a shop's number stands for. */
export type NumberedLine = Pick<BomLine, 'bomItemId' | 'identity'> & { readonly text: Pick<BomLine['text'], 'value'> }

/**
 * Shop numbers that lines of one import give to different parts: copied down a column by mistake, they prove nothing. The
 * answer names them per line; seen in the wild: `C398360` beside MIC4426 and beside TLV9002IDR.
 */
export function contestedNumbers(lines: readonly NumberedLine[]): Map<string, string[]> {
  const parts = new Map<string, Set<string>>()
  for (const line of lines) {
    for (const number of numbersOf(line)) {
      const known = parts.get(number) ?? new Set()
      const part = partOf(line)
      if (part !== '') known.add(part)
      parts.set(number, known)
    }
  }
  const contested = (number: string): boolean => (parts.get(number)?.size ?? 0) > 1
  return new Map(
    lines.flatMap((line) => {
      const found = numbersOf(line).filter(contested)
      return found.length > 0 ? [[line.bomItemId, found] as const] : []
    }),
  )
}

/** The lines of one whole list as they are matched, each with what the list contests of it. */
export function matchableLines(lines: readonly BomLine[]): MatchableLine[] {
  const contested = contestedNumbers(lines)
  return lines.map((line) => ({ line, contestedNumbers: contested.get(line.bomItemId) ?? [] }))
}

function numbersOf({ identity }: NumberedLine): string[] {
  return [...new Set(identity.shopNumbers.map(({ text }) => key(text)))].filter((number) => number !== '')
}

/** A part number tells parts apart; where there is none, the value does. */
function partOf({ identity, text }: NumberedLine): string {
  return key(identity.partNumber?.mpn ?? '') || key(text.value ?? '')
}

function key(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s_-]/g, '')
}
