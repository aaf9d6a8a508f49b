import { readFileSync } from 'node:fs'

import { ENVIRONMENT } from '../configuration/environment-table.js'
import type { DevelopmentSecrets } from './secrets.js'

export type Variables = Readonly<Record<string, string | undefined>>

/**
 * The environment of API, worker and peers: what the caller has set, and an embedded service wherever nothing is set.
 * A service that the caller has set gets none of our generated secrets.
 */
export function developmentEnvironment(facts: StackFacts): Record<string, string> {
  const { given, ports } = facts
  return {
    ...embeddedServices(facts),
    ...unlessGiven(given, { SECRET_KEY: facts.secrets.SECRET_KEY, PUBLIC_BASE_URL: `http://localhost:${ports.api}` }),
    ...ordinarySettings(given),
    ENVIRONMENT: 'development',
    DATABASE_URL: facts.databaseUrl,
    TEMPORAL_ADDRESS: facts.temporalAddress,
    PORT: String(ports.api),
    WORKER_PORT: String(ports.worker),
    DEV_PORT: String(ports.peers),
  }
}

/** What the caller has set, directly or as the content of the file that `<NAME>_FILE` names; undefined when nothing. */
export function givenValue(given: Variables, name: string): string | undefined {
  const direct = given[name]?.trim() ?? ''
  if (direct !== '' || !isGiven(given, name)) return direct || undefined
  return readFileSync(given[`${name}_FILE`] ?? '', 'utf8').trim()
}

/** Tells whether the caller has set the variable or the file that holds its value. */
export function isGiven(given: Variables, name: string): boolean {
  return [name, `${name}_FILE`].some((one) => (given[one] ?? '').trim() !== '')
}

/** Origin of the peers process, where the other sides of all conversations live. */
export function peersOrigin(ports: Pick<StackPorts, 'peers'>): string {
  return `http://127.0.0.1:${ports.peers}`
}

function embeddedServices({ given, ports, secrets }: StackFacts): Record<string, string> {
  const origin = peersOrigin(ports)
  const isFree = (...names: string[]): boolean => !names.some((name) => isGiven(given, name))
  return {
    ...(isFree('KEYCLOAK_URL') && { KEYCLOAK_URL: `${origin}/dev/keycloak` }),
    ...(isFree('MAKRCAVE_API_URL') && {
      MAKRCAVE_API_URL: `${origin}/dev/makrcave`,
      ...unlessGiven(given, {
        MAKRCAVE_API_KEY: secrets.MAKRCAVE_API_KEY,
        CAVE_WEBHOOK_SECRET: secrets.CAVE_WEBHOOK_SECRET,
      }),
    }),
    ...(isFree('STRIPE_API_URL', 'STRIPE_SECRET_KEY') && {
      STRIPE_API_URL: origin,
      STRIPE_SECRET_KEY: secrets.STRIPE_SECRET_KEY,
      STRIPE_PUBLIC_KEY: secrets.STRIPE_PUBLIC_KEY,
      ...unlessGiven(given, { STRIPE_WEBHOOK_SECRET: secrets.STRIPE_WEBHOOK_SECRET }),
    }),
  }
}

function unlessGiven(given: Variables, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !isGiven(given, name)))
}

/** What the processes read; the caller's other variables must not steer them. */
function ordinarySettings(given: Variables): Record<string, string> {
  const names = ENVIRONMENT.flatMap(({ name }) => [name, `${name}_FILE`])
  return Object.fromEntries(names.flatMap((name) => (given[name] ? [[name, given[name]] as const] : [])))
}

export interface StackPorts {
  readonly api: number
  readonly worker: number
  readonly peers: number
  readonly postgres: number
  readonly temporal: number
  /** no UI when absent */
  readonly temporalUi?: number
}

export interface StackFacts {
  /** the caller's environment */
  readonly given: Variables
  readonly ports: StackPorts
  readonly databaseUrl: string
  readonly temporalAddress: string
  readonly secrets: DevelopmentSecrets
}
