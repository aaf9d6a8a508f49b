import type { Asked } from './bom-asked.js'
import { atLeast, atMost, within, type Row } from './figures.js'

/** Milliseconds, medians. */
export type MatchTimes = Readonly<
  Record<
    | 'exact'
    | 'exactLoop'
    | 'numbers'
    | 'values'
    | 'waterfall'
    | 'words'
    | 'likeness'
    | 'pattern'
    | 'fallback'
    | 'whole'
    | 'batches',
    number
  >
>

/** Steps with a limit of time (bom.md 16). */
export function limitRows(times: MatchTimes, { partNumbers, numbers, values, words }: Asked): Row[] {
  const perKey = times.words / words.length
  return [
    within(`${partNumbers.length} part numbers`, { ours: times.exact, limit: 25, unit: 'ms' }),
    within(`${numbers.length} numbers of all kinds`, { ours: times.numbers, limit: 60, unit: 'ms' }),
    within(`${values.length} questions for values`, { ours: times.values, limit: 200, unit: 'ms' }),
    within(`${words.length} questions for words, each`, { ours: perKey, limit: 1, unit: 'ms' }),
    within('whole match', { ours: times.whole / 1000, limit: 6, unit: 's' }),
  ]
}

/** The same questions in loops against the stages, in ms; loops over samples are measured there and scaled. */
export function ratioRows(times: MatchTimes, { lines, words, samples }: Asked): Row[] {
  const perWords = times.words / words.length
  const perLine = (loop: keyof Asked['samples']): number => times[loop] / samples[loop].length
  const sampled = (loop: keyof Asked['samples']): string => `sample of ${samples[loop].length}`
  const numbersAndValues = times.numbers + times.values
  return [
    atLeast('loop of part numbers', { ours: times.exactLoop, baseline: times.exact, limit: 20 }),
    atLeast(`loop of numbers and values, ${sampled('waterfall')}`, {
      ours: perLine('waterfall') * lines,
      baseline: numbersAndValues,
      limit: 5,
    }),
    atLeast(`nearest trigrams a line, ${sampled('likeness')}`, {
      ours: perLine('likeness'),
      baseline: perWords,
      limit: 10,
    }),
    atLeast(`ILIKE a line, no index, ${sampled('pattern')}`, {
      ours: perLine('pattern'),
      baseline: perWords,
      limit: 25,
    }),
    atLeast(`loop with trigrams, ${sampled('fallback')}`, {
      ours: perLine('fallback') * lines,
      baseline: times.whole,
      limit: 8,
    }),
    atMost('batches of 500 against one', { ours: times.batches, baseline: times.whole, limit: 1.5 }),
  ]
}
