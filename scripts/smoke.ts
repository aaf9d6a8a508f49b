import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

import { PartsList, type ImportDocument } from './parts-list.js'
import { PrintOrder, type MeasuredUpload, type Quote, type ServiceOrder } from './print-order.js'
import { demoToken, StoreClient, until, type Json } from './store-client.js'

const API = process.env.BASE_URL ?? 'http://localhost:8000'
const PEERS = process.env.PEERS_URL ?? 'http://localhost:8001'
const FLOWS = '/api/complete_flows'
const LATER = ['2 brands', '3 collections', '4 popular tags', '5 category tree']
const STATUSES = ['mapped', 'out_of_stock', 'multiple_matches', 'unmapped', 'excluded'] as const

interface Step {
  readonly name: string
  run(): Promise<void>
}

/** The smoke sequence against a running stack; ends with exit 1 at the first step that is not as expected. */
class SmokeRun {
  private readonly store: StoreClient
  private readonly print: PrintOrder
  private readonly parts: PartsList
  private imported: ImportDocument | undefined
  private upload: MeasuredUpload | undefined
  private quote: Quote | undefined
  private order: ServiceOrder | undefined
  private jobId = ''

  constructor(store: StoreClient) {
    this.store = store
    this.print = new PrintOrder(store, PEERS)
    this.parts = new PartsList(store)
  }

  readonly steps: readonly Step[] = [
    { name: '1 health, docs, metrics', run: () => this.health() },
    ...LATER.map((name) => ({ name: `${name}: not there yet`, run: () => Promise.resolve() })),
    { name: '6 BOM import', run: () => this.import() },
    { name: '7 manual mapping', run: () => this.map() },
    { name: '8 upload and measure', run: () => this.measure() },
    { name: '9 quote', run: () => this.price() },
    { name: '10 accept, twice', run: () => this.accept() },
    { name: '11 publish before payment', run: () => this.publishUnpaid() },
    { name: '12 pay', run: () => this.pay() },
    { name: '13 published', run: () => this.publish() },
    { name: '14 callbacks', run: () => this.callbacks() },
    { name: '15 until completed', run: () => this.complete() },
  ]

  private async health(): Promise<void> {
    for (const page of ['/health', '/health/ready', '/docs', '/metrics']) {
      expect((await this.store.get(page)).status === 200, `${page} answers 200`)
    }
    const { status } = await this.store.must(this.store.get<{ status: string }>('/health/ready'))
    expect(status === 'healthy', 'ready and healthy')
  }

  /** Begins with an empty cart and remembers no choice, so that it can run again. */
  private async import(): Promise<void> {
    await this.store.must(this.store.delete('/api/cart'))
    const id = await this.parts.begin({ makrcave_project_id: 'demo-project' })
    this.imported = await this.parts.settled(id)
    const { status, mapping_results: lines } = this.imported
    expect(status === 'partial', 'lines are left for a person')
    for (const each of STATUSES)
      expect(
        lines.some((line) => line.status === each),
        `a line is ${each}`,
      )
    expect(
      lines.every((line) => line.added_to_cart === (line.status === 'mapped')),
      'mapped lines are in the cart, and only they',
    )
  }

  private async map(): Promise<void> {
    const { import_id: id, mapping_results: lines } = must(this.imported)
    const anything = must(lines.find(({ status }) => status === 'mapped')?.best_match ?? undefined).store_product_id
    const open = lines.filter(({ status }) => status === 'multiple_matches' || status === 'unmapped')
    const choices = open.map(({ bom_item_id, best_match }) => ({
      bom_item_id,
      store_product_id: best_match?.store_product_id ?? anything,
    }))
    const { results } = await this.parts.choose(id, choices, { remember: false })
    expect(results.length === open.length && results.every(({ success }) => success), 'every choice is taken')
    const { status, mapping_results: after } = await this.parts.settled(id)
    expect(status === 'completed', 'nothing is left open')
    const ofImport = (await this.parts.cart()).filter(({ meta }) =>
      meta.bom_sources?.some(({ bom_import_id }) => bom_import_id === id),
    )
    const wanted = after.filter(({ added_to_cart }) => added_to_cart)
    const named = new Set(ofImport.flatMap(({ meta }) => meta.bom_sources ?? []).map(({ bom_item_id }) => bom_item_id))
    expect(wanted.length > 0 && wanted.every(({ bom_item_id }) => named.has(bom_item_id)), 'every line is in the cart')
  }

  private async measure(): Promise<void> {
    this.upload = await this.print.upload()
    const { dimensions_mm: size, volume_mm3: volume } = this.upload.file_info
    expect(size.x === 60 && size.y === 25 && size.z === 40, 'the bracket is 60 × 25 × 40 mm')
    expect(Math.abs(volume - 11_875) < 1, 'its volume is 11,875 mm³')
  }

