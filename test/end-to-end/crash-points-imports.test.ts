import { randomUUID } from 'node:crypto'

import { PartsList, type CartItem, type ImportDocument } from '../../scripts/parts-list.js'
import { until, type StoreClient } from '../../scripts/store-client.js'
import type { DevelopmentStack } from '../../src/development/development-stack.js'
import { aroundEach, crashEverywhere } from '../support/crashes.js'
import { patiently } from '../support/patiently.js'
import { describeWithTemporal } from '../support/servers.js'
import { journalOf, shopperOf, startTestStack } from '../support/stack.js'

jest.setTimeout(900_000)

/** Three sure lines, of which the last lives on the pack of the first, and one that a person decides. */
const FILE = [
  'Ref,Qty,Value,Package,MPN',
  'R1 R2,2,10k,0603,RC0603FR-0710KL',
  'R3,12,1k,0603,RC0603FR-071KL',
  'C1,1,100nF,0603,',
  'R4 R5 R6,3,10k,0603,RC0603FR-0710KL',
  '',
].join('\n')
const INLINE = [
  { name: 'Resistor 10k 0603', part_number: 'RC0603FR-0710KL', quantity: 2 },
  { name: 'Resistor 1k 0603', part_number: 'RC0603FR-071KL', quantity: 12 },
  { name: 'Capacitor 100nF 0603', quantity: 1 },
  { name: 'Resistor 10k 0603', part_number: 'RC0603FR-0710KL', quantity: 3 },
]
const LINES = ['row-1', 'row-2', 'row-3', 'row-4']

/** The activities between the wish and the last choice, in their order. */
const ACTIVITIES = ['recordImport', 'readBom', 'matchLines', 'addToCart', 'settleImport', 'applyChoices']

const API_SITES = ['idempotency.after-claim', 'start.before-call', 'start.before-reply', 'update.before-reply']

/** Kill -9 at every step of an import: every line is in the cart once, and nobody has to help. */
describeWithTemporal('an import that is killed at any step', () => {
  let stack: DevelopmentStack
  let store: StoreClient
  beforeAll(async () => {
    stack = await startTestStack()
    store = (await shopperOf(stack)).store
  })
  afterAll(() => stack.stop())
  beforeEach(() => store.must(store.delete('/api/cart')))

  const inline = (parts: PartsList) => parts.begin({ bom: INLINE })
  const file = (parts: PartsList) => parts.beginFile({ name: 'list.csv', bytes: Buffer.from(FILE) })
  const project = (parts: PartsList) => parts.begin({ makrcave_project_id: 'older-project' })
  const prose = (parts: PartsList) =>
    parts.beginFile({ name: 'letter.txt', bytes: Buffer.from('dear sir or madam\nplease find attached\n') })

  /** One import to its last choice, by a storefront that repeats what was not answered. */
  async function play(begin: (parts: PartsList) => Promise<string>): Promise<ImportDocument> {
    const parts = new PartsList(store, { idempotencyKey: randomUUID() })
    const id = await patiently(() => begin(parts))
    const { mapping_results: lines } = await patiently(() => parts.settled(id, 180), 180)
    const choices = lines.flatMap(({ status, bom_item_id, best_match }) =>
      status === 'multiple_matches' && best_match
        ? [{ bom_item_id, store_product_id: best_match.store_product_id }]
        : [],
    )
    // What is remembered would be no choice the next time.
    if (choices.length > 0) await patiently(() => parts.choose(id, choices, { remember: false }))
    return patiently(() => parts.status(id))
  }

  /** Each line of each import is in the cart under its name, with the packs that it needs, and the cart holds no other. */
  async function expectThereOnce(imports: readonly ImportDocument[], lines: readonly string[]): Promise<void> {
    for (const { status, mapping_results: results, imported_items: imported } of imports) {
      expect(results.map(({ bom_item_id }) => bom_item_id)).toEqual(lines)
      expect([status, imported]).toEqual(['completed', lines.length])
    }
    const cart = await new PartsList(store).cart()
    const wanted = imports.flatMap(({ import_id: id, mapping_results: results }) =>
      results.map(({ bom_item_id, cart_quantity }) => `${id} ${bom_item_id} ${cart_quantity}`),
    )
    expect(
      sourcesOf(cart)
        .map(({ text }) => text)
        .sort(),
    ).toEqual(wanted.sort())
    for (const item of cart) {
      expect(item.quantity).toBe(sourcesOf([item]).reduce((sum, { quantity }) => sum + quantity, 0))
    }
  }

  test.each([
    ['inline', inline],
    ['file', file],
  ] as const)('the worker, before and after each activity of an import: %s', async (_name, begin) => {
    const imports = await crashEverywhere(stack.processes.worker, aroundEach(ACTIVITIES), () => play(begin))
    await expectThereOnce(imports, LINES)
  })

  test('the worker, before and after what speaks with MakrCave', async () => {
    const sites = aroundEach(['readBom', 'reportToCave'])
    const imports = await crashEverywhere(stack.processes.worker, sites, () => play(project))
    await expectThereOnce(imports, ['7'])
    for (const { import_id: id } of imports) {
      const told = await until('MakrCave being told', async () =>
        (await journalOf(stack)).find(({ report }) => report?.integration_id === id),
      )
      expect(told.report).toMatchObject({ mapped_items: 1, unmapped_items: 0 })
    }
  })

  test('the worker, before and after the end of an import that failed', async () => {
    const imports = await crashEverywhere(stack.processes.worker, aroundEach(['endImport']), () => play(prose))
    for (const document of imports) {
      expect(document).toMatchObject({ status: 'failed', total_items: 0, error_log: [{ code: 'bom_unreadable' }] })
    }
    await expectThereOnce([], [])
  })

  test.each([
    ['inline', inline],
    ['file', file],
  ] as const)('the API, at each of its hooks under an import: %s', async (_name, begin) => {
    const imports = await crashEverywhere(stack.processes.api, API_SITES, () => play(begin))
    await expectThereOnce(imports, LINES)
  })
})

function sourcesOf(cart: readonly CartItem[]): { text: string; quantity: number }[] {
  return cart
    .flatMap(({ meta }) => meta.bom_sources ?? [])
    .map(({ bom_import_id, bom_item_id, quantity }) => ({
      text: `${bom_import_id} ${bom_item_id} ${quantity}`,
      quantity,
    }))
}
