import { BomImport } from '../../src/db/models/bom-imports.js'
import { mustExist, newId } from '../../src/db/record.js'
import type { Database } from '../../src/db/sequelize.js'
import { addDecidedLines } from '../../src/db/workflow-owned/bom-cart.js'
import { beginReading, finishReading, storeLines } from '../../src/db/workflow-owned/bom-import-lines.js'
import { settleImport } from '../../src/db/workflow-owned/bom-imports.js'
import { recordDecisions } from '../../src/db/workflow-owned/bom-line-decisions.js'
import { weighImport } from '../../src/db/workflow-owned/bom-standings.js'
import { MATCHER_VERSION } from '../../src/domain/bom-import.js'
import type { LineDecision } from '../../src/domain/bom-line-decision.js'
import type { BomLine, OtherRow } from '../../src/domain/bom-line.js'
import { bomLine } from './bom-lines.js'

/** A line with what the matcher says about it; the product decides it, several of them are suggestions. */
export interface GivenLine {
  readonly line: Parameters<typeof bomLine>[0]
  readonly products?: readonly number[]
  readonly exclusion?: NonNullable<BomLine['exclusion']>
}

export interface GivenImport extends Partial<BomImport['_creationAttributes']> {
  readonly lines: readonly GivenLine[]
  readonly otherRows?: OtherRow[]
}

/** An import's row and nothing else. */
export function givenImportRow(changes: Partial<BomImport['_creationAttributes']> = {}): Promise<BomImport> {
  const options = { addToCart: true, builds: 1, sparesPercent: 0 }
  const fixed = { id: newId(), userId: 'user-1', source: 'inline', bomName: 'Lamp', matcherVersion: MATCHER_VERSION }
  return BomImport.create({ ...fixed, options, ...changes } as BomImport['_creationAttributes'])
}

/** An import that was read, matched, added and settled, each step with the product's own function. */
export async function givenImport(database: Database, given: GivenImport): Promise<BomImport> {
  const { lines, otherRows = [], ...columns } = given
  const row = await givenImportRow(columns)
  const importId = row.id
  const read = lines.map(({ line, exclusion = null }, index) =>
    bomLine({ bomItemId: `row-${index + 1}`, exclusion, ...line }),
  )
  await beginReading(database, importId)
  await storeLines(database, { importId, first: 0, lines: read })
  await finishReading(database, { ...READ, importId, otherRows, projectName: columns.projectName ?? null })
  const decisions = lines.map((one, index) => decisionOn(one, mustExist(read[index], 'the line')))
  await recordDecisions(database, { importId, decisions, lastPosition: lines.length - 1 })
  await weighImport(database, importId)
  if (row.options.addToCart) await addDecidedLines(database, importId)
  await settleImport(database, importId)
  return row.reload()
}

const READ = {
  total: null,
  dialect: { kind: 'csv', encoding: 'utf-8', delimiter: ',', quote: '"', tables: [] },
  sha256: null,
  name: null,
  warnings: [],
} as const

function decisionOn({ products = [], exclusion }: GivenLine, { bomItemId }: BomLine): LineDecision {
  const [product, another] = products
  const isSure = product !== undefined && another === undefined
  const reasons = isSure ? ['the part number matches exactly'] : ['no product fits well enough']
  const decided = { ...UNDECIDED, bomItemId, reasons }
  if (exclusion) return { ...decided, status: 'excluded', disposition: exclusion, reasons: [] }
  if (product === undefined) return decided
  const matches = products.map((productId) => ({ ...MATCH, productId, confidence: isSure ? 0.99 : 0.6 }))
  const found = { ...decided, matches, stage: 'mpn', confidence: isSure ? 0.99 : 0.6 } as const
  if (isSure) return { ...found, status: 'mapped', disposition: 'auto', productId: product }
  return { ...found, status: 'multiple_matches', disposition: 'suggested', warnings: ['Please choose.'] }
}

const MATCH = { matchType: 'exact', stage: 'mpn', reasons: ['the part number matches exactly'] } as const
const UNDECIDED = {
  lineKey: 'ab'.repeat(16),
  cls: null,
  status: 'unmapped',
  disposition: 'none',
  stage: null,
  confidence: null,
  warnings: [],
  matches: [],
  productId: null,
} as const
