import type { PartText, PartValue, TextSpan } from './part-values.js'

/** Coarse pitch of each metric diameter in µm (ISO 261; the sizes between are those of older standards). */
const COARSE_PITCH: ReadonlyMap<number, number> = new Map([
  ...([1_000, 1_100, 1_200] as const).map((diameter) => [diameter, 250] as const),
  [1_400, 300],
  ...([1_600, 1_700, 1_800] as const).map((diameter) => [diameter, 350] as const),
  [2_000, 400],
  [2_200, 450],
  [2_300, 400],
  [2_500, 450],
  [2_600, 450],
  [3_000, 500],
  [3_500, 600],
  [4_000, 700],
  [4_500, 750],
  [5_000, 800],
  ...([6_000, 7_000] as const).map((diameter) => [diameter, 1_000] as const),
  ...([8_000, 9_000] as const).map((diameter) => [diameter, 1_250] as const),
  ...([10_000, 11_000] as const).map((diameter) => [diameter, 1_500] as const),
  [12_000, 1_750],
  ...([14_000, 16_000] as const).map((diameter) => [diameter, 2_000] as const),
  ...([18_000, 20_000, 22_000] as const).map((diameter) => [diameter, 2_500] as const),
  ...([24_000, 27_000] as const).map((diameter) => [diameter, 3_000] as const),
  ...([30_000, 33_000] as const).map((diameter) => [diameter, 3_500] as const),
  ...([36_000, 39_000] as const).map((diameter) => [diameter, 4_000] as const),
  ...([42_000, 45_000] as const).map((diameter) => [diameter, 4_500] as const),
  ...([48_000, 52_000] as const).map((diameter) => [diameter, 5_000] as const),
  ...([56_000, 60_000] as const).map((diameter) => [diameter, 5_500] as const),
  ...[64, 68, 72, 76, 80, 85, 90, 95, 100, 105, 110, 120, 125, 140].map(
    (millimetres) => [millimetres * 1_000, 6_000] as const,
  ),
])

/**
 * Every metric thread in the texts with the sizes that hang on it: `M3x8`, `M2.5 x 2.2mm`, `M3x0.5x10`, `M3xL4xOD4.2`,
 * `SHCS_M3x12`. What is glued to other letters is none (`LM358`, `M25P16`), nor is a diameter that nobody makes. A range
 * (`M3x6-20`) states no size.
 */
export function writtenThreads({ fields }: PartText): WrittenThread[] {
  return fields.flatMap(({ field, text }) =>
    [...text.matchAll(THREAD)].flatMap((match) => threadAt(field, text, match) ?? []),
  )
}

function threadAt(field: string, text: string, match: RegExpExecArray): WrittenThread | undefined {
  const diameter = micrometres(match[1] ?? '')
  const coarse = COARSE_PITCH.get(diameter)
  if (coarse === undefined) return undefined
  const start = match.index
  const head = { field, start, end: start + match[0].length }
  const { sizes, end } = sizesBehind(text, head)
  const pitch = sizes.find(({ letter, value }) => letter === 'p' || (letter === '' && value <= coarse))
  return {
    diameter: { name: 'diameter', value: diameter, span: head },
    pitch: pitch === undefined ? undefined : { name: 'pitch', value: pitch.value, span: pitch.span },
    coarsePitch: { name: 'pitch', value: coarse, span: head, isAssumed: true },
    sizes,
    restOfSizes: sizes.filter((size) => size !== pitch),
    span: { ...head, end },
  }
}

function sizesBehind(text: string, { field, end: from }: TextSpan): { sizes: ThreadSize[]; end: number } {
  const sizes: ThreadSize[] = []
  let end = from
  for (let count = 0; count < MOST_SIZES; count++) {
    SIZE.lastIndex = end
    const match = SIZE.exec(text)
    if (match === null) break
    const [all, sign = '', letter = '', digits = ''] = match
    const value = micrometres(digits)
    // A hyphen joins a pitch (`M3-0.5`) or begins another number (`IUB-M3-1`, `M12-8`).
    if (sign === '-' && !digits.includes('.')) break
    sizes.push({ letter: letter.toLowerCase(), value, span: { field, start: end, end: end + all.length } })
    end += all.length
  }
  return { sizes, end }
}

const MOST_SIZES = 3
const THREAD = /(?<![A-Za-z0-9.,])M(\d{1,3}(?:[.,]\d{1,2})?)(?!\d|[.,]\d)/gi
const SIZE =
  / {0,2}(?:mm)? {0,2}([x*-]) {0,2}(OD|L|D|P)?[ =]?(\d{1,3}(?:[.,]\d{1,3})?)(?!\d|[.,]\d| ?(?:-|\.\.|to) ?\d| ?(?:cm|in|")) ?(?:mm)?(?![A-WYZa-wyz])/giy

function micrometres(digits: string): number {
  return Math.round(Number(digits.replace(',', '.')) * 1_000)
}

export interface WrittenThread {
  readonly diameter: PartValue
  /** when it stands there: `M8x1`, `M3-0.5` */
  readonly pitch: PartValue | undefined
  /** what the thread has when nothing is said */
  readonly coarsePitch: PartValue
  /** what follows, in order */
  readonly sizes: readonly ThreadSize[]
  /** the same without the pitch */
  readonly restOfSizes: readonly ThreadSize[]
  /** the thread with its sizes */
  readonly span: TextSpan
}

export interface ThreadSize {
  /** `l`, `od`, `d`, or nothing */
  readonly letter: string
  /** µm */
  readonly value: number
  readonly span: TextSpan
}
