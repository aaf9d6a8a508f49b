import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'

import { DiskObjectStore } from '../../src/adapters/disk-object-store.js'
import { S3ObjectStore } from '../../src/adapters/s3-object-store.js'
import { UpstreamRefused, UpstreamUnavailable } from '../../src/domain/errors.js'
import { devStorageRoutes } from '../../src/http/routes/dev-storage.js'
import { buildTestApp } from '../support/build-app.js'
import { scratchFolder } from '../support/scratch-folder.js'
import { servers } from '../support/servers.js'
import { describeObjectStore } from './object-store.js'

describeObjectStore('S3', () => {
  const store = new S3ObjectStore(s3Config())
  const stop = (): Promise<void> => {
    store.close()
    return Promise.resolve()
  }
  return Promise.resolve({ store, stop })
})

describeObjectStore('disk', async () => {
  const address = { origin: '' }
  const store = new DiskObjectStore({
    kind: 'disk',
    directory: scratchFolder(),
    signingKey: 'a-signing-key-for-tests-alone',
    get publicBaseUrl() {
      return address.origin
    },
  })
  const { app, close } = await buildTestApp({
    routes: devStorageRoutes,
    replace: { store },
    environment: { RATE_LIMIT_API: '1000' },
  })
  address.origin = await app.listen({ host: '127.0.0.1', port: 0 })
  return { store, stop: close }
})

describe('links of the S3 store', () => {
  const request = { key: 'uploads/a/b.stl', contentType: 'model/stl', seconds: 60 }

  test('a signed PUT binds length, type and host, and carries no checksum of an empty body', async () => {
    const store = new S3ObjectStore(s3Config())
    const url = new URL((await store.signPut({ ...request, bytes: 250 })).url)
    expect([...url.searchParams.keys()].sort()).toEqual([
      ...['X-Amz-Algorithm', 'X-Amz-Content-Sha256', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires'],
      ...['X-Amz-Signature', 'X-Amz-SignedHeaders', 'x-id'],
    ])
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host')
  })

  test('encryption at rest is asked for in PUT and form when it is switched on', async () => {
    const store = new S3ObjectStore({ ...s3Config(), useSse: true })
    const put = await store.signPut({ ...request, bytes: 250 })
    const form = await store.signForm({ ...request, minBytes: 100, maxBytes: 200 })
    const sse = { 'x-amz-server-side-encryption': 'AES256' }
    expect(put.headers).toEqual({ 'Content-Type': 'model/stl', ...sse })
    expect(new URL(put.url).searchParams.get('X-Amz-SignedHeaders')).toContain('x-amz-server-side-encryption')
    expect(form.fields).toMatchObject(sse)
  })
})

describe('failures of the S3 store', () => {
  test('no answer is an outage, for every call', async () => {
    const store = new S3ObjectStore({ ...s3Config(), endpoint: 'http://127.0.0.1:9' })
    const key = 'uploads/a/b.stl'
    const calls = [
      store.head(key),
      store.open(key),
      store.put({ key, body: Buffer.from('x'), contentType: 'text/plain' }),
      store.copy(key, 'clean/a/b'),
      store.remove(key),
      store.list({ prefix: 'clean/', olderThan: new Date(), limit: 1 }),
      store.ping(new AbortController().signal),
    ]
    for (const call of calls) await expect(call).rejects.toBeInstanceOf(UpstreamUnavailable)
  })

  test('an answer of 5xx is an outage', async () => {
    const { endpoint, stop } = await serve((_, response) => response.writeHead(503).end())
    const store = new S3ObjectStore({ ...s3Config(), endpoint })
    await expect(store.head('uploads/a/b.stl')).rejects.toBeInstanceOf(UpstreamUnavailable)
    await expect(store.remove('uploads/a/b.stl')).rejects.toBeInstanceOf(UpstreamUnavailable)
    store.close()
    await stop()
  })

  test('a download that breaks off is an outage, not a shorter file', async () => {
    const { endpoint, stop } = await serve((request, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('the beginning', () => request.socket.destroy())
    })
    const store = new S3ObjectStore({ ...s3Config(), endpoint })
    const stream = await store.open('uploads/a/b.stl')
    await expect(buffer(stream)).rejects.toBeInstanceOf(UpstreamUnavailable)
    store.close()
    await stop()
  })

  test('a download that its reader gave up ends as given up', async () => {
    const { endpoint, stop } = await serve(() => undefined)
    const store = new S3ObjectStore({ ...s3Config(), endpoint })
    await expect(store.open('uploads/a/b.stl', AbortSignal.abort())).rejects.toThrow(/abort/i)
    store.close()
    await stop()
  })

  test('a wrong key is a refusal that names neither place nor key', async () => {
    const store = new S3ObjectStore({ ...s3Config(), secretKey: 'not-the-key-of-this-store' })
    const refusal = await store.open('uploads/a/b.stl').catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(UpstreamRefused)
    expect((refusal as UpstreamRefused).status).toBe(403)
    expect(String(refusal)).not.toMatch(/127\.0\.0\.1|uploads|not-the-key/)
  })
})

describe('the disk store', () => {
  test('a key that leads out of its folder is refused', async () => {
    const store = new DiskObjectStore({ kind: 'disk', directory: scratchFolder(), signingKey: 'x', publicBaseUrl: '' })
    for (const key of ['../out', 'a/../../out', '/etc/passwd', 'a//b', '.hidden', 'a\\b', 'a\0b', '', 'a/b\n']) {
      await expect(store.head(key)).rejects.toBeInstanceOf(UpstreamRefused)
      await expect(store.put({ key, body: Buffer.from('x'), contentType: 'text/plain' })).rejects.toBeInstanceOf(
        UpstreamRefused,
      )
    }
  })

  test('a folder that cannot be written is an outage', async () => {
    const file = join(scratchFolder(), 'file')
    writeFileSync(file, 'in the way')
    const store = new DiskObjectStore({ kind: 'disk', directory: file, signingKey: 'x', publicBaseUrl: '' })
    await expect(store.ping()).rejects.toBeInstanceOf(UpstreamUnavailable)
    const put = store.put({ key: 'a/b', body: Buffer.from('x'), contentType: 'text/plain' })
    await expect(put).rejects.toBeInstanceOf(UpstreamUnavailable)
  })
})

async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { endpoint: `http://127.0.0.1:${port}`, stop }
}

function s3Config() {
  return { kind: 's3', ...servers().s3, useSse: false } as const
}
