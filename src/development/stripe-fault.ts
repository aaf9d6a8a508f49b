/** An error as Stripe words it. */
export class StripeFault extends Error {
  readonly status: number
  readonly body: { readonly error: StripeErrorBody }

  constructor(status: number, error: StripeErrorBody) {
    super(error.message)
    this.status = status
    this.body = { error }
  }
}

interface StripeErrorBody {
  readonly type: string
  readonly code?: string
  readonly message: string
}
