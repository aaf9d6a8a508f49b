import type { BomLine } from '../../domain/bom-line.js'
import type { LineMatch } from '../../domain/bom-line-decision.js'
import type { BomLineStatus } from '../../domain/bom-import-status.js'
import { weighLines, type WeighedLine } from '../../domain/bom-standing.js'
import { addBomLines, type BomCartLine } from '../bom-cart-lines.js'
import { cleanJson } from '../clean-json.js'
import type { BomImport } from '../models/bom-imports.js'
import { choiceDoubts } from '../reads/choice-doubts.js'
import { choicesKey, earlierChoices, type ChoiceResult, type Chosen } from '../reads/bom-choices.js'
import { findProducts, type ShelfProduct } from '../reads/products.js'
import { execute, inTransaction, rows, type Database } from '../sequelize.js'
import { recordAdds, withoutEmptyAdds } from './bom-cart.js'
import { STORED_LINE } from './bom-import-lines.js'
import { lockOpenImport, recordCounts } from './bom-imports.js'
import { announceLines } from './bom-line-decisions.js'
import { weighedLines } from './bom-standings.js'
import { rememberMatches } from './match-memory.js'

/** A product that a person chose for a line. */
interface Choice {
  readonly bomItemId: string
  readonly productId: number
  /** packs; absent: what the line needs */
  readonly quantity?: number
}

export interface Choices {
  readonly importId: string
  /** unique per call; a repeat answers what the first call did */
  readonly key: string
  readonly mappings: readonly Choice[]
  readonly addToCart: boolean
  readonly remember: boolean
}

/**
 * Takes a person's choices over, each for itself: what fails, fails its row. The call is one transaction, and the last open
 * line closes the import. Refuses with `import_closed`.
 */
export async function applyChoices(database: Database, call: Choices): Promise<Chosen> {
  return inTransaction(database, async () => {
    const known = await earlierChoices(database, call)
    if (known) return known
    const row = await lockOpenImport(call.importId)
    const lines = await chosenLines(database, call)
    const made = await withDoubts(database, await judge(database, call, lines))
    const chosen = await fillCart(database, { row, call, made })
    await storeChoices(database, call.importId, made)
    if (call.remember) await remember(database, row.userId, made)
    const cartId = chosen ?? row.cartId
    await recordAnswer(database, { row, call, made, cartId })
    return { cartId, results: made.map(resultOf) }
  })
}

interface ChosenLine {
  readonly bomItemId: string
  readonly name: string
  readonly line: BomLine
  /** hex; empty before the line was matched */
  readonly lineKey: string
  readonly addedProductId: number | null
  readonly addedQuantity: number | null
}

/** What becomes of one choice. `status` null: the line stays as it is. */
interface MadeChoice {
  readonly choice: Choice
  readonly line: ChosenLine | undefined
  readonly quantity: number | null
  readonly status: BomLineStatus | null
  readonly isInCart: boolean
  readonly error: string | null
  /** what the line says against the product */
  readonly doubts: readonly string[]
}

async function chosenLines(database: Database, call: Choices): Promise<Map<string, ChosenLine>> {
  const found = await rows<ChosenLine>(
    database,
    `SELECT bom_item_id AS "bomItemId", name, encode(line_key, 'hex') AS "lineKey",
            ${STORED_LINE} AS line,
            CASE WHEN added_at IS NOT NULL THEN product_id END AS "addedProductId", added_quantity AS "addedQuantity"
     FROM bom_import_lines WHERE import_id = $1 AND bom_item_id = ANY($2::text[])`,
    [call.importId, call.mappings.map(({ bomItemId }) => bomItemId)],
  )
  return new Map(found.map((line) => [line.bomItemId, line]))
}

/** What each choice comes to before the cart has a say. */
async function judge(database: Database, call: Choices, lines: ReadonlyMap<string, ChosenLine>): Promise<MadeChoice[]> {
  const products = await findProducts(
    database,
    call.mappings.map(({ productId }) => productId),
  )
  const weighed = await weighedLines(database, call.importId)
  const standings = weighLines(withChoices(weighed, call.mappings), products)
  const taken = new Map<string, MadeChoice>()
  return call.mappings.map((choice) => {
    const line = lines.get(choice.bomItemId)
    const earlier = taken.get(choice.bomItemId)
    const facts = { line, earlier, product: products.get(choice.productId) }
    const planned = choice.quantity ?? standings.get(choice.bomItemId)?.cartQuantity ?? 1
    const made = judgeOne(choice, planned, facts)
    if (!earlier) taken.set(choice.bomItemId, made)
    return made
  })
}

interface ChoiceFacts {
  readonly line: ChosenLine | undefined
  /** the first choice of this call for the same line */
  readonly earlier: MadeChoice | undefined
  readonly product: ShelfProduct | undefined
}

function judgeOne(choice: Choice, quantity: number, { line, earlier, product }: ChoiceFacts): MadeChoice {
  const fails = (error: string): MadeChoice => ({ ...UNMADE, choice, line, error })
  if (!line) return fails('unknown_item')
  if (earlier) return earlier.choice.productId === choice.productId ? { ...earlier, status: null } : fails('conflict')
  if (line.addedProductId !== null) {
    if (line.addedProductId !== choice.productId) return fails('conflict')
    return { ...UNMADE, choice, line, quantity: line.addedQuantity, isInCart: true }
  }
  if (!product?.isActive) return fails('unknown_product')
  const isShort = product.buyable !== null && quantity > product.buyable
  return { ...UNMADE, choice, line, quantity, status: isShort ? 'out_of_stock' : 'mapped' }
}

