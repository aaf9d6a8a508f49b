import type { BomLine } from './bom-line.js'
import { lineKeyText } from './line-key.js'
import type { ManufacturerAliases } from './manufacturer.js'
import type { LineFacts } from './match-decision.js'
import { valuesQuestion, type ValuesQuestion } from './match-question.js'
import { identifiersOf, lineMaker, type LineIdentifier } from './part-identity.js'
import { decodePartNumber } from './part-number-schemes.js'
import { partParams, statesMinimum } from './part-params.js'
import { partTextOf } from './part-text.js'
import { partTokens } from './part-tokens.js'
import type { PartValues } from './part-values.js'
import { readPartValues } from './read-part-values.js'

/** Reads once everything that the stages ask of a line: numbers, maker, values, words, and the key of its memory. */
export function readLine(asked: MatchableLine, aliases: ManufacturerAliases): LineReading {
  const { line } = asked
  const identifiers = identifiersOf(line, aliases)
  const text = partTextOf(line)
  const values = readPartValues(text)
  const known = withDecoded(values, line)
  const tokens = [...new Set(partTokens(text))]
  const maker = lineMaker(line, aliases)
  const question = valuesQuestion(known.cls, partParams(known))
  const isAssumed = question !== undefined && question.t1 !== null && !statesMinimum(known)
  return {
    line,
    identifiers,
    values,
    known,
    tokens,
    maker: maker?.key ?? null,
    said: saidText(line),
    question,
    keyText: lineKeyText(line, { identifiers, values, tokens }),
    facts: {
      exclusion: line.exclusion,
      flags: line.flags,
      doubts: [maker?.isWeak === true, isAssumed].filter(Boolean).length,
      objections: objectionsOf(asked),
    },
  }
}

/** A part number that follows its maker's scheme states values: they stand in where the line itself states none. */
function withDecoded(values: PartValues, { identity }: BomLine): PartValues {
  const decoded = identity.partNumber === null ? undefined : decodePartNumber(identity.partNumber.mpn)
  if (decoded === undefined || (values.cls !== undefined && values.cls !== decoded.cls)) return values
  const stated = new Set(values.values.map(({ name }) => name))
  const span = { field: 'mpn', start: 0, end: 0 }
  const added = decoded.values.filter(({ name }) => !stated.has(name)).map((value) => ({ ...value, span }))
  return { cls: decoded.cls, values: [...values.values, ...added] }
}

/** Sentences about the line itself with which nothing is bought unasked. */
function objectionsOf({ line, contestedNumbers }: MatchableLine): string[] {
  const shifted = line.flags.includes('cells_shifted') ? ['cells of this row seem to stand in the wrong columns'] : []
  return [...shifted, ...contestedNumbers.map((number) => `${number} stands beside different parts in this list`)]
}

/** What similar names are looked for with. */
function saidText({ name, text }: BomLine): string {
  return [...new Set([name, text.value, text.package, text.description])].filter(Boolean).join(' ').slice(0, 200)
}

export interface MatchableLine {
  readonly line: BomLine
  /** shop numbers on it that its import gives to different parts */
  readonly contestedNumbers: readonly string[]
}

/** What is known of one line before the shelf is asked. */
export interface LineReading {
  readonly line: BomLine
  readonly identifiers: readonly LineIdentifier[]
  /** what its texts state */
  readonly values: PartValues
  /** the same, and what its part number says beyond that */
  readonly known: PartValues
  readonly tokens: readonly string[]
  readonly maker: string | null
  readonly said: string
  readonly question: ValuesQuestion | undefined
  readonly keyText: string
  readonly facts: LineFacts
}
