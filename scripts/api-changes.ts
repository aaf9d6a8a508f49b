import { readFileSync } from 'node:fs'

/**
 * What of a published API document would break those who call by it: anything taken away, a type that changed, a field
 * that answers may leave out now or that requests must have now, a word that is no longer understood. Additions are none.
 */
export function breakingChanges(before: ApiDocument, after: ApiDocument): string[] {
  const found: string[] = []
  for (const [path, methods] of Object.entries(before.paths)) {
    for (const [method, old] of Object.entries(methods)) {
      const place = `${method.toUpperCase()} ${path}`
      const now = after.paths[path]?.[method]
      if (now) compareOperations({ old, now, place, say: (what) => found.push(`${place}: ${what}`) }, { before, after })
      else found.push(`${place} is gone`)
    }
  }
  return found
}

function compareOperations(pair: Pair<Operation>, documents: Documents): void {
  compareParameters(pair)
  compareBodies(pair, documents)
  compareAnswers(pair, documents)
}

function compareParameters({ old, now, say }: Pair<Operation>): void {
  const wasRequired = (wanted: Parameter): boolean =>
    (old.parameters ?? []).some(({ name, in: where, required }) => {
      return required === true && name === wanted.name && where === wanted.in
    })
  for (const parameter of now.parameters ?? []) {
    if (parameter.required && !wasRequired(parameter)) say(`the parameter ${parameter.name} is required now`)
  }
}

function compareBodies({ old, now, say }: Pair<Operation>, documents: Documents): void {
  for (const [type, { schema }] of Object.entries(old.requestBody?.content ?? {})) {
    const next = now.requestBody?.content[type]
    if (next) compare({ old: schema, now: next.schema, place: 'body', say }, { ...documents, isAnswer: false })
    else say(`${type} is no longer taken`)
  }
}

function compareAnswers({ old, now, say }: Pair<Operation>, documents: Documents): void {
  for (const [status, answer] of Object.entries(old.responses)) {
    const next = now.responses[status]
    if (!next) say(`it no longer answers ${status}`)
    for (const [type, { schema }] of Object.entries(next ? (answer.content ?? {}) : {})) {
      const sent = next?.content?.[type]
      if (sent) compare({ old: schema, now: sent.schema, place: status, say }, { ...documents, isAnswer: true })
      else say(`${status} is no longer ${type}`)
    }
  }
}

/** A schema that names itself within itself has been looked at once this deep. */
const MAX_DEPTH = 30

function compare(pair: Pair<Schema>, context: Context, depth = 0): void {
  const old = resolved(pair.old, context.before)
  const now = resolved(pair.now, context.after)
  const { place, say } = pair
  if (depth > MAX_DEPTH) return
  if (old.type !== undefined && String(now.type) !== String(old.type)) {
    say(`${place} has another type`)
    return
  }
  compareWords({ old, now, place, say }, context)
  compareFields({ old, now, place, say }, context, depth)
  const within = (from: Schema, to: Schema, where: string) =>
    compare({ old: from, now: to, place: where, say }, context, depth + 1)
  if (old.items && now.items) within(old.items, now.items, `${place}[]`)
  const choices = old.anyOf ?? []
  choices.forEach((choice, index) => {
    const next = now.anyOf?.[index]
    if (next) within(choice, next, place)
    else if (!context.isAnswer) say(`${place} takes fewer kinds of values`)
  })
}

function compareWords({ old, now, place, say }: Pair<Schema>, { isAnswer }: Context): void {
  if (isAnswer || !now.enum) return
  const lost = (old.enum ?? []).filter((word) => !now.enum?.includes(word))
  if (!old.enum) say(`${place} takes certain words only`)
  if (lost.length > 0) say(`${place} no longer takes ${lost.join(', ')}`)
}

function compareFields({ old, now, place, say }: Pair<Schema>, context: Context, depth: number): void {
  for (const [name, field] of Object.entries(old.properties ?? {})) {
    const next = now.properties?.[name]
    if (next) compare({ old: field, now: next, place: `${place}.${name}`, say }, context, depth + 1)
    else say(`${place}.${name} is gone`)
  }
  if (context.isAnswer) for (const name of without(old, now)) say(`${place}.${name} may be left out now`)
  else for (const name of without(now, old)) say(`${place}.${name} is required now`)
}

/** Names that one of two schemas requires and the other does not. */
function without({ required: names = [] }: Schema, { required = [] }: Schema): string[] {
  return names.filter((name) => !required.includes(name))
}

function resolved(schema: Schema, document: ApiDocument): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : (document.components?.schemas?.[name] ?? {})
}

function main([published = '', current = '']: readonly string[]): void {
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as ApiDocument
  const found = breakingChanges(read(published), read(current))
  if (found.length === 0) return
  console.error(`The API would break its callers:\n${found.map((line) => `  ${line}`).join('\n')}`)
  console.error(`If that is meant, keep the new document with: npm run openapi:accept`)
  process.exitCode = 1
}

if (require.main === module) main(process.argv.slice(2))

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

interface Pair<T> {
  readonly old: T
  readonly now: T
  /** where in the operation, as the finding names it */
  readonly place: string
  readonly say: (what: string) => void
}

interface Documents {
  readonly before: ApiDocument
  readonly after: ApiDocument
}

interface Context extends Documents {
  /** answers may gain, requests may not */
  readonly isAnswer: boolean
}
