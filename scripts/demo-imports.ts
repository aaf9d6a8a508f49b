import { PartsList, type Choice, type ImportDocument, type LineResult } from './parts-list.js'
import type { StoreClient } from './store-client.js'
import { say, table } from './terminal-text.js'

/** A list as people write them: a sure line, one to choose, one that contradicts itself, one not fitted, one without a number. */
const OWN_LIST = [
  'Reference;Qty;Value;Footprint;MPN;DNP',
  'R1,R2,R3;3;10k;0603;RC0603FR-0710KL;',
  'C1,C2;2;100nF;0603;;',
  'R4;1;4.7k;0603;RC0603FR-0710KL;',
  'R5;1;1k;0603;RC0603FR-071KL;x',
  ';;Arduino Uno R3;;A000066;',
  '',
].join('\r\n')

/**
 * Parts lists become carts; what the shop is not sure of waits for the shopper, with the reason. Begins with an empty cart
 * and remembers no choice, so that it can be told again.
 */
export async function showImports(store: StoreClient, temporalUi: string): Promise<void> {
  const parts = new PartsList(store)
  await store.must(store.delete('/api/cart'))

  say('5. A parts list comes from MakrCave')
  const project = await parts.settled(await parts.begin({ makrcave_project_id: 'demo-project' }))
  showLines(project)
  showRun(project, temporalUi)

  say('6. and one as a file')
  console.log(`   ${OWN_LIST.trimEnd().split('\r\n').join('\n   ')}\n`)
  const file = { name: 'sensor-board.csv', bytes: Buffer.from(OWN_LIST) }
  const own = await parts.settled(await parts.beginFile(file))
  showLines(own)
  showRun(own, temporalUi)

  say('7. The shopper chooses where the shop asks, and the rest is in the cart')
  for (const document of [project, own]) await choose(parts, document)
  const cart = await parts.cart()
  table([
    ['packs', 'article', 'together', 'for lines'],
    ...cart.map(({ quantity, product, item_total: total, meta }) => [
      String(quantity),
      cut(product.name, 48),
      `₹${total.toFixed(2)}`,
      (meta.bom_sources ?? []).map(({ bom_item_id: id }) => id).join(', '),
    ]),
  ])
}

async function choose(parts: PartsList, { import_id: id, mapping_results: lines }: ImportDocument): Promise<void> {
  const choices = lines.flatMap(choiceOf)
  if (choices.length === 0) return
  const { import_status: status } = await parts.choose(id, choices, { remember: false })
  console.log(`   ${choices.length} choices; the import is ${status}`)
}

function choiceOf({ status, bom_item_id, best_match: match }: LineResult): Choice[] {
  return status === 'multiple_matches' && match ? [{ bom_item_id, store_product_id: match.store_product_id }] : []
}

/** Every line with what became of it, and below it every sentence that says why. */
function showLines({ mapping_results: lines, status }: ImportDocument): void {
  table([
    ['line', 'needed', 'became', 'sure', 'product, and why'],
    ...lines.flatMap((line) => [
      [
        cut(line.bom_item_name, 30),
        line.bom_quantity === null ? '?' : String(line.bom_quantity),
        `${line.status} (${line.disposition})`,
        line.best_match === null ? '' : `${String(Math.round(line.best_match.confidence * 100))} %`,
        line.best_match?.store_product_name ?? '–',
      ],
      ...sentencesOf(line).map((sentence) => ['', '', '', '', `· ${sentence}`]),
    ]),
  ])
  console.log(`   the import is ${status}`)
}

function sentencesOf({ reasons, warnings, best_match: match }: LineResult): string[] {
  return [...new Set([...reasons, ...(match?.match_reasons ?? []), ...warnings])]
}

function showRun({ import_id: id }: ImportDocument, temporalUi: string): void {
  console.log(`   run: ${temporalUi}/namespaces/makrx-store/workflows/bom-import-${id}`)
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
