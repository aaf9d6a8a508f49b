import type { BomLine } from './bom-line.js'
import type { TableLayout, TableRow } from './bom-layout.js'

/** The first price of a row with the currency its cell or heading names; null without one. Information only. */
export function readPrice(row: TableRow, layout: TableLayout): BomLine['estimatedCost'] {
  const column = layout.columns.price.find((one) => (row.cells[one] ?? '') !== '')
  const cell = column === undefined ? '' : (row.cells[column] ?? '')
  const digits = /^\D{0,3}(\d{1,7}(?:[.,]\d{1,6})?)\D{0,3}$/.exec(cell)?.[1]
  const currency = currencyOf(cell) ?? currencyOf(layout.headings[column ?? -1] ?? '')
  if (digits === undefined || currency === undefined) return null
  return { minor: Math.round(Number(digits.replace(',', '.')) * 100), currency }
}

function currencyOf(text: string): string | undefined {
  return CURRENCIES.find(([mark]) => text.toUpperCase().includes(mark))?.[1]
}

const CURRENCIES = [
  ['$', 'USD'],
  ['USD', 'USD'],
  ['€', 'EUR'],
  ['EUR', 'EUR'],
  ['£', 'GBP'],
  ['GBP', 'GBP'],
  ['₹', 'INR'],
  ['INR', 'INR'],
] as const
