import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { loadConfig } from '../../src/config.js'
import {
  developmentEnvironment,
  givenValue,
  isGiven,
  type StackFacts,
} from '../../src/development/development-environment.js'
import { scratchFolder } from '../support/scratch-folder.js'

const secrets: StackFacts['secrets'] = {
  MAKRCAVE_API_KEY: 'key of cave',
  CAVE_WEBHOOK_SECRET: 'hooks of cave',
  SECRET_KEY: 'our own key',
  STORAGE_SIGNING_KEY: 'links',
  STRIPE_SECRET_KEY: 'sk of stripe',
  STRIPE_PUBLIC_KEY: 'pk of stripe',
  STRIPE_WEBHOOK_SECRET: 'hooks of stripe',
}
const ports = { api: 1, worker: 2, peers: 3, postgres: 4, temporal: 5 }

function environmentFor(given: StackFacts['given']): Record<string, string> {
  return developmentEnvironment({ given, ports, secrets, databaseUrl: 'postgresql://d', temporalAddress: 't:5' })
}

test('on a bare machine every service is embedded, and API and worker boot with it', () => {
  const environment = environmentFor({})
  expect(environment).toMatchObject({
    KEYCLOAK_URL: 'http://127.0.0.1:3/dev/keycloak',
    MAKRCAVE_API_URL: 'http://127.0.0.1:3/dev/makrcave',
    STRIPE_API_URL: 'http://127.0.0.1:3',
    PUBLIC_BASE_URL: 'http://localhost:1',
    DATABASE_URL: 'postgresql://d',
    TEMPORAL_ADDRESS: 't:5',
    PORT: '1',
    WORKER_PORT: '2',
    DEV_PORT: '3',
  })
  expect(loadConfig(environment)).toMatchObject({ environment: 'development', warnings: [], storage: { kind: 'disk' } })
})

test.each([
  ['KEYCLOAK_URL', 'https://id.test', []],
  ['MAKRCAVE_API_URL', 'https://cave.test', ['MAKRCAVE_API_KEY', 'CAVE_WEBHOOK_SECRET']],
  ['STRIPE_SECRET_KEY', 'of the caller', ['STRIPE_API_URL', 'STRIPE_PUBLIC_KEY', 'STRIPE_WEBHOOK_SECRET']],
])('a service that the caller sets by %s gets no generated secret', (name, value, absent) => {
  const environment = environmentFor({ [name]: value })
  expect(environment[name]).toBe(value)
  expect(Object.keys(environment).filter((one) => absent.includes(one))).toEqual([])
})

test('a secret that the caller gives as a file is not covered by a generated one', () => {
  const file = join(scratchFolder(), 'secret')
  writeFileSync(file, 'from a file\n')
  const given = { SECRET_KEY_FILE: file, CAVE_WEBHOOK_SECRET_FILE: file }
  const environment = environmentFor(given)
  expect(environment).toMatchObject({ SECRET_KEY_FILE: file, CAVE_WEBHOOK_SECRET_FILE: file })
  expect(environment).not.toHaveProperty('SECRET_KEY')
  expect(environment).not.toHaveProperty('CAVE_WEBHOOK_SECRET')
  expect(givenValue(given, 'SECRET_KEY')).toBe('from a file')
})

test('settings of the caller reach the processes, other variables do not, and it stays development', () => {
  const environment = environmentFor({
    CAVE_SIM_STEP_SECONDS: '0',
    ENVIRONMENT: 'production',
    PGPORT: '1',
    TEMPORAL_ENV: 'x',
  })
  expect(environment).toMatchObject({ CAVE_SIM_STEP_SECONDS: '0', ENVIRONMENT: 'development' })
  expect(environment).not.toHaveProperty('PGPORT')
  expect(environment).not.toHaveProperty('TEMPORAL_ENV')
})

test('an empty variable counts as not set', () => {
  expect(isGiven({ KEYCLOAK_URL: ' ' }, 'KEYCLOAK_URL')).toBe(false)
  expect(environmentFor({ KEYCLOAK_URL: '' }).KEYCLOAK_URL).toBe('http://127.0.0.1:3/dev/keycloak')
  expect(givenValue({ DATABASE_URL: '' }, 'DATABASE_URL')).toBeUndefined()
})
