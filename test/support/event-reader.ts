/** One message of an event stream, as a browser would hand it on. */
export interface StreamMessage {
  readonly id?: string
  readonly event?: string
  readonly retry?: string
  readonly data?: unknown
}

/** Reads an event stream over HTTP, message by message. Close it when the test is done with it. */
export class EventReader {
  readonly response: Response
  private readonly abort: AbortController
  private readonly messages: AsyncGenerator<StreamMessage, void>

  private constructor(response: Response, abort: AbortController) {
    this.response = response
    this.abort = abort
    this.messages = messagesOf(response)
  }

  static async open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<EventReader> {
    const abort = new AbortController()
    return new EventReader(await fetch(url, { headers, signal: abort.signal }), abort)
  }

  /** The next message; undefined when the server has closed the stream. */
  async next(): Promise<StreamMessage | undefined> {
    const { value } = await this.messages.next()
    return value ?? undefined
  }

  /** Everything up to the end of the stream. */
  async rest(): Promise<StreamMessage[]> {
    const all: StreamMessage[] = []
    for (let one = await this.next(); one !== undefined; one = await this.next()) all.push(one)
    return all
  }

  close(): void {
    this.abort.abort()
  }
}

async function* messagesOf({ body }: Response): AsyncGenerator<StreamMessage, void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks.filter((one) => !one.startsWith(':'))) yield messageOf(block)
  }
}

function messageOf(block: string): StreamMessage {
  const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]))
  const { data, ...others } = fields
  return data === undefined ? others : { ...others, data: JSON.parse(data) as unknown }
}
