import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

import { isPublicAddress } from '../../src/adapters/checked-connector.js'
import {
  AnswerTooLarge,
  createOutboundHttp,
  wasNothingSent,
  type OutboundHttp,
} from '../../src/adapters/outbound-http.js'
import { freePort } from '../../src/development/free-port.js'
import { startRecordingServer, type RecordingServer } from '../support/recording-server.js'

/** Hosts that mean this machine, a private network, a cloud's metadata or nowhere, in every notation people try. */
const INSIDE = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0x7f.1',
    '017700000001',
    '0177.0.0.1',
  ],
  ...[
    '0177.1',
    '127.000.000.001',
    '127.255.255.254',
    '127.0.0.1.',
    'localhost',
    'LOCALHOST',
    'localhost.',
    '①②⑦.⓪.⓪.①',
  ],
  ...[
    '0',
    '0.0.0.0',
    '00',
    '0x0',
    '0.1',
    '10.0.0.1',
    '10.1',
    '0xa.1',
    '012.1',
    '167772161',
    '172.16.0.1',
    '172.31.255.255',
  ],
  ...[
    '192.168.0.1',
    '192.168.1',
    '3232235521',
    '0xc0a80001',
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '169.254.43518',
  ],
  ...['100.64.0.1', '192.0.0.1', '192.0.2.1', '198.18.0.1', '203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...[
    '[::1]',
    '[::]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::ffff:10.0.0.1]',
    '[::127.0.0.1]',
  ],
  ...[
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b::a9fe:a9fe]',
    '[2002:7f00:1::]',
    '[2001::1]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd12::1]',
  ],
  ...['[ff02::1]', '[2001:db8::1]', '[fec0::1]'],
]

describe('the way out', () => {
  let upstream: RecordingServer
  const opened: OutboundHttp[] = []
  const open = (change: object = {}): OutboundHttp => {
    const http = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 20_000, ...change })
    opened.push(http)
    return http
  }

  beforeEach(async () => {
    upstream = await startRecordingServer()
  })
  afterEach(async () => {
    await Promise.all([upstream.stop(), ...opened.splice(0).map(async (http) => http.close())])
  })

  describe('to addresses that are not public', () => {
    test(`is closed in each of ${INSIDE.length} notations, and nothing is connected`, async () => {
      expect(INSIDE.length).toBeGreaterThanOrEqual(60)
      const listener = await startListener()
      const http = open({ allowPrivateUpstreams: false })
      const failures = await Promise.all(
        INSIDE.map(async (host) => failureOf(http.fetch(`https://${host}:${listener.port}/`))),
      )
      const refused = failures.filter((error) => error !== undefined)
      expect(refused).toHaveLength(INSIDE.length)
      expect(listener.connections()).toBe(0)

      // The same listener is reached by whoever may, so the zero above is the judge's doing.
      void failureOf(open({ totalMs: 5_000 }).fetch(`https://127.0.0.1:${listener.port}/`))
      await listener.connected
      await listener.stop()
    })

    test('is closed for plain http, whatever the address', async () => {
      const failure = await failureOf(open({ allowPrivateUpstreams: false }).fetch(upstream.url))
      expect(wasNothingSent(failure)).toBe(true)
      expect(upstream.received()).toHaveLength(0)
    })

    test('is judged by the whole address, not by its text', () => {
      expect(['8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8'].every(isPublicAddress)).toBe(true)
      expect(
        ['::ffff:127.0.0.1', 'fe80::1%eth0', '100.64.0.1', '', 'example.org', '1.2.3.4.5'].some(isPublicAddress),
      ).toBe(false)
    })
  })

  test('asks with the original host name', async () => {
    await open().fetch(upstream.url.replace('127.0.0.1', 'localhost'))
    expect(upstream.received()[0]?.headers.host).toMatch(/^localhost:/)
  })

  test('does not follow a redirect', async () => {
    upstream.answerWith({ status: 302, headers: { location: `${upstream.url}/elsewhere` } })
    const response = await open().fetch(upstream.url)
    expect(response.status).toBe(302)
    expect(upstream.received()).toHaveLength(1)
  })

  test('reads an answer up to its cap and not a byte further', async () => {
    upstream.answerWith({ body: 'x'.repeat(1_000) }, { body: 'x'.repeat(1_001) })
    const http = open({ maxBytes: 1_000 })
    expect(await (await http.fetch(upstream.url)).text()).toHaveLength(1_000)
    expect(await failureOf(http.fetch(upstream.url))).toBeInstanceOf(AnswerTooLarge)
  })

  test('counts what an answer unpacks to, not what was sent', async () => {
    const { gzipSync } = await import('node:zlib')
    const packed = gzipSync('x'.repeat(5_000_000))
    const server = await startListener((socket) => {
      socket.end(
        Buffer.concat([
          Buffer.from(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`),
          packed,
        ]),
      )
    })
    expect(await failureOf(open().fetch(`http://127.0.0.1:${server.port}/`))).toBeInstanceOf(AnswerTooLarge)
    await server.stop()
  })

  test('gives up in time on an upstream that never answers, and that may have been heard', async () => {
    const server = await startListener()
    const failure = await failureOf(
      open({ totalMs: 200 }).fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: 'x' }),
    )
    expect(failure).toBeDefined()
    expect(wasNothingSent(failure)).toBe(false)
    await server.stop()
  })

  test('gives up when its caller does', async () => {
    const server = await startListener()
    const caller = new AbortController()
    const asked = failureOf(open().fetch(`http://127.0.0.1:${server.port}/`, { signal: caller.signal }))
    await server.connected
    caller.abort()
    expect(await asked).toBeDefined()
    await server.stop()
  })

  test('knows that nothing was sent when the connection was refused or the name does not exist', async () => {
    const refused = await failureOf(
      open().fetch(`http://127.0.0.1:${await freePort()}/`, { method: 'POST', body: 'x' }),
    )
    const unknown = await failureOf(open().fetch('http://no-such-host.invalid/', { method: 'POST', body: 'x' }))
    expect([wasNothingSent(refused), wasNothingSent(unknown)]).toEqual([true, true])
  })

  test('does not claim so when the connection broke after the request', async () => {
    const server = await startListener((socket) => socket.destroy())
    const failure = await failureOf(open().fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: 'x' }))
    expect(failure).toBeDefined()
    expect(wasNothingSent(failure)).toBe(false)
    await server.stop()
  })
})

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error ?? 'failed',
  )
}

interface Listener {
  readonly port: number
  readonly connections: () => number
  readonly connected: Promise<void>
  readonly stop: () => Promise<void>
}

/** A bare socket that counts who comes; `onRequest` gets the socket once something was sent to it. */
async function startListener(onRequest: (socket: Socket) => void = () => undefined): Promise<Listener> {
  const sockets: Socket[] = []
  let hasConnected: () => void = () => undefined
  const connected = new Promise<void>((resolve) => (hasConnected = resolve))
  const server: Server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => onRequest(socket))
    hasConnected()
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => sockets.length,
    connected,
    async stop() {
      sockets.forEach((socket) => socket.destroy())
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
