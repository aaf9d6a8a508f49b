import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface PreparedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** an object is sent as JSON */
  readonly body?: object | string
}

export interface RecordingServer {
  readonly url: string
  readonly received: () => readonly ReceivedRequest[]
  /** Resolves with the n-th request (from 1) once it is there. */
  readonly nth: (count: number) => Promise<ReceivedRequest>
  /** The next answers in turn; an empty 200 when there are none left. */
  readonly answerWith: (...answers: PreparedAnswer[]) => void
  readonly stop: () => Promise<void>
}

/** Somebody to talk to: keeps the exact bytes and headers that arrive and answers what was prepared. */
export async function startRecordingServer(): Promise<RecordingServer> {
  const received: ReceivedRequest[] = []
  const waiting = new Map<number, (request: ReceivedRequest) => void>()
  const answers: PreparedAnswer[] = []

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const kept = { method, path, headers, body: Buffer.concat(chunks) }
      received.push(kept)
      const { status = 200, headers: answered = {}, body = '' } = answers.shift() ?? {}
      response.writeHead(status, { 'content-type': 'application/json', ...answered })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
      waiting.get(received.length)?.(kept)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => received,
    nth: async (count) => received[count - 1] ?? new Promise((resolve) => waiting.set(count, resolve)),
    answerWith: (...next) => void answers.push(...next),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
