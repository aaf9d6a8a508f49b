/** Numbers from 0 to below 1. */
export type Random = () => number

/** The same numbers for the same seed on every machine (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T
}

/** A word of a language that nobody speaks, the same one for the same number. */
export function madeUpWord(number: number): string {
  const syllables = [number % 20, Math.floor(number / 20) % 20, Math.floor(number / 400) % 20]
  return syllables.map((at) => SYLLABLES[at] ?? '').join('')
}

const SYLLABLES = [
  ...['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'je', 'ki', 'lo', 'mu'],
  ...['na', 'pe', 'qui', 'ro', 'su', 'ta', 've', 'wi', 'xo', 'zu'],
]
