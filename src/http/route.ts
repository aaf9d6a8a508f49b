import type { FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { z } from 'zod'

import type { WireHeaders } from '../ports.js'
import type { Access, PrincipalByAccess, ServicePrincipal } from './principal.js'

/**
 * Declares a route. Access, limit group and idempotency class are mandatory: leaving one out is a type error here and
 * stops the boot in `registerRoutes`. Aliases of known prefixes are added there; `aliases` is for single paths.
 */
export function defineRoute<const A extends Access, const S extends RouteSchema, Ids extends object = NoIds>(
  options: RouteOptions<A, S, Ids>,
): RouteDefinition {
  return options as unknown as RouteDefinition
}

export type LimitGroup = 'upload' | 'quote' | 'checkout' | 'login' | 'webhook' | 'read' | 'api'

/**
 * `upload_uncounted` fails closed with the group `upload` but adds to no count; `none` is for health and metrics. A pair
 * decides by the content type of the request.
 */
type RouteLimit =
  LimitGroup | 'upload_uncounted' | 'none' | { readonly multipart: LimitGroup; readonly other: LimitGroup }

/** `optional`: all writes that are not in one of the other two classes. */
type IdempotencyClass = 'none' | 'optional' | 'required'

export interface RouteSchema {
  readonly params?: z.ZodType
  /** every field coerces explicitly: use the schemas of wire-query.ts */
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** by status; problem documents are added by themselves. Fields that are not declared here never leave. */
  readonly response: Readonly<Record<number, z.ZodType | OtherMediaTypes>>
}

/** For what is no JSON; such an answer is sent by hand: `return reply.type('text/csv').send(text)`. */
interface OtherMediaTypes {
  readonly content: Readonly<Record<string, { readonly schema: z.ZodType }>>
}

export interface RouteOptions<A extends Access, S extends RouteSchema, Ids> {
  readonly method: Extract<HTTPMethods, 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'>
  /** canonical pattern: `/api/quotes/:quote_id` */
  readonly path: string
  readonly aliases?: readonly string[]
  /** one line for the API document */
  readonly summary: string
  readonly tag: string
  readonly access: A
  readonly limit: RouteLimit
  readonly idempotency: IdempotencyClass
  /**
   * The key under which the claim stands when no `Idempotency-Key` is sent (undefined: none). Under it bodies are not
   * compared and no answer is stored: a repeat runs the handler again, which answers from the row as it is now.
   */
  readonly businessKey?: (input: HandlerInput<A, S>) => Promise<string | undefined> | string | undefined
  /** Draws the ids of what will be made; runs once, at the first claim, and is kept with it. `updateId` comes by itself. */
  readonly drawIds?: () => Promise<Ids> | Ids
  readonly schema: S
  /** bytes; default 64 KiB */
  readonly bodyLimit?: number
  /** takes forms with a file besides JSON */
  readonly multipart?: MultipartRule
  /** seconds of `Prefer: wait` when none is sent; without it the header has no effect here */
  readonly defaultWaitSeconds?: number
  /** the handler answers with server-sent events through `reply.sse` */
  readonly isEventStream?: boolean
  /** the handler gets `rawBody` and no parsed body; always so for callbacks and webhooks */
  readonly isRawBody?: boolean
  /** seconds until a body must have arrived; default 15 */
  readonly bodyDeadlineSeconds?: number
  /** further origins that browsers may call this route from */
  readonly corsOrigins?: readonly string[]
  /** callbacks alone: verifies the raw bytes and says whose they are, or throws the refusal */
  readonly authenticate?: A extends 'cave_callback' ? (signed: SignedRequest) => Promise<ServicePrincipal> : never
  readonly handler: (context: HandlerContext<A, S, Ids>) => HandlerResult<S>
}

/** How a form becomes a body: the file as `{name, bytes, sha256}`, its content beside it in `request.uploadedFile`. */
export interface MultipartRule {
  /** name of the file's field */
  readonly file: string
  readonly maxFileBytes: number
  /** fields whose text means something else */
  readonly fields: Readonly<Record<string, 'integer' | 'boolean' | 'json'>>
}

interface HandlerInput<A extends Access, S extends RouteSchema> {
  readonly principal: PrincipalByAccess[A]
  readonly params: PartOf<S['params']>
  readonly query: PartOf<S['query']>
  readonly body: PartOf<S['body']>
}

interface HandlerContext<A extends Access, S extends RouteSchema, Ids> extends HandlerInput<A, S> {
  readonly claim: Claim<Ids>
  /** `Prefer: wait=N`, else the route's default; 0..60 */
  readonly waitSeconds: number
  /** empty unless the route takes raw bytes */
  readonly rawBody: Buffer
  readonly requestId: string
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** What a claim fixes. A repeat that takes over a broken try gets the same ids and so meets the same work. */
export interface Claim<Ids = NoIds> {
  readonly ids: Ids & { readonly updateId: string }
  /** true when an earlier try with these ids was broken off: its effect may exist already */
  readonly isTakenOver: boolean
}

export interface SignedRequest {
  readonly rawBody: Buffer
  readonly headers: WireHeaders
  readonly params: Readonly<Record<string, string>>
}

export type NoIds = object

/** The body of one of the declared statuses (200 unless set on `reply`), or the reply itself when it was sent by hand. */
type HandlerResult<S extends RouteSchema> = Promise<AnswerOf<S['response'][keyof S['response']]> | FastifyReply>

type AnswerOf<T> = T extends z.ZodType ? z.output<T> : never
type PartOf<T> = T extends z.ZodType ? z.output<T> : undefined

/** A declared route with its types erased: what registration works with. */
export type RouteDefinition = Omit<
  RouteOptions<Access, RouteSchema, NoIds>,
  'authenticate' | 'handler' | 'businessKey'
> & {
  readonly businessKey?: (input: ErasedInput) => Promise<string | undefined> | string | undefined
  readonly authenticate?: (signed: SignedRequest) => Promise<ServicePrincipal>
  readonly handler: (context: ErasedContext) => Promise<unknown>
}

type ErasedInput = { readonly [K in keyof HandlerInput<Access, RouteSchema>]: unknown }
export type ErasedContext = { readonly [K in keyof HandlerContext<Access, RouteSchema, NoIds>]: unknown }
