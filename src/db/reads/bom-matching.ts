import { createHash } from 'node:crypto'

import type { LineDecision } from '../../domain/bom-line-decision.js'
import type { ManufacturerAliases } from '../../domain/manufacturer.js'
import {
  memoryCandidate,
  numberCandidate,
  ownIdCandidate,
  valuesCandidate,
  wordsCandidate,
  type ShelfProduct,
} from '../../domain/match-candidate.js'
import { decideLine, isDecided, type Candidate } from '../../domain/match-decision.js'
import { readLine, type LineReading, type MatchableLine } from '../../domain/match-reading.js'
import { ANY_CLASS, PART_CLASS } from '../../domain/part-class.js'
import type { Database } from '../sequelize.js'
import { readManufacturerAliases } from './manufacturer-aliases.js'
import { findMemories, findNumbers, findValues, findWords, type Memory, type NumberHit } from './match-stages.js'
import { loadShelf } from './shelf-products.js'

/**
 * Decides what becomes of a batch of lines (bom.md 10, 15), in their order. Reads only, a fixed number of statements
 * whatever the batch holds: workflow, preview and command all come here. Asks for at most some thousand lines at a time.
 */
export async function matchBomLines(database: Database, ask: MatchAsk): Promise<LineDecision[]> {
  const aliases = await readManufacturerAliases(database)
  const lines = ask.lines.map((line) => openLine(line, aliases))
  await askNumbersAndMemory(database, lines, ask.userId)
  await askValues(
    database,
    lines.filter((line) => !isSettled(line)),
  )
  await askWords(
    database,
    lines.filter((line) => !hasProposal(line) && line.reading.tokens.some(isWord)),
  )
  return lines.map(({ reading, lineKey, candidates }) => ({
    bomItemId: reading.line.bomItemId,
    lineKey,
    cls: reading.values.cls === undefined ? null : PART_CLASS[reading.values.cls],
    ...decideLine(reading.facts, candidates),
  }))
}

function openLine(line: MatchableLine, aliases: ManufacturerAliases): OpenLine {
  const reading = readLine(line, aliases)
  return { reading, lineKey: createHash('sha256').update(reading.keyText).digest('hex').slice(0, 32), candidates: [] }
}

/** Stages 0 to 5: what was confirmed before, and every number that stands on a line. */
async function askNumbersAndMemory(database: Database, lines: readonly OpenLine[], userId: string): Promise<void> {
  const open = lines.filter(({ reading }) => reading.facts.exclusion === null)
  const hits = grouped(await findNumbers(database, distinctNumbers(open)), numberOf)
  const memories = new Map((await findMemories(database, userId, keysOf(open))).map((found) => [found.lineKey, found]))
  const shelf = await loadShelf(database, [
    ...[...hits.values()].flat().map(({ productId }) => productId),
    ...[...memories.values()].map(({ productId }) => productId),
    ...open.flatMap(({ reading }) => reading.line.identity.productId ?? []),
  ])
  for (const line of open) {
    addNumbers(line, hits, shelf)
    addMemory(line, memories.get(line.lineKey), { hits, shelf })
  }
}

function addNumbers({ reading, candidates }: OpenLine, hits: NumberHits, shelf: Shelf): void {
  const { productId } = reading.line.identity
  const own = productId === null ? undefined : shelf.get(productId)
  if (own) add(candidates, ownIdCandidate(reading, own))
  for (const found of reading.identifiers) {
    for (const hit of hits.get(numberOf(found)) ?? []) {
      const product = shelf.get(hit.productId)
      if (product) add(candidates, numberCandidate(reading, { found, product, productMaker: hit.productMaker }))
    }
  }
}

function addMemory(
  line: OpenLine,
  memory: Memory | undefined,
  { hits, shelf }: { hits: NumberHits; shelf: Shelf },
): void {
  const product = memory && shelf.get(memory.productId)
  if (!memory || !product) return
  const named = line.reading.identifiers.filter(({ kind, isAlternate }) => NAMING.has(kind) && !isAlternate)
  const namedProducts = new Set(
    named.flatMap((found) => hits.get(numberOf(found)) ?? []).map(({ productId }) => productId),
  )
  add(line.candidates, memoryCandidate(line.reading, { product, isOwn: memory.isOwn, namedProducts }))
}

