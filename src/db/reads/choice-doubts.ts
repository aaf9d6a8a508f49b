import type { BomLine } from '../../domain/bom-line.js'
import { objectionsTo } from '../../domain/match-candidate.js'
import { readLine } from '../../domain/match-reading.js'
import type { Database } from '../sequelize.js'
import { readManufacturerAliases } from './manufacturer-aliases.js'
import { loadShelf } from './shelf-products.js'

/**
 * What each line says against the product that a person chooses for it, in the order of the choices (bom.md 13). A person
 * may know better: these are warnings and refuse nothing.
 */
export async function choiceDoubts(
  database: Database,
  choices: readonly { readonly line: BomLine; readonly productId: number }[],
): Promise<readonly (readonly string[])[]> {
  const aliases = await readManufacturerAliases(database)
  const shelf = await loadShelf(
    database,
    choices.map(({ productId }) => productId),
  )
  return choices.map(({ line, productId }) => {
    const product = shelf.get(productId)
    return product ? objectionsTo(readLine({ line, contestedNumbers: [] }, aliases), product) : []
  })
}
