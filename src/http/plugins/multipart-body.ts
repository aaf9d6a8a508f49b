import { createHash } from 'node:crypto'

import multipart, { type Multipart, type MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'

import { DomainError } from '../../domain/errors.js'
import type { MultipartRule } from '../route.js'

const LIMITS = { fields: 32, fieldSize: 65_536, files: 1 }

declare module 'fastify' {
  interface FastifyRequest {
    /** the bytes of the file of a multipart body; its name, size and digest are in the body */
    uploadedFile: Buffer | undefined
  }
}

/**
 * Bodies with a file, on the routes that declare one. The file becomes the member `file` (name, bytes, sha256), the fields
 * become members beside it, so that validation, strictness and idempotency see one body of plain values. What is sent as
 * text and means a number, a boolean or JSON is read as the route's rule says.
 */
export async function addMultipartBody(app: FastifyInstance): Promise<void> {
  await app.register(multipart, { limits: LIMITS })
  app.decorateRequest('uploadedFile', undefined)
  app.addHook('preValidation', async (request) => {
    if (!request.isMultipart()) return
    const rule = request.routeOptions.config.definition?.multipart
    if (!rule) throw new DomainError('unsupported_media_type', 'This address takes no forms.')
    request.body = await readParts(request, rule)
  })
}

/** The library's failures in our words, wherever they come up. */
async function readParts(request: FastifyRequest, rule: MultipartRule): Promise<Record<string, unknown>> {
  try {
    return await collectParts(request, rule)
  } catch (error) {
    if (error instanceof DomainError) throw error
    const { code } = error as { code?: string }
    throw code === 'FST_REQ_FILE_TOO_LARGE' ? tooLarge(rule.maxFileBytes) : malformed('This form cannot be read.')
  }
}

async function collectParts(request: FastifyRequest, rule: MultipartRule): Promise<Record<string, unknown>> {
  const body = new Map<string, unknown>()
  for await (const part of request.parts({ limits: { ...LIMITS, fileSize: rule.maxFileBytes } })) {
    if (body.has(part.fieldname)) throw malformed(`The field ${part.fieldname.slice(0, 64)} is there twice.`)
    body.set(part.fieldname, part.type === 'file' ? await readFile(request, part, rule) : readField(part, rule))
  }
  return Object.fromEntries(body)
}

async function readFile(request: FastifyRequest, part: MultipartFile, rule: MultipartRule): Promise<object> {
  if (part.fieldname !== rule.file) {
    part.file.resume()
    throw malformed(`The file belongs into the field ${rule.file}.`)
  }
  const bytes = await part.toBuffer()
  request.uploadedFile = bytes
  return { name: part.filename, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

function readField(part: Exclude<Multipart, MultipartFile>, { fields }: MultipartRule): unknown {
  if (part.valueTruncated || part.fieldnameTruncated) throw malformed('A field of this form is too long.')
  const { value } = part
  if (typeof value !== 'string') return value
  return READERS[fields[part.fieldname] ?? 'text'](value)
}

/** What cannot be read stays text, and the body's schema says what is wrong with it. */
const READERS: Readonly<Record<MultipartRule['fields'][string] | 'text', (text: string) => unknown>> = {
  text: (text) => text,
  integer: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text),
  boolean: (text) => BOOLEANS.get(text) ?? text,
  json: (text) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      return text
    }
  },
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

function tooLarge(limit: number): DomainError {
  return new DomainError('payload_too_large', `The file may hold at most ${limit} bytes.`, { members: { limit } })
}

function malformed(message: string): DomainError {
  return new DomainError('malformed_request', message)
}
