/** Imperial codes of chips and their metric twins (IPC-7351; `0603` alone is imperial, `0603 Metric` is 0201). */
const METRIC_OF_IMPERIAL: Readonly<Record<string, string>> = {
  '01005': '0402',
  '0201': '0603',
  '0402': '1005',
  '0603': '1608',
  '0612': '1632',
  '0805': '2012',
  '1008': '2520',
  '1206': '3216',
  '1210': '3225',
  '1806': '4516',
  '1808': '4520',
  '1812': '4532',
  '2010': '5025',
  '2220': '5750',
  '2512': '6332',
}
const IMPERIAL_OF_METRIC: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(METRIC_OF_IMPERIAL).map(([imperial, metric]) => [metric, imperial]),
)
const IMPERIAL = Object.keys(METRIC_OF_IMPERIAL).join('|')
const METRIC = Object.keys(IMPERIAL_OF_METRIC).join('|')

/** No digits, letters or part numbers in front: `ERJ0603`, `5-0603`; and no unit behind: `1210 Ω`, `2010 mm`. */
const BEFORE = String.raw`(?<![\dA-Za-z.+]|[^A-Za-z]-|\d,)`
const AFTER = String.raw`(?![A-Za-z0-9]|\.\d| ?(?:Ω|ohm|[kM]?hz|mm|rpm|pcs)|[ _-]?metric)`

/**
 * Every chip size in the text, as the imperial code: `0603`, `R0603`, `SMD-0805`, `C_0603_1608Metric`, `RESC1608X55N`
 * (IPC-7351), and `4x0603` for four chips in one body.
 */
export function chipSizesIn(text: string): FoundSize[] {
  return /\d{4}/.test(text) ? FORMS.flatMap((form) => sizesOf(form, text)) : []
}

/** The letters that a footprint puts in front of a chip size: `R` of `R0603`, `LED` of `LED_0603`. */
export function lettersBeforeChipSize(text: string): string | undefined {
  return LETTERED.exec(text)?.[1]?.toUpperCase()
}

const LETTERED = new RegExp(
  String.raw`(?<![A-Za-z0-9])(RES|CAP|LED|FB|R|C|L|D)[_-]?(?:SMD_?)?(?:${IMPERIAL})(?!\d)`,
  'i',
)

const FORMS: readonly SizeForm[] = [
  {
    pattern: new RegExp(String.raw`(?<![\d.])(${METRIC})(?:[ _-]?metric|M)(?![A-Za-z0-9])`, 'gi'),
    read: ([, code = '']) => IMPERIAL_OF_METRIC[code],
  },
  {
    pattern: new RegExp(
      String.raw`(?<![A-Za-z])(?:RES|CAP|IND|LED|DIO)[A-Z]?(${METRIC})X\d{1,4}[A-Z]?(?![A-Za-z0-9])`,
      'gi',
    ),
    read: ([, code = '']) => IMPERIAL_OF_METRIC[code],
  },
  {
    pattern: new RegExp(String.raw`(?<![\dA-Za-z.])([248])[xX](${IMPERIAL})(?!\d)`, 'g'),
    read: ([, count, code]) => `${count}x${code}`,
  },
  {
    pattern: new RegExp(String.raw`(?<!\d)(${IMPERIAL})[xX]([248])(?![\d.])`, 'g'),
    read: ([, code, count]) => `${count}x${code}`,
  },
  {
    pattern: new RegExp(String.raw`${BEFORE}(?:SMD|CAP|RES|LED|FB|[RCLD])?[ _-]?(${IMPERIAL})[RC]?${AFTER}`, 'gi'),
    read: ([, code]) => code,
  },
]

function sizesOf({ pattern, read }: SizeForm, text: string): FoundSize[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const name = read(match)
    return name === undefined ? [] : [{ name, start: match.index, end: match.index + match[0].length }]
  })
}

interface SizeForm {
  readonly pattern: RegExp
  readonly read: (match: readonly string[]) => string | undefined
}

export interface FoundSize {
  readonly name: string
  readonly start: number
  readonly end: number
}
