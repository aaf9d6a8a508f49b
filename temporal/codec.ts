import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

import { METADATA_ENCODING_KEY, type DataConverter, type Payload, type PayloadCodec } from '@temporalio/common'
import { decode, encode } from '@temporalio/common/lib/encoding'
import { temporal } from '@temporalio/proto'

import type { TemporalConfig } from '../src/config.js'

const ENCODING = 'binary/encrypted'
const KEY_ID = 'encryption-key-id'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM over whole payloads. The first key writes, all read, plain payloads pass, so it can be switched on live. */
export class EncryptionCodec implements PayloadCodec {
  private readonly keys: TemporalConfig['codecKeys']

  constructor(keys: TemporalConfig['codecKeys']) {
    this.keys = keys
  }

  encode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => this.encrypt(payload)))
  }

  decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => this.decrypt(payload)))
  }

  private encrypt(payload: Payload): Payload {
    const [current] = this.keys
    if (!current) return payload
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', current.key, nonce)
    cipher.setAAD(Buffer.from(current.id))
    const plain = temporal.api.common.v1.Payload.encode(payload).finish()
    const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    return { metadata: { [METADATA_ENCODING_KEY]: encode(ENCODING), [KEY_ID]: encode(current.id) }, data }
  }

  private decrypt(payload: Payload): Payload {
    const { metadata, data } = payload
    if (!data || textOf(metadata?.[METADATA_ENCODING_KEY]) !== ENCODING) return payload
    const id = textOf(metadata?.[KEY_ID])
    const key = this.keys.find((known) => known.id === id)
    if (!key) throw new Error(`there is no codec key ${id}`)
    const decipher = createDecipheriv('aes-256-gcm', key.key, data.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(Buffer.from(key.id))
    decipher.setAuthTag(data.subarray(data.length - TAG_BYTES))
    const sealed = data.subarray(NONCE_BYTES, data.length - TAG_BYTES)
    return temporal.api.common.v1.Payload.decode(Buffer.concat([decipher.update(sealed), decipher.final()]))
  }
}

/** The one converter of client, worker and replay; without keys payloads are plain. */
export function createDataConverter(config: Pick<TemporalConfig, 'codecKeys'>): DataConverter {
  if (config.codecKeys.length === 0) return {}
  return {
    payloadCodecs: [new EncryptionCodec(config.codecKeys)],
    failureConverterPath: require.resolve('./failure-converter.js'),
  }
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return bytes ? decode(bytes) : ''
}
