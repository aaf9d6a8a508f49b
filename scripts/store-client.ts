/** A call that did not answer as it should. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer'
}

export interface Answer<T> {
  readonly status: number
  readonly body: T
  readonly headers: Headers
}

export type Json = Record<string, unknown>

/** Calls the store as a storefront would: JSON in, JSON out, one bearer token. */
export class StoreClient {
  private readonly origin: string
  private readonly token: string | undefined

  constructor(origin: string, token?: string) {
    this.origin = origin
    this.token = token
  }

  get<T = Json>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.call('GET', path, { headers })
  }

  post<T = Json>(path: string, body: Json = {}, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.call('POST', path, { body, headers })
  }

  postForm<T = Json>(path: string, form: FormData, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.call('POST', path, { form, headers })
  }

  delete<T = Json>(path: string): Promise<Answer<T>> {
    return this.call('DELETE', path)
  }

  /** A call whose answer must be 200; anything else ends the script with what came instead. */
  async must<T>(answer: Promise<Answer<T>>): Promise<T> {
    const { status, body } = await answer
    if (status !== 200) throw new UnexpectedAnswer(`expected 200, got ${status}: ${JSON.stringify(body)}`)
    return body
  }

  private async call<T>(
    method: string,
    path: string,
    sent: { body?: Json; form?: FormData; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const response = await reach(`${this.origin}${path}`, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(sent.body ? { 'content-type': 'application/json' } : {}),
        ...sent.headers,
      },
      ...(sent.body ? { body: JSON.stringify(sent.body) } : {}),
      ...(sent.form ? { body: sent.form } : {}),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as T, headers: response.headers }
  }
}

/** A token of one of the demo people, from the peers. */
export async function demoToken(peers: string, username: string): Promise<string> {
  const response = await reach(`${peers}/dev/keycloak/realms/makrx/protocol/openid-connect/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'password', username, password: 'any', client_id: 'makrx-store-api' }),
  })
  const { access_token: token } = (await response.json()) as { access_token?: string }
  if (!token) throw new UnexpectedAnswer('The peers gave no token; is the stack running (make start-dev)?')
  return token
}

/** Asks until the answer is there, at most for `seconds`. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > deadline) throw new UnexpectedAnswer(`${what} did not happen within ${seconds} s`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** `fetch`, with a sentence that says what to do when nobody is there. */
async function reach(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, init).catch((cause: unknown) => {
    const hint = 'is the stack running (make start-dev)? BASE_URL and PEERS_URL name other addresses.'
    throw new Error(`Nothing answers at ${new URL(url).origin}; ${hint}`, { cause })
  })
}
