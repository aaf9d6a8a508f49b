import { bracketStl } from './bracket.js'
import { until, type Json, type StoreClient } from './store-client.js'

export interface MeasuredUpload extends Json {
  readonly upload_id: string
  readonly file_info: {
    readonly dimensions_mm: { readonly x: number; readonly y: number; readonly z: number }
    readonly volume_mm3: number
    readonly surface_area_mm2: number
    readonly estimated_weight_g: number
    readonly findings: readonly { readonly code: string; readonly message: string }[]
  }
}

export interface Quote extends Json {
  readonly quote_id: string
  readonly quote_number: string
  readonly price: number
  readonly estimated_weight_g: number
  readonly estimated_time_minutes: number
  readonly breakdown: Readonly<Record<string, number>>
}

export interface ServiceOrder extends Json {
  readonly service_order_id: string
  readonly service_order_number: string
  readonly payment_amount: number
  readonly payment_intent: { readonly payment_id: string; readonly provider: string }
}

export interface OrderStatus extends Json {
  readonly status: string
  readonly cave_job_id: string | null
  readonly timeline: readonly {
    readonly seq: number
    readonly at: string
    readonly status: string
    readonly note: string | null
    readonly actor: string
    readonly applied: boolean
  }[]
}

const FLOWS = '/api/complete_flows'

/** The road of a print through the storefront's endpoints, step by step. */
export class PrintOrder {
  private readonly store: StoreClient
  private readonly peers: string
  private readonly keys: Record<string, string>

  /** With an idempotency key every write may be repeated until it is answered; completing has its own, the upload. */
  constructor(store: StoreClient, peers: string, options: { readonly idempotencyKey?: string } = {}) {
    this.store = store
    this.peers = peers
    this.keys = options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }
  }

  async upload(): Promise<MeasuredUpload> {
    const model = bracketStl()
    const signed = await this.store.must(
      this.store.post<{ upload_id: string; file_key: string; upload_url: string; headers: Record<string, string> }>(
        `${FLOWS}/upload/sign`,
        { filename: 'bracket.stl', content_type: 'model/stl', file_size: model.length },
        this.keys,
      ),
    )
    const put = await fetch(signed.upload_url, { method: 'PUT', headers: signed.headers, body: new Uint8Array(model) })
    if (!put.ok) throw new Error(`the object store answered ${put.status}`)
    const { upload_id, file_key } = signed
    return this.measured({ upload_id, file_key })
  }

  /** Completes without a key: under its business key, the upload, a repeat answers how far the measuring is now. */
  private measured(body: Json): Promise<MeasuredUpload> {
    return until(
      'the model being measured',
      async () => {
        const answer = await this.store.post<MeasuredUpload>(`${FLOWS}/upload/complete`, body, { prefer: 'wait=30' })
        return answer.status === 202 ? undefined : this.store.must(Promise.resolve(answer))
      },
      150,
    )
  }

  quote(uploadId: string, settings: Json): Promise<Quote> {
    return this.store.must(this.store.post<Quote>(`${FLOWS}/quote`, { upload_id: uploadId, ...settings }, this.keys))
  }

  order(quoteId: string): Promise<ServiceOrder> {
    const shipping_address = {
      name: 'Asha Rao',
      line1: '12 Church Street',
      city: 'Bengaluru',
      postal_code: '560001',
      phone: '+91 80 0000 0000',
    }
    const body = { quote_id: quoteId, delivery_mode: 'ship', shipping_address }
    return this.store.must(this.store.post<ServiceOrder>(`${FLOWS}/service-orders/from-quote`, body, this.keys))
  }

  /** Pays at the peers, which send the provider's signed event to the store. */
  async pay(paymentId: string, outcome = 'succeed'): Promise<void> {
    const response = await fetch(`${this.peers}/dev/payments/${paymentId}/complete`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outcome }),
    })
    if (!response.ok) throw new Error(`the payment peer answered ${response.status}: ${await response.text()}`)
  }

  status(serviceOrderId: string): Promise<OrderStatus> {
    return this.store.must(this.store.get<OrderStatus>(`${FLOWS}/service-orders/${serviceOrderId}/status`))
  }

  /** Waits until the order has come to one of these words. */
  reached(serviceOrderId: string, words: readonly string[], seconds = 90): Promise<OrderStatus> {
    return until(
      `the order reaching ${words.join(' or ')}`,
      async () => {
        const status = await this.status(serviceOrderId)
        return words.includes(status.status) ? status : undefined
      },
      seconds,
    )
  }
}
