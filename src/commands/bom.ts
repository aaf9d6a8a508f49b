import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { matchBomLines } from '../db/reads/bom-matching.js'
import { findProducts } from '../db/reads/products.js'
import { createDatabase, type Database } from '../db/sequelize.js'
import type { BomLine } from '../domain/bom-line.js'
import type { LineDecision } from '../domain/bom-line-decision.js'
import { matchableLines } from '../domain/contested-numbers.js'
import { DomainError } from '../domain/errors.js'
import type { MatchableLine } from '../domain/match-reading.js'
import { readBom, type BomFileReading } from '../readers/isolate.js'
import { describeFile, describeLines, type MatchedLine } from './bom-report.js'
import { showProgress } from './progress-bar.js'

/** What the whole shop confirmed counts; nobody has this id, so that no one person's choices do. */
const NOBODY = ''
const BATCH = 500

/**
 * Prints how an import of this parts list would be read and matched; nothing is stored. Answers the exit code: 0 read,
 * 1 refused, with code and sentence. With `isJson` it prints one object a line: the file, then each of its lines.
 */
export async function bomCommand(file: string, { databaseUrl, isJson }: BomCommandOptions): Promise<0 | 1> {
  const read = await readLines(file).catch((error: unknown) => {
    if (error instanceof DomainError) return error
    throw error
  })
  if (read instanceof DomainError) {
    const { code, message } = read
    if (isJson) console.log(JSON.stringify({ record: 'refusal', code, message }))
    else console.error(`${code}: ${message}`)
    return 1
  }
  const matched = await matchLines(databaseUrl, read.lines)
  if (isJson) printObjects(read.reading, matched)
  else console.log([...describeFile(read.reading), '', ...describeLines(matched, process.stdout.columns)].join('\n'))
  return 0
}

async function readLines(file: string): Promise<{ reading: BomFileReading; lines: BomLine[] }> {
  const scratchDirectory = await mkdtemp(join(tmpdir(), 'makrx-bom-'))
  const lines: BomLine[] = []
  const onLines = (part: readonly BomLine[]): Promise<void> => {
    lines.push(...part)
    return Promise.resolve()
  }
  try {
    return { reading: await readBom({ path: file, scratchDirectory, onLines }), lines }
  } finally {
    await rm(scratchDirectory, { recursive: true, force: true })
  }
}

async function matchLines(databaseUrl: string, lines: readonly BomLine[]): Promise<MatchedLine[]> {
  const pool = { poolSize: 1, maxOverflow: 0, acquireSeconds: 5, recycleSeconds: 600 }
  const database = createDatabase(
    { url: databaseUrl, ...pool },
    { statementTimeoutMs: 30_000, name: 'makrx-store-bom' },
  )
  const asked = matchableLines(lines)
  const matched: MatchedLine[] = []
  try {
    for (let first = 0; first < asked.length; first += BATCH) {
      const batch = asked.slice(first, first + BATCH)
      const decisions = await matchBomLines(database, { userId: NOBODY, lines: batch })
      matched.push(...(await withSkus(database, batch, decisions)))
      showProgress(matched.length, asked.length)
    }
  } finally {
    await database.close()
  }
  return matched
}

async function withSkus(
  database: Database,
  batch: readonly MatchableLine[],
  decisions: readonly LineDecision[],
): Promise<MatchedLine[]> {
  const products = await findProducts(
    database,
    decisions.flatMap(({ matches }) => matches.slice(0, 1).map(({ productId }) => productId)),
  )
  return batch.flatMap(({ line }, at) => {
    const decision = decisions[at]
    if (decision === undefined) return []
    const [best] = decision.matches
    return [{ line, decision, sku: best === undefined ? null : (products.get(best.productId)?.sku ?? null) }]
  })
}

function printObjects({ dialect, otherRows, warnings }: BomFileReading, matched: readonly MatchedLine[]): void {
  console.log(JSON.stringify({ record: 'file', dialect, otherRows, warnings, lines: matched.length }))
  for (const { line, decision, sku } of matched) console.log(JSON.stringify({ record: 'line', sku, line, decision }))
}

interface BomCommandOptions {
  readonly databaseUrl: string
  readonly isJson: boolean
}
