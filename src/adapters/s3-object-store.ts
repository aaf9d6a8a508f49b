import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'

import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'

import type { StorageConfig } from '../config.js'
import type { ObjectStore, SignedForm, SignedPut, StoredObject } from '../ports.js'
import { attachment } from './attachment.js'
import { sha256OfBody } from './body-digest.js'
import { failuresOf, isAbsent, s3Failure } from './s3-failure.js'

const ANSWER_MS = 10_000
/** Sending a body of the greatest size; a stalled connection ends after `ANSWER_MS`. */
const SENDING_MS = 120_000

/**
 * Objects in one private bucket of an S3 service. Nothing is retried here: who repeats knows why. The configured
 * endpoint must be the one that browsers see, because links are signed for it.
 */
export class S3ObjectStore implements ObjectStore {
  private readonly client: S3Client
  private readonly bucket: string
  private readonly sse: { readonly ServerSideEncryption?: 'AES256' }
  private readonly sseHeaders: Readonly<Record<string, string>>

  constructor(config: S3Config) {
    this.client = createClient(config)
    this.bucket = config.bucket
    this.sse = config.useSse ? { ServerSideEncryption: 'AES256' } : {}
    this.sseHeaders = config.useSse ? { 'x-amz-server-side-encryption': 'AES256' } : {}
  }

  async signForm({ key, contentType, minBytes, maxBytes, seconds }: FormRequest): Promise<SignedForm> {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- it brings its own copy of the class
    return createPresignedPost(this.client, {
      ...this.at(key),
      Expires: seconds,
      Fields: { 'Content-Type': contentType, ...this.sseHeaders },
      Conditions: [['content-length-range', minBytes, maxBytes]],
    })
  }

  async signPut({ key, contentType, bytes, seconds }: PutRequest): Promise<SignedPut> {
    const what = { ...this.at(key), ContentType: contentType, ContentLength: bytes, ...this.sse }
    const signableHeaders = new Set(['host', 'content-type', 'content-length', ...Object.keys(this.sseHeaders)])
    const url = await getSignedUrl(this.client, new PutObjectCommand(what), { expiresIn: seconds, signableHeaders })
    return { url, headers: { 'Content-Type': contentType, ...this.sseHeaders } }
  }

  async signGet({ key, filename, seconds }: GetRequest): Promise<string> {
    const get = new GetObjectCommand({ ...this.at(key), ResponseContentDisposition: attachment(filename) })
    return getSignedUrl(this.client, get, { expiresIn: seconds })
  }

  async head(key: string): Promise<StoredObject | undefined> {
    try {
      return describe(await this.client.send(new HeadObjectCommand({ ...this.at(key), ChecksumMode: 'ENABLED' })))
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw s3Failure('head', error)
    }
  }

  async open(key: string, signal?: AbortSignal): Promise<NodeJS.ReadableStream> {
    const options = signal ? { abortSignal: signal } : {}
    const { Body } = await failuresOf('get', this.client.send(new GetObjectCommand(this.at(key)), options))
    return withOurFailures(Body as AsyncIterable<Buffer>)
  }

  async put({ key, body, contentType }: StoreRequest): Promise<void> {
    const isBytes = body instanceof Uint8Array
    const put = new PutObjectCommand({
      ...this.at(key),
      Body: isBytes ? body : createReadStream(body.path),
      ContentType: contentType,
      ContentLength: isBytes ? body.byteLength : body.bytes,
      ChecksumSHA256: Buffer.from(await sha256OfBody(body), 'hex').toString('base64'),
      ...this.sse,
    })
    await failuresOf('put', this.client.send(put, { requestTimeout: SENDING_MS }))
  }

  async copy(fromKey: string, toKey: string): Promise<void> {
    const CopySource = encodeURI(`${this.bucket}/${fromKey}`)
    const copy = new CopyObjectCommand({ ...this.at(toKey), CopySource, ...this.sse })
    await failuresOf('copy', this.client.send(copy, { requestTimeout: SENDING_MS }))
  }

  async remove(key: string): Promise<void> {
    try {
      await this.client.send(new DeleteObjectCommand(this.at(key)))
    } catch (error) {
      if (!isAbsent(error)) throw s3Failure('delete', error)
    }
  }

  async list({ prefix, olderThan, limit, after }: ListRequest): Promise<string[]> {
    const place = { Bucket: this.bucket, Prefix: prefix, ...(after && { StartAfter: after }) }
    const keys: string[] = []
    let token: string | undefined
    do {
      const command = new ListObjectsV2Command({ ...place, ContinuationToken: token })
      const page = await failuresOf('list', this.client.send(command))
      const older = (page.Contents ?? []).filter(({ LastModified }) => LastModified && LastModified < olderThan)
      keys.push(...older.flatMap(({ Key }) => Key ?? []))
      token = page.NextContinuationToken
    } while (token !== undefined && keys.length < limit)
    return keys.slice(0, limit)
  }

  async ping(signal: AbortSignal): Promise<void> {
    await failuresOf('ping', this.client.send(new HeadBucketCommand({ Bucket: this.bucket }), { abortSignal: signal }))
  }

  /** Closes idle connections. */
  close(): void {
    this.client.destroy()
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: key }
  }
}

/** Without `WHEN_REQUIRED` a signed PUT would carry the checksum of an empty body. */
function createClient(config: S3Config): S3Client {
  return new S3Client({
    endpoint: config.endpoint,
    region: config.region,
    credentials: { accessKeyId: config.accessKey, secretAccessKey: config.secretKey },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: ANSWER_MS,
      requestTimeout: ANSWER_MS,
      socketTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
    },
  })
}

function describe(found: HeadAnswer): StoredObject {
  const { ContentLength = 0, ContentType = '', ETag = '', ChecksumSHA256 } = found
  // An object that came in parts has a checksum of checksums, which says nothing about its bytes.
  const isWhole = ChecksumSHA256 !== undefined && !ChecksumSHA256.includes('-')
  return {
    bytes: ContentLength,
    contentType: ContentType,
    etag: ETag.replaceAll('"', ''),
    ...(isWhole && { sha256: Buffer.from(ChecksumSHA256, 'base64').toString('hex') }),
  }
}

/** A download that breaks off half-way is an outage too, and says so in our words. */
function withOurFailures(stream: AsyncIterable<Buffer>): NodeJS.ReadableStream {
  return Readable.from(
    (async function* () {
      try {
        yield* stream
      } catch (error) {
        throw s3Failure('read', error)
      }
    })(),
    { objectMode: false },
  )
}

export type S3Config = Extract<StorageConfig, { kind: 's3' }>

type FormRequest = Parameters<ObjectStore['signForm']>[0]
type PutRequest = Parameters<ObjectStore['signPut']>[0]
type GetRequest = Parameters<ObjectStore['signGet']>[0]
type StoreRequest = Parameters<ObjectStore['put']>[0]
type ListRequest = Parameters<ObjectStore['list']>[0]

interface HeadAnswer {
  readonly ContentLength?: number | undefined
  readonly ContentType?: string | undefined
  readonly ETag?: string | undefined
  readonly ChecksumSHA256?: string | undefined
}
