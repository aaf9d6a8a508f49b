import { externalObjectStore } from '../support/external-object-store.js'

const keys = { S3_ACCESS_KEY: 'access', S3_SECRET_KEY: 'secret' }

test.each([
  [{ S3_ENDPOINT: 'store.example:9000', S3_BUCKET: 'prints' }, 'https://store.example:9000'],
  [{ S3_ENDPOINT: 'store.example', S3_BUCKET: 'prints', S3_USE_SSL: 'false' }, 'http://store.example'],
  [{ S3_BASE_URL: 'https://store.example/prints' }, 'https://store.example'],
])('an object store is read from the variables of the product: %j', (env, endpoint) => {
  const expected = { endpoint, bucket: 'prints', accessKey: 'access', secretKey: 'secret', region: 'us-east-1' }
  expect(externalObjectStore({ ...keys, ...env })).toEqual(expected)
})

test('without an address there is none, and half a description is an error', () => {
  expect(externalObjectStore(keys)).toBeUndefined()
  expect(() => externalObjectStore({ S3_ENDPOINT: 'store.example', ...keys })).toThrow('S3_BUCKET')
  expect(() => externalObjectStore({ S3_BASE_URL: 'https://store.example/prints' })).toThrow('S3_ACCESS_KEY')
})
