import type { AskedNumber, AskedValues, AskedWords } from '../src/db/reads/match-stages.js'
import type { LineDecision } from '../src/domain/bom-line-decision.js'
import type { LineReading } from '../src/domain/match-reading.js'
import { ANY_CLASS, PART_CLASS } from '../src/domain/part-class.js'

/** What the stages ask, each question once, and the lines that a loop asks one by one. */
export interface Asked {
  readonly lines: number
  readonly partNumbers: readonly AskedNumber[]
  readonly numbers: readonly AskedNumber[]
  readonly values: readonly AskedValues[]
  readonly words: readonly AskedWords[]
  /** every so many lines: a loop over all of them would take minutes */
  readonly samples: Readonly<Record<'waterfall' | 'likeness' | 'pattern' | 'fallback', readonly LineReading[]>>
}

/** The decisions tell which lines come as far as their values and their words. */
export function askedOf(readings: readonly LineReading[], decisions: readonly LineDecision[]): Asked {
  const undecided = readings.filter((_, index) => decisions[index]?.stage !== 'mpn')
  const wordy = undecided.filter(({ question }) => question === undefined)
  const numbers = distinct(readings.flatMap(({ identifiers }) => identifiers))
  return {
    lines: readings.length,
    partNumbers: numbers.filter(({ kind }) => kind === 'mpn'),
    numbers,
    values: distinct(undecided.flatMap(({ question }) => question ?? [])).map((one, probe) => ({ probe, ...one })),
    words: distinct(wordy.map(wordsOf)).map((one, probe) => ({ probe, ...one })),
    samples: {
      waterfall: everyNth(readings, 5),
      likeness: everyNth(wordy, 60),
      pattern: everyNth(wordy, 120),
      fallback: everyNth(readings, 50),
    },
  }
}

function wordsOf({ values: { cls }, tokens, said }: LineReading): Omit<AskedWords, 'probe'> {
  return { cls: cls === undefined ? ANY_CLASS : PART_CLASS[cls], tokens, text: said }
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]
}

function everyNth<T>(items: readonly T[], step: number): T[] {
  return items.filter((_, index) => index % step === 0)
}
