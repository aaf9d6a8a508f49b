import { HEADINGS, SECOND_QUANTITY_HEADINGS } from './bom-headings.js'
import type { ColumnRole } from './bom-line.js'
import { isWithinEdits } from './edit-distance.js'

/** How well a heading names each role: 1 = it is a synonym; roles that it does not name are missing. */
export type HeadingScores = ReadonlyMap<ColumnRole, number>

export const ROLES = Object.keys(HEADINGS) as ColumnRole[]

const MAX_HEADING = 80
const OUTER_MARKS = /^[\s*()[\].:_\-"]+|[\s*()[\].:_\-"]+$/g
const CJK = /[\u3400-\u9FFF]/

/** Normal form of a heading (bom.md 4): lower case, one line, without decoration at both ends. */
export function normalHeading(text: string): string {
  const plain = text.slice(0, 200).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ')
  const bare = plain.replace(OUTER_MARKS, '')
  return bare === '' ? plain.trim() : bare
}

/** The identity of a header whatever the order of its columns: a shopper's corrections are remembered under it. */
export function headerFingerprint(headings: readonly string[]): string {
  return headings
    .map(normalHeading)
    .filter((heading) => heading !== '')
    .sort()
    .join('\n')
}

/** Scores of one heading by the rules of bom.md 4; bilingual ones are tried in both languages. */
export function scoreHeading(text: string): HeadingScores {
  const heading = normalHeading(text)
  const isReadable = heading !== '' && heading.length <= MAX_HEADING
  return isReadable ? scoreForms(formsOf(heading)) : new Map<ColumnRole, number>()
}

/** True for a text that is one of the headings to the letter: cheap enough to ask of every cell. */
export function isKnownHeading(text: string): boolean {
  return text.length <= MAX_HEADING && EXACT.has(normalHeading(text))
}

/** A maker's or a part number's heading with a number behind it: `MPN2`, `Manufacturer_1`, `MP_N3`. */
export function numberedHeading(text: string): { readonly base: 'mpn' | 'manufacturer'; readonly n: number } | null {
  const [, word = '', digits = ''] = /^(\D{2,40}?)[ _]*(\d{1,2})$/.exec(normalHeading(text)) ?? []
  if (digits === '') return null
  const base = (['mpn', 'manufacturer'] as const).find((role) => COMPACT.get(lettersOf(word))?.has(role))
  return base === undefined ? null : { base, n: Number(digits) }
}

/** What a heading says to the letter, it says alone: only others are compared loosely. */
function scoreForms(forms: readonly HeadingForm[]): HeadingScores {
  const exact = forms.flatMap(({ text, trust }) => [...(EXACT.get(text) ?? [])].map((role) => [role, trust] as const))
  if (exact.length > 0) return new Map(exact.sort(([, a], [, b]) => a - b))
  const scores = new Map<ColumnRole, number>()
  for (const role of ROLES) {
    const best = Math.max(...forms.map((form) => scoreRole(role, form)))
    if (best > 0) scores.set(role, best)
  }
  return scores
}

function scoreRole(role: ColumnRole, form: HeadingForm): number {
  if (role === 'quantity' && SECOND_QUANTITY.has(form.text)) return SECOND_CHOICE
  return form.trust * scoreLoosely(role, form)
}

function scoreLoosely(role: ColumnRole, { text, tokens, letters }: HeadingForm): number {
  if (role === 'row_number') return 0
  const synonyms = SYNONYMS.get(role) ?? []
  if (synonyms.some((one) => one.tokens.size === tokens.size && contains(tokens, one.tokens))) return SAME_TOKENS
  if (CJK.test(text)) return synonyms.some((one) => CJK.test(one.text) && text.includes(one.text)) ? CONTAINED : 0
  const inside = synonyms.filter((one) => one.isTelling && contains(tokens, one.tokens))
  if (inside.length > 0) return CONTAINED + 0.01 * Math.max(...inside.map((one) => one.tokens.size))
  if (COMPACT.get(letters)?.has(role)) return CONTAINED
  return synonyms.some((one) => isMisspelt(text, one.text)) ? MISSPELT : 0
}

function isMisspelt(text: string, synonym: string): boolean {
  const allowed = synonym.length >= 9 ? 2 : synonym.length >= 5 ? 1 : 0
  return allowed > 0 && isWithinEdits(text, synonym, allowed)
}

/** The heading itself, without a number sign, and its Latin and Chinese halves. */
function formsOf(heading: string): HeadingForm[] {
  const forms = [formOf(heading)]
  const signless = heading.replace(/[#\s]+$/, '')
  if (signless !== heading && signless !== '') forms.push(formOf(signless, 0.9))
  if (!CJK.test(heading)) return forms
  const halves = [heading.replace(/[^\u3400-\u9FFF/]+/g, ' '), heading.replace(/[\u3400-\u9FFF]+/g, ' ')]
  return [...forms, ...halves.map((half) => formOf(half.replace(/^[\s/]+|[\s/]+$/g, '')))]
}

function formOf(text: string, trust = 1): HeadingForm {
  return { text, trust, tokens: tokensOf(text), letters: lettersOf(text) }
}

function tokensOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/\p{L}+|\d+|#/gu))
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}]/gu, '')
}

function contains(all: ReadonlySet<string>, some: ReadonlySet<string>): boolean {
  for (const token of some) if (!all.has(token)) return false
  return some.size > 0
}

const SAME_TOKENS = 0.8
const CONTAINED = 0.6
const MISSPELT = 0.5
const SECOND_CHOICE = 0.55

const SECOND_QUANTITY: ReadonlySet<string> = new Set(SECOND_QUANTITY_HEADINGS)

const SYNONYMS: ReadonlyMap<ColumnRole, readonly Synonym[]> = new Map(
  ROLES.map((role) => [
    role,
    HEADINGS[role].map((text) => {
      const tokens = tokensOf(text)
      // `no`, `rs`, `fit` stand inside too many other headings.
      return { text, tokens, isTelling: tokens.size > 1 || text.length >= 4 || text === 'qty' || text === 'mpn' }
    }),
  ]),
)

/** Synonym → roles, to the letter and with nothing but its letters. */
const EXACT = rolesBy(normalHeading)
const COMPACT = rolesBy((text) => (text.length >= 3 ? lettersOf(text) : ''))

function rolesBy(form: (text: string) => string): ReadonlyMap<string, ReadonlySet<ColumnRole>> {
  const roles = new Map<string, Set<ColumnRole>>()
  for (const role of ROLES) {
    for (const text of HEADINGS[role].map(form)) {
      if (text !== '') roles.set(text, (roles.get(text) ?? new Set<ColumnRole>()).add(role))
    }
  }
  return roles
}

interface Synonym {
  readonly text: string
  readonly tokens: ReadonlySet<string>
  /** may count when it is only a part of the heading */
  readonly isTelling: boolean
}

interface HeadingForm {
  readonly text: string
  readonly trust: number
  readonly tokens: ReadonlySet<string>
  /** nothing but its letters */
  readonly letters: string
}
