import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { showImports } from './demo-imports.js'
import { PrintOrder, type OrderStatus, type Quote } from './print-order.js'
import { demoToken, StoreClient, until } from './store-client.js'
import { drawPicture } from './terminal-picture.js'
import { say, table } from './terminal-text.js'

const API = process.env.BASE_URL ?? 'http://localhost:8000'
const PEERS = process.env.PEERS_URL ?? 'http://localhost:8001'
const TEMPORAL_UI = process.env.TEMPORAL_UI_URL ?? 'http://localhost:8233'
const MATERIALS = ['PLA', 'PETG', 'ABS', 'TPU', 'PA_CF']

/** The store's story in the terminal, on the running stack: first as it should be, then with MakrCave in trouble. */
async function main(): Promise<void> {
  const store = new StoreClient(API, await demoToken(PEERS, 'shopper'))
  const print = new PrintOrder(store, PEERS)

  say('1. A shopper uploads a bracket')
  const upload = await print.upload()
  const { dimensions_mm: size, ...info } = upload.file_info
  table([
    ['size', `${size.x} × ${size.y} × ${size.z} mm`],
    ['volume', `${info.volume_mm3} mm³`],
    ['surface', `${info.surface_area_mm2} mm²`],
    ['weight, PLA 20 %', `${info.estimated_weight_g} g`],
    ['findings', info.findings.map(({ message }) => message).join(' ') || 'none'],
  ])
  await showPicture(store, upload.upload_id)

  say('2. and asks what it costs')
  const quotes = await quoteAll(print, upload.upload_id)
  table([
    ['material', 'price', 'weight', 'time'],
    ...quotes.map(({ material, quote }) => [
      material,
      `₹${quote.price.toFixed(2)}`,
      `${quote.estimated_weight_g} g`,
      `${quote.estimated_time_minutes} min`,
    ]),
  ])

  say('3. PLA it is: accepted, paid, published, printed')
  const first = await buy(print, quotes[0]?.quote)
  showTimeline(await print.reached(first.serviceOrderId, ['completed']))
  showRuns(first)

  say('4. The same again, while MakrCave is down, and then takes one job without answering')
  await caveMode({ mode: 'down' })
  const again = await print.quote(upload.upload_id, { material: 'PLA' })
  const second = await buy(print, again)
  await print.reached(second.serviceOrderId, ['paid'])
  const refusals = await until('MakrCave refusing the job', () => refusedCalls(2))
  console.log(`   MakrCave has refused ${refusals} calls; the order waits, paid and safe.`)
  await caveMode({ mode: 'apply_then_hang', calls: 1 })
  console.log('   Now it takes the job and never answers. The store looks the job up before it sends again …')
  const end = await print.reached(second.serviceOrderId, ['completed'], 180)
  showTimeline(end)
  const jobs = await jobsOf(second.number)
  console.log(`   jobs that MakrCave holds for order ${second.number}: ${jobs}`)
  showRuns(second)
  if (jobs !== 1) throw new Error('the order did not arrive exactly once')
  await showImports(store, TEMPORAL_UI)
}

interface Bought {
  readonly quoteId: string
  readonly serviceOrderId: string
  readonly number: string
}

async function buy(print: PrintOrder, quote: Quote | undefined): Promise<Bought> {
  if (!quote) throw new Error('there is no quote')
  const order = await print.order(quote.quote_id)
  console.log(`   ${order.service_order_number}: ₹${order.payment_amount.toFixed(2)} to pay`)
  await print.pay(order.payment_intent.payment_id)
  return {
    quoteId: quote.quote_id,
    serviceOrderId: order.service_order_id,
    number: order.service_order_number.replace('SO-', ''),
  }
}

async function quoteAll(print: PrintOrder, uploadId: string): Promise<{ material: string; quote: Quote }[]> {
  const quotes: { material: string; quote: Quote }[] = []
  for (const material of MATERIALS) quotes.push({ material, quote: await print.quote(uploadId, { material }) })
  return quotes
}

async function showPicture(store: StoreClient, uploadId: string): Promise<void> {
  const document = await store.must(store.get<{ preview_url: string | null }>(`/api/uploads/${uploadId}`))
  if (!document.preview_url) return
  const picture = Buffer.from(await (await fetch(document.preview_url)).arrayBuffer())
  const file = path.resolve('.dev', 'demo-bracket.png')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, picture)
  console.log(`\n${drawPicture(picture, 64)}\n\n   picture: ${file}`)
}

function showTimeline({ timeline }: OrderStatus): void {
  table(
    timeline.map(({ seq, at, status, note, actor, applied }) => [
      String(seq),
      at.slice(11, 23),
      applied ? status : `(${status})`,
      actor,
      note ?? '',
    ]),
  )
}

function showRuns({ quoteId, serviceOrderId }: Bought): void {
  const base = `${TEMPORAL_UI}/namespaces/makrx-store/workflows`
  console.log(`   runs: ${base}/quote-${quoteId}\n         ${base}/publication-${serviceOrderId}`)
}

async function caveMode(mode: { mode: string; calls?: number }): Promise<void> {
  await fetch(`${PEERS}/dev/makrcave/mode`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(mode),
  })
}

/** How many calls MakrCave has turned away, once there are at least so many. */
async function refusedCalls(least: number): Promise<number | undefined> {
  const { hits } = (await (await fetch(`${PEERS}/dev/makrcave/mode`)).json()) as { hits: number }
  return hits >= least ? hits : undefined
}

async function jobsOf(orderNumber: string): Promise<number> {
  const { entries } = (await (await fetch(`${PEERS}/dev/journal/makrcave`)).json()) as {
    entries: { kind: string; job?: { external_order_id: string } }[]
  }
  return entries.filter(({ kind, job }) => kind === 'job_created' && job?.external_order_id === orderNumber).length
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
