import { createHash, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'

import { UpstreamRefused } from '../../src/domain/errors.js'
import type { ObjectStore, SignedForm, SignedPut } from '../../src/ports.js'
import { scratchFolder } from '../support/scratch-folder.js'

const TYPE = 'model/stl'
const SECONDS = 60
const BYTES = Buffer.from(`solid ${'cube '.repeat(50)}endsolid`)
const PAST = new Date(Date.now() - 86_400_000)
const FUTURE = new Date(Date.now() + 86_400_000)

/** Everything that the product relies on in an object store; run whole on every adapter. */
export function describeObjectStore(name: string, startStore: () => Promise<StartedStore>): void {
  describe(`the object store on ${name}`, () => {
    let started: StartedStore
    let store: ObjectStore
    beforeAll(async () => {
      started = await startStore()
      store = started.store
    })
    afterAll(async () => started.stop())
    const { signal } = new AbortController()

    test('what was put is found with size, type and SHA-256, and reads back as it was', async () => {
      const key = newKey()
      await store.put({ key, body: BYTES, contentType: TYPE })
      expect(await store.head(key)).toMatchObject({ bytes: BYTES.length, contentType: TYPE, sha256: sha256(BYTES) })
      expect(await buffer(await store.open(key))).toEqual(BYTES)
    })

    test('a file is put as bytes are', async () => {
      const [key, path] = [newKey(), join(scratchFolder(), 'model.stl')]
      const body = Buffer.alloc(3_000_000, 'facet')
      writeFileSync(path, body)
      await store.put({ key, body: { path, bytes: body.length }, contentType: TYPE })
      expect(await store.head(key)).toMatchObject({ bytes: body.length, sha256: sha256(body) })
      expect(sha256(await buffer(await store.open(key)))).toBe(sha256(body))
    })

    test('putting again replaces bytes, type and version', async () => {
      const key = newKey()
      await store.put({ key, body: BYTES, contentType: TYPE })
      const before = await store.head(key)
      await store.put({ key, body: Buffer.from('other bytes'), contentType: 'text/plain' })
      const after = await store.head(key)
      expect(after).toMatchObject({ bytes: 11, contentType: 'text/plain' })
      expect(after?.etag).not.toBe(before?.etag)
      expect((await buffer(await store.open(key))).toString()).toBe('other bytes')
    })

    test('what is not there has no head, cannot be opened or copied, and is removed with success', async () => {
      const key = newKey()
      expect(await store.head(key)).toBeUndefined()
      await expect(store.open(key)).rejects.toBeInstanceOf(UpstreamRefused)
      await expect(store.copy(key, newKey())).rejects.toBeInstanceOf(UpstreamRefused)
      await expect(store.remove(key)).resolves.toBeUndefined()
    })

    test('a removed object is gone', async () => {
      const key = newKey()
      await store.put({ key, body: BYTES, contentType: TYPE })
      await store.remove(key)
      expect(await store.head(key)).toBeUndefined()
    })

    test('a copy keeps its bytes when the original is overwritten', async () => {
      const [key, copy] = [newKey(), newKey('clean')]
      await store.put({ key, body: BYTES, contentType: TYPE })
      await store.copy(key, copy)
      await store.put({ key, body: Buffer.from('overwritten'), contentType: TYPE })
      expect(await store.head(copy)).toMatchObject({ bytes: BYTES.length, contentType: TYPE })
      expect(await buffer(await store.open(copy))).toEqual(BYTES)
    })

    test('a list holds the keys of the prefix that are old enough, up to the limit', async () => {
      const owner = randomUUID()
      const keys = ['a', 'b', 'c'].map((file) => `clean/${owner}/${file}`)
      for (const key of keys) await store.put({ key, body: BYTES, contentType: TYPE })
      await store.put({ key: newKey('clean'), body: BYTES, contentType: TYPE })
      const list = (olderThan: Date, limit: number) => store.list({ prefix: `clean/${owner}/`, olderThan, limit })
      expect([...(await list(FUTURE, 10))].sort()).toEqual(keys)
      expect(await list(FUTURE, 2)).toHaveLength(2)
      expect(await list(PAST, 10)).toEqual([])
    })

    test('a list goes on after a key', async () => {
      const owner = randomUUID()
      const keys = ['a', 'b', 'c'].map((file) => `clean/${owner}/${file}`)
      for (const key of keys) await store.put({ key, body: BYTES, contentType: TYPE })
      const list = (after?: string) =>
        store.list({ prefix: `clean/${owner}/`, olderThan: FUTURE, limit: 2, ...(after !== undefined && { after }) })
      const first = await list()
      expect(first).toEqual(keys.slice(0, 2))
      expect(await list(first.at(-1))).toEqual(keys.slice(2))
      expect(await list('')).toEqual(first)
    })

    test('a list of a prefix without objects is empty', async () => {
      expect(await store.list({ prefix: `clean/${randomUUID()}/`, olderThan: FUTURE, limit: 5 })).toEqual([])
    })

    test('it says that it is there', async () => {
      await expect(store.ping(signal)).resolves.toBeUndefined()
    })

    describe('a signed PUT', () => {
      const sign = (key: string, seconds = SECONDS): Promise<SignedPut> =>
        store.signPut({ key, contentType: TYPE, bytes: BYTES.length, seconds })

      test('stores exactly the declared bytes under the declared type', async () => {
        const key = newKey()
        const response = await sendPut(await sign(key), BYTES)
        expect(response.status).toBe(200)
        const stored = await store.head(key)
        expect(stored).toMatchObject({ bytes: BYTES.length, contentType: TYPE })
        expect(response.headers.get('etag')?.replaceAll('"', '')).toBe(stored?.etag)
      })

      test.each([
        ['longer', Buffer.concat([BYTES, BYTES])],
        ['shorter', BYTES.subarray(1)],
        ['of no length', Buffer.alloc(0)],
      ])('refuses a body that is not of the declared length: %s', async (_, body) => {
        const key = newKey()
        const { status } = await sendPut(await sign(key), body)
        expect(isRefusal(status)).toBe(true)
        expect(await store.head(key)).toBeUndefined()
      })

      test('refuses another type', async () => {
        const key = newKey()
        const { url } = await sign(key)
        const { status } = await sendPut({ url, headers: { 'Content-Type': 'text/html' } }, BYTES)
        expect(isRefusal(status)).toBe(true)
        expect(await store.head(key)).toBeUndefined()
      })

      test('refuses another key', async () => {
        const [key, other] = [newKey(), newKey('clean')]
        const { url, headers } = await sign(key)
        const { status } = await sendPut({ url: url.replace(key, other), headers }, BYTES)
        expect(isRefusal(status)).toBe(true)
        expect(await store.head(other)).toBeUndefined()
      })

      test('refuses an altered permission and none at all', async () => {
        const key = newKey()
        const { url, headers } = await sign(key)
        const altered = url.replace(/(ignature=)./, (_, name: string) => `${name}!`)
        for (const wrong of [altered, url.split('?', 1).join('')]) {
          expect(isRefusal((await sendPut({ url: wrong, headers }, BYTES)).status)).toBe(true)
        }
        expect(await store.head(key)).toBeUndefined()
      })

      test('reads nothing', async () => {
        const key = newKey()
        const { url } = await sign(key)
        await store.put({ key, body: BYTES, contentType: TYPE })
        expect(isRefusal((await fetch(url)).status)).toBe(true)
      })

      test('ends when its time is over', async () => {
        const signed = await sign(newKey(), 1)
        await expectRefusalSoon(() => sendPut(signed, BYTES))
      })
    })

    describe('a signed form', () => {
      const sign = (key: string, seconds = SECONDS): Promise<SignedForm> =>
        store.signForm({ key, contentType: TYPE, minBytes: 100, maxBytes: 1000, seconds })

      test('stores bytes whose number is within its range', async () => {
        const key = newKey()
        const response = await sendForm(await sign(key), BYTES)
        expect(response.ok).toBe(true)
        expect(await store.head(key)).toMatchObject({ bytes: BYTES.length, contentType: TYPE })
      })

      test.each([
        ['too large', 1001],
        ['too small', 99],
        ['empty', 0],
      ])('refuses a file that is %s', async (_, bytes) => {
        const key = newKey()
        const { status } = await sendForm(await sign(key), Buffer.alloc(bytes, 'x'))
        expect(isRefusal(status)).toBe(true)
        expect(await store.head(key)).toBeUndefined()
      })

      test.each(['Content-Type', 'key'])('refuses another word in its field %s', async (field) => {
        const [key, other] = [newKey(), newKey('clean')]
        const { url, fields } = await sign(key)
        const word = field === 'key' ? other : 'text/html'
        const { status } = await sendForm({ url, fields: { ...fields, [field]: word } }, BYTES)
        expect(isRefusal(status)).toBe(true)
        expect([await store.head(key), await store.head(other)]).toEqual([undefined, undefined])
      })

      test('ends when its time is over', async () => {
        const signed = await sign(newKey(), 1)
        await expectRefusalSoon(() => sendForm(signed, BYTES))
      })
    })

    describe('a signed GET', () => {
      const sign = (key: string, seconds = SECONDS): Promise<string> =>
        store.signGet({ key, filename: 'my part";.stl', seconds })
      let key: string
      beforeAll(async () => {
        key = newKey()
        await store.put({ key, body: BYTES, contentType: TYPE })
      })

      test('downloads the bytes as an attachment under a harmless name', async () => {
        const response = await fetch(await sign(key))
        expect(response.status).toBe(200)
        expect(response.headers.get('content-disposition')).toBe('attachment; filename="my_part_.stl"')
        expect(response.headers.get('content-type')).toBe(TYPE)
        expect(Buffer.from(await response.arrayBuffer())).toEqual(BYTES)
      })

      test('opens no other object and writes none', async () => {
        const other = newKey()
        await store.put({ key: other, body: BYTES, contentType: TYPE })
        const url = await sign(key)
        expect(isRefusal((await fetch(url.replace(key, other))).status)).toBe(true)
        const { status } = await sendPut({ url, headers: { 'Content-Type': TYPE } }, Buffer.from('overwritten'))
        expect(isRefusal(status)).toBe(true)
        expect(await buffer(await store.open(key))).toEqual(BYTES)
      })

      test('answers 404 for an object that is gone', async () => {
        expect((await fetch(await sign(newKey()))).status).toBe(404)
      })

      test('ends when its time is over', async () => {
        const url = await sign(key, 1)
        await expectRefusalSoon(() => fetch(url))
      })
    })
  })
}

export interface StartedStore {
  readonly store: ObjectStore
  stop(): Promise<void>
}

function newKey(folder = 'uploads'): string {
  return `${folder}/${randomUUID()}/20261123_101500_part.stl`
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function sendPut({ url, headers }: SignedPut, body: Buffer): Promise<Response> {
  return fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) })
}

function sendForm({ url, fields }: SignedForm, bytes: Buffer): Promise<Response> {
  const form = new FormData()
  for (const [name, word] of Object.entries(fields)) form.append(name, word)
  form.append('file', new Blob([new Uint8Array(bytes)]), 'part.stl')
  return fetch(url, { method: 'POST', body: form })
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500
}

async function expectRefusalSoon(send: () => Promise<Response>): Promise<void> {
  const deadline = Date.now() + 20_000
  let { status } = await send()
  while (!isRefusal(status) && Date.now() < deadline) {
    await pause(100)
    status = (await send()).status
  }
  expect(status).toBe(403)
}
