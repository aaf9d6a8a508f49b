import type { LineFlag } from './bom-line.js'

/** What a flag means for the shopper; flags whose sentence needs the numbers of the row write their own. */
export function flagSentence(flag: LineFlag, destroyed: string | null = null): string[] {
  if (flag === 'destroyed_number') return [`The spreadsheet turned this part number into ${destroyed ?? 'an amount'}.`]
  const sentence = SENTENCES[flag]
  return sentence === undefined ? [] : [sentence]
}

const SENTENCES: Readonly<Partial<Record<LineFlag, string>>> = {
  approximate: 'The quantity is approximate.',
  range: 'The quantity is a range; the larger number is taken.',
  fraction: 'The quantity is a part of one piece; whole pieces are sold.',
  set: 'The quantity counts sets or pairs, not single pieces.',
  quantity_unknown: 'The quantity is not stated.',
  quantity_assumed: 'No quantity is given; one is assumed until you say more.',
  quantity_absurd: 'The quantity is no amount that can be ordered.',
  cells_shifted: 'The cells of this row have slipped: maker and part number stand in the wrong columns.',
  designators_cut: 'The row names more than 2,000 places; the others are left out.',
  cell_cut: 'A text of this line is longer than 2,000 characters and was cut.',
}
