import { z } from 'zod'

import { DomainError } from '../../domain/errors.js'
import type { ObjectStore, StoredObject } from '../../ports.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { text } from '../wire-text.js'

/** Room for the fields of a form beside its file. */
const FORM_BYTES = 65_536

/**
 * Where the signed links of the disk store lead. What a link does not allow is refused. No routes outside of
 * development, and none when a real store serves its own links.
 */
export function devStorageRoutes({ config, store }: StorageServices): RouteDefinition[] {
  if (config.environment !== 'development' || !servesLinks(store)) return []
  const { maxBytes } = config.uploads
  return [putRoute(store, maxBytes), formRoute(store, maxBytes), downloadRoute(store)]
}

function putRoute(store: SignedAccess, maxBytes: number): RouteDefinition {
  return defineRoute({
    ...RECEIVING,
    method: 'PUT',
    path: KEY_PATH,
    summary: 'Take the bytes of a signed PUT',
    bodyLimit: maxBytes,
    schema: { params: Key, query: SignedWords, response: { 200: Nothing } },
    async handler({ params, query, rawBody, request, reply }) {
      const contentType = request.headers['content-type'] ?? ''
      const sent = { method: 'PUT', key: keyOf(params), words: query, contentType, bytes: rawBody } as const
      const { etag } = await store.receive(sent)
      void reply.header('etag', `"${etag}"`)
      return {}
    },
  })
}

function formRoute(store: SignedAccess, maxBytes: number): RouteDefinition {
  return defineRoute({
    ...RECEIVING,
    method: 'POST',
    path: '/dev/storage',
    summary: 'Take the bytes of a signed form',
    bodyLimit: maxBytes + FORM_BYTES,
    schema: { response: { 200: Nothing } },
    async handler({ rawBody, request, reply }) {
      const form = await readForm(rawBody, request.headers['content-type'] ?? '')
      const { etag } = await store.receive({ method: 'POST', ...form })
      void reply.header('etag', `"${etag}"`)
      return {}
    },
  })
}

function downloadRoute(store: SignedAccess): RouteDefinition {
  return defineRoute({
    ...SHARED,
    method: 'GET',
    path: KEY_PATH,
    summary: 'Download by a signed link',
    limit: 'read',
    schema: { params: Key, query: SignedWords, response: { 200: z.string() } },
    async handler({ params, query, reply }) {
      const download = await store.deliver({ key: keyOf(params), words: query })
      if (download === undefined) throw new DomainError('not_found', 'There is no such file.')
      const { bytes, contentType, disposition, stream } = download
      const headers = { 'content-type': contentType, 'content-length': bytes, 'content-disposition': disposition }
      return reply.headers(headers).send(stream)
    },
  })
}

type StorageServices = Pick<ApiDependencies, 'config' | 'store'>

/** What the disk store does behind its own links. */
interface SignedAccess {
  /** Takes the bytes of a signed PUT or form; refuses what was altered, is late, of another type or size. */
  receive(sent: SentObject): Promise<StoredObject>
  /** The object of a signed GET; undefined when there is none. */
  deliver(asked: { readonly key: string; readonly words: SignedWords }): Promise<Download | undefined>
}

interface SentObject {
  readonly method: 'PUT' | 'POST'
  readonly key: string
  readonly words: SignedWords
  readonly contentType: string
  readonly bytes: Uint8Array
}

interface Download {
  readonly bytes: number
  readonly contentType: string
  /** value of `Content-Disposition` */
  readonly disposition: string
  readonly stream: NodeJS.ReadableStream
}

type SignedWords = z.output<typeof SignedWords>

const KEY_PATH = '/dev/storage/:folder/:owner/:name'
const Key = z.object({ folder: text(), owner: text(), name: text() })
const SignedWords = z.object({ permission: text({ max: 2000 }).optional(), signature: text().optional() })
const Nothing = z.object({})
const SHARED = { tag: 'development', access: 'public', idempotency: 'none' } as const
const RECEIVING = { ...SHARED, limit: 'api', isRawBody: true, bodyDeadlineSeconds: 120 } as const

function servesLinks(store: ObjectStore): store is ObjectStore & SignedAccess {
  return 'receive' in store && 'deliver' in store
}

function keyOf(params: z.output<typeof Key>): string {
  return `${params.folder}/${params.owner}/${params.name}`
}

async function readForm(body: Buffer, formType: string): Promise<Omit<SentObject, 'method'>> {
  const form = await parseForm(body, formType)
  const word = (name: string): string => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
  const file = form.get('file')
  if (file === null || typeof file === 'string') throw new DomainError('malformed_request', 'The form has no file.')
  const words = { permission: word('permission'), signature: word('signature') }
  const bytes = new Uint8Array(await file.arrayBuffer())
  return { key: word('key'), contentType: word('Content-Type'), words, bytes }
}

async function parseForm(body: Buffer, formType: string): Promise<FormData> {
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- unfit for servers; this one is for development
    return await new Response(new Uint8Array(body), { headers: { 'content-type': formType } }).formData()
  } catch {
    throw new DomainError('malformed_request', 'The form cannot be read.')
  }
}
