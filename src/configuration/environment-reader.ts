import { readFileSync } from 'node:fs'

import { ENVIRONMENT } from './environment-table.js'
import { type SecretKind, weaknessOf } from './secret-strength.js'
import type { RotatingSecret } from '../config.js'

export type Variables = Readonly<Record<string, string | undefined>>

const KNOWN = new Map(ENVIRONMENT.map((variable) => [variable.name, variable]))

/**
 * Reads variables by their kind and collects what is wrong instead of throwing: one look shows everything that is
 * missing or weak. Values of secrets appear nowhere.
 */
export class EnvironmentReader {
  readonly problems: string[] = []
  readonly warnings: string[] = []
  /** staging and production: nothing embedded, weak secrets are refused */
  readonly isStrict: boolean
  private readonly variables: Variables
  private readonly now: Date

  constructor(variables: Variables, options: { readonly isStrict: boolean; readonly now: Date }) {
    this.variables = variables
    this.isStrict = options.isStrict
    this.now = options.now
  }

  /** The text, without surrounding blanks; undefined when unset or empty. */
  text(name: string): string | undefined {
    const variable = KNOWN.get(name)
    if (!variable) throw new Error(`${name} is not in the table of the environment.`)
    const direct = this.variables[name]?.trim()
    if (direct) return direct
    const path = variable.isSecret ? this.variables[`${name}_FILE`]?.trim() : undefined
    return path ? this.fileText(name, path) : undefined
  }

  required(name: string, hint = ''): string {
    const value = this.text(name)
    if (value === undefined) this.problems.push(`${name} is missing${hint}`)
    return value ?? ''
  }

  oneOf<T extends string>(name: string, words: readonly T[], fallback: T): T {
    const value = this.text(name)?.toLowerCase()
    const word = words.find((one) => one === value)
    if (value !== undefined && word === undefined) this.problems.push(`${name} must be one of ${words.join(', ')}`)
    return word ?? fallback
  }

  flag(name: string, fallback: boolean): boolean {
    const word = this.oneOf(name, ['true', 'false', '1', '0'], fallback ? 'true' : 'false')
    return word === 'true' || word === '1'
  }

  number(name: string, fallback: number, bounds: { min: number; max: number }): number {
    const text = this.text(name)
    if (text === undefined) return fallback
    const value = /^\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN
    if (value >= bounds.min && value <= bounds.max) return value
    this.problems.push(`${name} must be a number from ${bounds.min} to ${bounds.max}`)
    return fallback
  }

  list(name: string): string[] {
    const items = (this.text(name) ?? '').split(',').map((item) => item.trim())
    return items.filter((item) => item !== '')
  }

  /** An absolute http(s) address without a trailing slash. */
  url(name: string, value: string | undefined): string {
    if (value === undefined || value === '') return ''
    if (URL.canParse(value) && /^https?:\/\//i.test(value)) return value.replace(/\/+$/, '')
    this.problems.push(`${name} must be an http or https address`)
    return ''
  }

  secret(name: string, kind: SecretKind = 'other'): string | undefined {
    const value = this.text(name)
    if (value === undefined || !this.isStrict) return value
    const { problem, warning } = weaknessOf(value, kind)
    if (problem !== undefined) this.problems.push(`${name} ${problem}`)
    if (warning !== undefined) this.warnings.push(`${name} ${warning}`)
    return value
  }

  /** The current secret and, until its end, the one before. */
  rotating(name: string, kind: SecretKind = 'other'): RotatingSecret[] {
    const current = this.secret(name, kind)
    const previous = this.secret(`${name}_PREVIOUS`, kind)
    return [...(current === undefined ? [] : [{ value: current }]), ...this.previous(name, previous)]
  }

  private previous(name: string, value: string | undefined): RotatingSecret[] {
    const end = this.text(`${name}_PREVIOUS_UNTIL`)
    if (value === undefined) return []
    const until = new Date(end ?? '')
    if (end === undefined || Number.isNaN(until.getTime())) {
      this.problems.push(`${name}_PREVIOUS_UNTIL must say when ${name}_PREVIOUS ends (RFC 3339)`)
      return []
    }
    this.warnAboutEnd(name, until)
    return until > this.now ? [{ value, until }] : []
  }

  private warnAboutEnd(name: string, until: Date): void {
    const days = (until.getTime() - this.now.getTime()) / 86_400_000
    if (days <= 0) this.warnings.push(`${name}_PREVIOUS has ended and is not accepted any more`)
    else if (days < 7) this.warnings.push(`${name}_PREVIOUS ends within 7 days`)
  }

  private fileText(name: string, path: string): string | undefined {
    try {
      return readFileSync(path, 'utf8').trim() || undefined
    } catch {
      this.problems.push(`${name}_FILE names a file that cannot be read`)
      return undefined
    }
  }
}
