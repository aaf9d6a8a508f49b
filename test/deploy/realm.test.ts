import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { DEMO_PEOPLE } from '../../src/development/demo-people.js'
import { projectFolder } from '../../src/development/project-folder.js'

const text = readFileSync(join(projectFolder, 'deploy', 'keycloak', 'makrx-realm.json'), 'utf8')
const attributes = z.record(z.string(), z.string()).default({})
const realm = z
  .object({
    realm: z.string(),
    accessTokenLifespan: z.number(),
    accessTokenLifespanForImplicitFlow: z.number(),
    defaultSignatureAlgorithm: z.string(),
    attributes,
    clients: z.array(
      z.looseObject({
        clientId: z.string(),
        secret: z.string().optional(),
        directAccessGrantsEnabled: z.boolean(),
        implicitFlowEnabled: z.boolean(),
        serviceAccountsEnabled: z.boolean(),
        attributes,
      }),
    ),
    users: z.array(
      z.object({
        username: z.string(),
        realmRoles: z.array(z.string()).default([]),
        credentials: z.array(z.object({ value: z.string() })).default([]),
      }),
    ),
  })
  .parse(JSON.parse(text))

const fiveMinutes = 300

test('access tokens live for five minutes at most, for the realm and for every client', () => {
  expect(realm.accessTokenLifespan).toBeLessThanOrEqual(fiveMinutes)
  expect(realm.accessTokenLifespanForImplicitFlow).toBeLessThanOrEqual(fiveMinutes)
  for (const { attributes: own } of realm.clients) {
    expect(Number(own['access.token.lifespan'] ?? 0)).toBeLessThanOrEqual(fiveMinutes)
  }
})

test('the realm and the client are the ones that the store expects by default, with the algorithm that it accepts', () => {
  expect(realm).toMatchObject({ realm: 'makrx', defaultSignatureAlgorithm: 'RS256' })
  expect(realm.clients.map(({ clientId }) => clientId)).toContain('makrx-store-api')
})

test('no client takes passwords or hands tokens to the address line', () => {
  for (const client of realm.clients) {
    expect(client).toMatchObject({ directAccessGrantsEnabled: false, implicitFlowEnabled: false })
  }
})

test('services get tokens for the audience that the store accepts from services', () => {
  const services = realm.clients.filter(({ serviceAccountsEnabled }) => serviceAccountsEnabled)
  expect(services.map(({ clientId }) => clientId)).toEqual(['makrcave'])
  expect(JSON.stringify(services)).toContain('"included.custom.audience":"makrx-services"')
})

test('the demo people are the ones of the development stack, with the same roles', () => {
  const people = realm.users.filter(({ username }) => !username.startsWith('service-account-'))
  const names = people.map(({ username, realmRoles }) => ({ username, roles: realmRoles }))
  expect(names).toEqual(DEMO_PEOPLE.map(({ username, roles }) => ({ username, roles })))
})

test('the file holds no secret: each is named and comes from the environment', () => {
  const secrets = realm.clients.flatMap(({ secret }) => (secret === undefined ? [] : [secret]))
  const passwords = realm.users.flatMap(({ credentials }) => credentials.map(({ value }) => value))
  expect([...secrets, ...passwords].filter((value) => !/^\$\{[A-Z_]+\}$/.test(value))).toEqual([])
})