  private async price(): Promise<void> {
    this.quote = await this.print.quote(must(this.upload).upload_id, { material: 'PETG', quantity: 2 })
    const flat = this.quote.breakdown
    const cents = (name: string): number => Math.round((flat[name] ?? NaN) * 100)
    const lines = ['material_cost', 'machine_cost', 'labor_cost', 'support_cost', 'setup_fee', 'rush_surcharge']
    const sum = [...lines, 'minimum_adjustment'].reduce((total, name) => total + cents(name), 0)
    expect(sum - cents('quantity_discount') === cents('subtotal'), 'the lines add up to the subtotal')
    const total = cents('subtotal') + cents('tax_amount') + cents('delivery_cost')
    expect(total === cents('total') && cents('total') === Math.round(this.quote.price * 100), 'and to the price')
  }

  private async accept(): Promise<void> {
    this.order = await this.print.order(must(this.quote).quote_id)
    const again = await this.print.order(must(this.quote).quote_id)
    expect(again.service_order_id === this.order.service_order_id, 'the same service order both times')
    expect(again.payment_intent.payment_id === this.order.payment_intent.payment_id, 'the same payment both times')
  }

  private async publishUnpaid(): Promise<void> {
    const { status, body } = await this.store.post(this.publishPath())
    expect(status === 409 && body.code === 'payment_required', '409 payment_required')
  }

  private async pay(): Promise<void> {
    const { payment_intent: intent, service_order_id: id } = must(this.order)
    await this.print.pay(intent.payment_id)
    await until('a job at MakrCave', async () =>
      (await this.print.status(id)).cave_job_id === null ? undefined : true,
    )
  }

  private async publish(): Promise<void> {
    const published = await this.store.must(
      this.store.post<{ status: string; cave_job_id: string }>(this.publishPath()),
    )
    expect(published.status === 'published_to_cave', 'published_to_cave')
    this.jobId = published.cave_job_id
    const { cave_job_id: id } = await this.print.status(must(this.order).service_order_id)
    expect(id === this.jobId, 'the same job')
  }

  private async callbacks(): Promise<void> {
    const body = JSON.stringify({ job_id: this.jobId, status: 'assigned', notes: 'smoke' })
    const secret = callbackSecret()
    if (secret === undefined) {
      console.log('   left out: no callback secret of this stack is at hand')
      return
    }
    const good = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
    const bad = `sha256=${'0'.repeat(64)}`
    expect((await this.callBack(body, bad)).status === 403, 'a wrong signature is 403')
    const first = await this.callBack(body, good)
    expect(first.status === 200 && first.body.message === 'accepted', 'the right one is accepted')
    const second = await this.callBack(body, good)
    expect(second.status === 200 && second.body.message === 'duplicate', 'and a duplicate afterwards')
  }

  private async complete(): Promise<void> {
    const { timeline } = await this.print.reached(must(this.order).service_order_id, ['completed'], 120)
    expect(
      timeline.every(({ seq }, index) => seq === index + 1),
      'the timeline has no gap',
    )
    const applied = timeline.filter((event) => event.applied).map(({ status }) => status)
    expect(new Set(applied).size === applied.length, 'one entry for each applied event')
  }

  private publishPath(): string {
    return `${FLOWS}/service-orders/${must(this.order).service_order_id}/publish-to-cave`
  }

  private async callBack(body: string, signature: string): Promise<{ status: number; body: Json }> {
    const response = await fetch(`${API}/api/bridge/jobs/${this.jobId}/status`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-signature': signature },
      body,
    })
    return { status: response.status, body: (await response.json()) as Json }
  }
}

/** The secret that the running development stack generated. */
function callbackSecret(): string | undefined {
  if (process.env.CAVE_WEBHOOK_SECRET) return process.env.CAVE_WEBHOOK_SECRET
  try {
    const secrets = JSON.parse(readFileSync(path.resolve('.dev', 'secrets.json'), 'utf8')) as Record<string, string>
    return secrets.CAVE_WEBHOOK_SECRET
  } catch {
    return undefined
  }
}

function expect(isTrue: boolean, sentence: string): void {
  if (!isTrue) throw new Error(`not so: ${sentence}`)
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('an earlier step did not run')
  return value
}

async function main(): Promise<void> {
  const run = new SmokeRun(new StoreClient(API, await demoToken(PEERS, 'shopper')))
  for (const step of run.steps) {
    await step.run().catch((error: unknown) => {
      throw new Error(`${step.name}: ${error instanceof Error ? error.message : String(error)}`)
    })
    console.log(`ok  ${step.name}`)
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
