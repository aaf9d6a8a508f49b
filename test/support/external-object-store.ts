import type { S3Address } from './published-servers.js'

/** The object store that the environment names, in the product's own variables; undefined when it names none. */
export function externalObjectStore(env: NodeJS.ProcessEnv): S3Address | undefined {
  const place = placeFrom(env)
  if (place === undefined) return undefined
  const { S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey } = env
  if (!accessKey || !secretKey)
    throw new Error('An object store is named, but S3_ACCESS_KEY or S3_SECRET_KEY is not set.')
  return { ...place, accessKey, secretKey, region: env.S3_REGION ?? 'us-east-1' }
}

function placeFrom(env: NodeJS.ProcessEnv): { endpoint: string; bucket: string } | undefined {
  if (env.S3_BASE_URL) {
    const url = new URL(env.S3_BASE_URL)
    return { endpoint: url.origin, bucket: url.pathname.replaceAll('/', '') }
  }
  if (!env.S3_ENDPOINT) return undefined
  if (!env.S3_BUCKET) throw new Error('S3_ENDPOINT is set, but S3_BUCKET is not.')
  const scheme = env.S3_USE_SSL === 'false' ? 'http' : 'https'
  const endpoint = env.S3_ENDPOINT.includes('://') ? env.S3_ENDPOINT : `${scheme}://${env.S3_ENDPOINT}`
  return { endpoint, bucket: env.S3_BUCKET }
}