/** Stage 6: products whose typed values are what the line states. */
async function askValues(database: Database, lines: readonly OpenLine[]): Promise<void> {
  const probes = probesOf(lines, ({ reading }) => reading.question && JSON.stringify(reading.question))
  const asked = probes.flatMap(([{ reading }], probe) => (reading.question ? [{ probe, ...reading.question }] : []))
  const hits = await findValues(database, asked)
  const shelf = await loadShelf(
    database,
    hits.map(({ productId }) => productId),
  )
  for (const { probe, productId } of hits) {
    const product = shelf.get(productId)
    for (const line of probes[probe] ?? []) if (product) add(line.candidates, valuesCandidate(line.reading, product))
  }
}

/** Stage 7: products that share rare words, for lines for which nothing else speaks. */
async function askWords(database: Database, lines: readonly OpenLine[]): Promise<void> {
  const probes = probesOf(
    lines,
    ({ reading }) => `${reading.values.cls ?? ''} ${reading.tokens.join(' ')} ${reading.said}`,
  )
  const asked = probes.map(([{ reading }], probe) => {
    const cls = reading.values.cls === undefined ? ANY_CLASS : PART_CLASS[reading.values.cls]
    return { probe, cls, tokens: reading.tokens, text: reading.said }
  })
  const hits = await findWords(database, asked)
  const shelf = await loadShelf(
    database,
    hits.map(({ productId }) => productId),
  )
  for (const { probe, productId, ...shared } of hits) {
    const product = shelf.get(productId)
    for (const line of probes[probe] ?? [])
      if (product) add(line.candidates, wordsCandidate(line.reading, product, shared))
  }
}

function isSettled({ reading, candidates }: OpenLine): boolean {
  return isDecided(reading.facts, candidates)
}

/** A product stands there that no value of the line contradicts: similar words would only add noise. */
function hasProposal(line: OpenLine): boolean {
  return isSettled(line) || line.candidates.some(({ vetoes }) => vetoes.length === 0)
}

/** Numbers alone are in the name of everything. */
function isWord(token: string): boolean {
  return /^\p{L}{3}/u.test(token)
}

/** Lines that ask the same are one question; undefined asks nothing. The number of a question is its place. */
function probesOf(lines: readonly OpenLine[], question: (line: OpenLine) => string | undefined): Probe[] {
  const probes = grouped(
    lines.filter((line) => question(line) !== undefined),
    (line) => question(line) ?? '',
  )
  return [...probes.values()]
}

function distinctNumbers(lines: readonly OpenLine[]): { kind: string; key: string }[] {
  return [
    ...grouped(
      lines.flatMap(({ reading }) => reading.identifiers),
      numberOf,
    ).values(),
  ].map(([first]) => first)
}

function keysOf(lines: readonly OpenLine[]): string[] {
  return [...new Set(lines.map(({ lineKey }) => lineKey))]
}

function numberOf({ kind, key }: { readonly kind: string; readonly key: string }): string {
  return `${kind} ${key}`
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

function add(candidates: Candidate[], candidate: Candidate | undefined): void {
  if (candidate) candidates.push(candidate)
}

/** Kinds by which a line names a product outright. */
const NAMING: ReadonlySet<string> = new Set(['own_sku', 'gtin', 'mpn'])

type NumberHits = ReadonlyMap<string, readonly NumberHit[]>
type Shelf = ReadonlyMap<number, ShelfProduct>
type Probe = [OpenLine, ...OpenLine[]]

interface OpenLine {
  readonly reading: LineReading
  /** hex */
  readonly lineKey: string
  readonly candidates: Candidate[]
}

export interface MatchAsk {
  readonly userId: string
  readonly lines: readonly MatchableLine[]
}
