import { join } from 'node:path'
import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { findVersitygw, startVersitygw, type Versitygw } from '../../src/development/versitygw-server.js'
import { scratchFolder } from '../support/scratch-folder.js'

const folder = scratchFolder()
let server: Versitygw
let client: S3Client

beforeAll(async () => {
  const { path } = await findVersitygw()
  const files = { dataDirectory: join(folder, 'data'), logFile: join(folder, 'log') }
  server = await startVersitygw({ program: path, bucket: 'sample', ...files })
  client = clientWith(server.address.secretKey)
})

afterAll(async () => {
  client.destroy()
  await server.stop()
})

test('the bucket takes an object and keeps its type', async () => {
  const object = { Bucket: 'sample', Key: 'folder/part.stl' }
  await client.send(new PutObjectCommand({ ...object, Body: 'solid', ContentType: 'model/stl' }))
  const head = await client.send(new HeadObjectCommand(object))
  expect(head).toMatchObject({ ContentLength: 5, ContentType: 'model/stl' })
})

test('a request signed with another key is refused', async () => {
  const stranger = clientWith('another-secret')
  const request = stranger.send(new CreateBucketCommand({ Bucket: 'other' }))
  await expect(request).rejects.toThrow(/signature/i)
  stranger.destroy()
})

function clientWith(secretAccessKey: string): S3Client {
  const { endpoint, region, accessKey } = server.address
  return new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: accessKey, secretAccessKey },
  })
}