const UNMADE = { quantity: null, status: null, isInCart: false, error: null, doubts: [] }

/** A person may know better than the line: doubts are told and stop nothing. */
async function withDoubts(database: Database, made: readonly MadeChoice[]): Promise<MadeChoice[]> {
  const asked = made.flatMap(({ line, choice, status }) =>
    line && status !== null ? [{ line: line.line, productId: choice.productId }] : [],
  )
  const doubts = (await choiceDoubts(database, asked)).values()
  return made.map((one) => (one.line && one.status !== null ? { ...one, doubts: doubts.next().value ?? [] } : one))
}

function withChoices(lines: readonly WeighedLine[], choices: readonly Choice[]): WeighedLine[] {
  const productOf = new Map(choices.map(({ bomItemId, productId }) => [bomItemId, productId]))
  return lines.map((line) => {
    const productId = line.added === null ? productOf.get(line.bomItemId) : undefined
    return productId === undefined ? line : { ...line, productId, status: 'mapped' }
  })
}

/** Adds what was chosen, changes `made` where the cart refuses, and answers the cart. */
async function fillCart(
  database: Database,
  { row, call, made }: { readonly row: BomImport; readonly call: Choices; readonly made: MadeChoice[] },
): Promise<number | null> {
  if (!call.addToCart) return null
  const lines = made.flatMap((one) => (one.line && one.status !== null ? [cartLine(one, one.line)] : []))
  if (lines.length === 0) return null
  const added = await addBomLines(database, { userId: row.userId, importId: row.id, lines })
  const results = withoutEmptyAdds(lines, added.results)
  await recordAdds(database, row.id, results)
  const refused = new Map(results.flatMap(({ bomItemId, code }) => (code ? [[bomItemId, code] as const] : [])))
  for (const [index, one] of made.entries()) made[index] = withCartsWord(one, refused.get(one.choice.bomItemId))
  return added.cartId
}

function cartLine({ choice, quantity }: MadeChoice, { name }: ChosenLine): BomCartLine {
  const { bomItemId, productId } = choice
  return { bomItemId, name, productId, quantity: quantity ?? 1, isManual: true }
}

/** A product that is only sold out is chosen all the same; whatever else the cart refuses leaves the line open. */
function withCartsWord(made: MadeChoice, code: string | undefined): MadeChoice {
  if (made.status === null) return made
  if (code === undefined) return { ...made, status: 'mapped', isInCart: true }
  return { ...made, status: code === 'insufficient_stock' ? 'out_of_stock' : null, error: code }
}

/** A line that is decided no longer asks; what was said of its product when it was proposed, and against it, still holds. */
async function storeChoices(database: Database, importId: string, made: readonly MadeChoice[]): Promise<void> {
  const kept = made.flatMap(({ choice, status, quantity, doubts }) =>
    status === null
      ? []
      : [{ id: choice.bomItemId, status, quantity, productId: choice.productId, match: byHand(choice), doubts }],
  )
  await execute(
    database,
    `UPDATE bom_import_lines AS line
     SET status = made.status, disposition = 'confirmed', stage = 'memory', confidence = (made.match ->> 'confidence')::real,
         product_id = made."productId", cart_quantity = made.quantity, decided_by = 'person',
         matches = jsonb_build_array(made.match),
         reasons = (made.match -> 'reasons') || coalesce(
           (SELECT proposed -> 'reasons' FROM jsonb_array_elements(line.matches) AS proposed
            WHERE (proposed ->> 'productId')::bigint = made."productId" AND proposed ->> 'matchType' <> 'manual'), '[]'),
         warnings = made.doubts || CASE WHEN made.status = 'mapped' THEN '[]' ELSE line.warnings END, updated_at = now()
     FROM jsonb_to_recordset($2::jsonb) AS made (id text, status text, quantity integer, "productId" bigint, match jsonb,
       doubts jsonb)
     WHERE line.import_id = $1 AND line.bom_item_id = made.id`,
    [importId, cleanJson(kept)],
  )
}

function byHand({ productId }: Choice): LineMatch {
  return { productId, confidence: 0.97, matchType: 'manual', stage: 'memory', reasons: ['chosen by hand'] }
}

async function remember(database: Database, userId: string, made: readonly MadeChoice[]): Promise<void> {
  const chosen = made.flatMap(({ line, status, choice }) =>
    line && line.lineKey !== '' && status !== null ? [{ lineKey: line.lineKey, productId: choice.productId }] : [],
  )
  if (chosen.length > 0) await rememberMatches(database, userId, chosen)
}

/** The answer stands in the timeline, so that a repeat finds it there. */
async function recordAnswer(
  database: Database,
  answered: {
    readonly row: BomImport
    readonly call: Choices
    readonly made: readonly MadeChoice[]
    readonly cartId: number | null
  },
): Promise<void> {
  const { row, call, made, cartId } = answered
  const lines = made.flatMap(({ choice, status }) => (status === null ? [] : [{ bomItemId: choice.bomItemId, status }]))
  await announceLines(database, row, { key: `chosen:${call.key}`, lines })
  const answer: Chosen = { cartId, results: made.map(resultOf) }
  await recordCounts(database, row, { key: choicesKey(call.key), data: { answer }, changes: { cartId } })
}

function resultOf({ choice, quantity, error }: MadeChoice): ChoiceResult {
  return { bomItemId: choice.bomItemId, productId: choice.productId, quantity, error }
}
