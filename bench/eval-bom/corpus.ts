import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { BomLine } from '../../src/domain/bom-line.js'
import type { ManufacturerAliases } from '../../src/domain/manufacturer.js'
import { identifiersOf, type LineIdentifier } from '../../src/domain/part-identity.js'
import { corpusBytes, corpusNames, readList } from '../../test/support/bom-reading.js'

/** A line of a real parts list with the numbers that stand on it. */
export interface CorpusLine {
  readonly repository: string
  readonly file: string
  readonly line: BomLine
  /** the maker's number, as a key, where there is one */
  readonly mpn: LineIdentifier | undefined
  readonly shopNumbers: readonly LineIdentifier[]
}

/** The kinds that a shop's number on a line may have here. */
const SHOPS: ReadonlySet<string> = new Set(['lcsc', 'digikey', 'mouser', 'farnell', 'rs', 'newark', 'tme'])

/** All lines of the corpus that are to be bought. */
export async function readCorpus(folder: string, aliases: ManufacturerAliases): Promise<CorpusLine[]> {
  const repositories = repositoryNames(folder)
  const lines: CorpusLine[] = []
  for (const file of corpusNames()) {
    const reading = await readList(corpusBytes(file))
    const bought = reading.lines.filter(({ exclusion }) => exclusion === null)
    lines.push(...bought.map((line) => numbered(line, { file, repository: repositories.get(file) ?? file }, aliases)))
  }
  return lines
}

function numbered(
  line: BomLine,
  from: Pick<CorpusLine, 'file' | 'repository'>,
  aliases: ManufacturerAliases,
): CorpusLine {
  const written = identifiersOf(line, aliases).filter(({ isAlternate }) => !isAlternate)
  return {
    ...from,
    line,
    mpn: line.identity.partNumber === null ? undefined : written.find(({ kind }) => kind === 'mpn'),
    shopNumbers: written.filter(({ kind }) => SHOPS.has(kind)),
  }
}

function repositoryNames(folder: string): Map<string, string> {
  const rows = readFileSync(join(folder, 'boms', 'MANIFEST.tsv'), 'utf8')
    .split(/\r?\n/)
    .slice(1)
  return new Map(rows.map((row) => row.split('\t')).map(([file = '', repository = '']) => [file, repository]))
}
