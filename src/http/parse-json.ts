import { parse } from 'secure-json-parse'

import { DomainError } from '../domain/errors.js'
import { invalidField } from './validation.js'

const MAX_DEPTH = 32
const UTF8 = new TextDecoder('utf-8', { fatal: true })

/**
 * JSON bytes of a foreign sender as a value; undefined for no bytes. Refused as malformed: invalid UTF-8, nesting beyond
 * 32, prototype keys, NUL and lone surrogates anywhere. Of duplicate keys the last one wins.
 */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined
  const text = decode(bytes)
  if (isTooDeep(text)) throw malformed('The JSON is nested too deeply.')
  const value = parseText(text)
  if (value === null) throw invalidField('body', 'type', 'The body must not be null.')
  checkTexts(value)
  return value
}

function decode(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    throw malformed('The body is not valid UTF-8.')
  }
}

function parseText(text: string): unknown {
  try {
    return parse(text, null, { protoAction: 'error', constructorAction: 'error' }) as unknown
  } catch {
    throw malformed('The body is not valid JSON.')
  }
}

const NESTING = new Map([
  ['{', 1],
  ['[', 1],
  ['}', -1],
  [']', -1],
])

/** Counts brackets outside of strings, so that depth is known before anything recursive sees the text. */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index)
    if (character === '"') index = endOfString(text, index)
    depth += NESTING.get(character) ?? 0
    if (depth > MAX_DEPTH) return true
  }
  return false
}

function endOfString(text: string, start: number): number {
  let index = start + 1
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1
  return index
}

function checkTexts(value: unknown): void {
  if (typeof value === 'string') checkText(value)
  if (value === null || typeof value !== 'object') return
  for (const [key, member] of Object.entries(value)) {
    checkText(key)
    checkTexts(member)
  }
}

// With the u flag a pair is one character, so this finds lone surrogates alone.
const NO_TEXT = /[\u0000\ud800-\udfff]/u

function checkText(text: string): void {
  if (NO_TEXT.test(text)) throw malformed('The body holds characters that are not text.')
}

function malformed(message: string): DomainError {
  return new DomainError('malformed_request', message)
}
