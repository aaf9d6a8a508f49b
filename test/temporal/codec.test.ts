import { randomBytes } from 'node:crypto'

import { defaultPayloadConverter, type Payload } from '@temporalio/common'

import { createDataConverter, EncryptionCodec } from '../../temporal/codec.js'

const FIRST = { id: 'k1', key: randomBytes(32) }
const SECOND = { id: 'k2', key: randomBytes(32) }
const VALUE = { address: { name: 'CANARY' }, amountMinor: 23_482 }

const plain = defaultPayloadConverter.toPayload(VALUE)

async function encoded(codec: EncryptionCodec): Promise<Payload> {
  const [payload] = await codec.encode([plain])
  return payload ?? {}
}

function bytesOf({ data }: Payload): Buffer {
  return Buffer.from(data ?? [])
}

describe('the codec', () => {
  test('gives back what it was given, and what travels shows nothing of it', async () => {
    const codec = new EncryptionCodec([FIRST])
    const payload = await encoded(codec)
    expect(Object.keys(payload.metadata ?? {}).sort()).toEqual(['encoding', 'encryption-key-id'])
    expect(bytesOf(payload).includes('CANARY')).toBe(false)
    const [back] = await codec.decode([payload])
    expect(defaultPayloadConverter.fromPayload(back ?? {})).toEqual(VALUE)
    expect(back?.metadata).toEqual(plain.metadata)
  })

  test('seals the same value differently each time', async () => {
    const codec = new EncryptionCodec([FIRST])
    expect(bytesOf(await encoded(codec)).equals(bytesOf(await encoded(codec)))).toBe(false)
  })

  test('writes with the first key and reads with all', async () => {
    const old = await encoded(new EncryptionCodec([FIRST]))
    const rotated = new EncryptionCodec([SECOND, FIRST])
    const [back] = await rotated.decode([old])
    expect(defaultPayloadConverter.fromPayload(back ?? {})).toEqual(VALUE)
    const written = await encoded(rotated)
    expect(Buffer.from(written.metadata?.['encryption-key-id'] ?? []).toString()).toBe('k2')
  })

  test('cannot read what was sealed with a key that it does not have', async () => {
    const payload = await encoded(new EncryptionCodec([SECOND]))
    await expect(async () => new EncryptionCodec([FIRST]).decode([payload])).rejects.toThrow('k2')
  })

  test('cannot be given another key under the same name', async () => {
    const payload = await encoded(new EncryptionCodec([FIRST]))
    const impostor = new EncryptionCodec([{ ...SECOND, id: 'k1' }])
    await expect(async () => impostor.decode([payload])).rejects.toThrow('authenticate')
  })

  test('lets plain payloads pass, so that it can be switched on for a running system', async () => {
    const codec = new EncryptionCodec([FIRST])
    expect(await codec.decode([plain, {}])).toEqual([plain, {}])
  })

  test.each(['nonce', 'content', 'tag'])('refuses a changed %s', async (part) => {
    const payload = await encoded(new EncryptionCodec([FIRST]))
    const data = bytesOf(payload)
    const place = { nonce: 0, content: 20, tag: data.length - 1 }[part] ?? 0
    data.writeUInt8(data.readUInt8(place) ^ 1, place)
    await expect(async () => new EncryptionCodec([FIRST]).decode([{ ...payload, data }])).rejects.toThrow(
      'authenticate',
    )
  })

  test('refuses a payload that was renamed to another of its keys', async () => {
    const codec = new EncryptionCodec([FIRST, { ...FIRST, id: 'k3' }])
    const payload = await encoded(codec)
    const metadata = { ...payload.metadata, 'encryption-key-id': Buffer.from('k3') }
    await expect(async () => codec.decode([{ ...payload, metadata }])).rejects.toThrow('authenticate')
  })

  test.each([0, 11, 12, 27])('refuses one of %d bytes', async (bytes) => {
    const payload = await encoded(new EncryptionCodec([FIRST]))
    const cut = { ...payload, data: bytesOf(payload).subarray(0, bytes) }
    await expect(async () => new EncryptionCodec([FIRST]).decode([cut])).rejects.toThrow()
  })
})

describe('the converter of client, worker and replay', () => {
  test('is plain without keys', () => {
    expect(createDataConverter({ codecKeys: [] })).toEqual({})
  })

  test('with keys covers failures too', () => {
    const converter = createDataConverter({ codecKeys: [FIRST] })
    expect(converter.payloadCodecs).toHaveLength(1)
    expect(converter.failureConverterPath).toContain('failure-converter')
  })
})
