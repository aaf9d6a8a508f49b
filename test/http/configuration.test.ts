import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { loadConfig } from '../../src/config.js'
import { ENVIRONMENT } from '../../src/configuration/environment-table.js'
import { describeSecret } from '../../src/configuration/secret-strength.js'
import { VERSION } from '../../src/version.js'

const NOW = new Date('2030-01-01T00:00:00Z')
const SOUND = {
  ENVIRONMENT: 'production',
  DATABASE_URL: 'postgres://store:s@db:5432/store',
  KEYCLOAK_URL: 'https://id.makrx.test/',
  KEYCLOAK_REALM: 'makrx',
  KEYCLOAK_CLIENT_ID: 'makrx-store-api',
  MAKRCAVE_API_URL: 'https://cave.makrx.test/api/v1',
  S3_ENDPOINT: 'files.makrx.test',
  S3_BUCKET: 'models',
  S3_ACCESS_KEY: 'access-of-the-store',
  S3_SECRET_KEY: 'Kq93-vmXz7-Tbw2-pLe8',
  TEMPORAL_ADDRESS: 'temporal:7233',
}

function problemsOf(variables: Record<string, string>): string[] {
  try {
    loadConfig(variables, NOW)
    return []
  } catch (error) {
    return [...(error as { problems: string[] }).problems]
  }
}

it('names everything that production misses in one list', () => {
  const problems = problemsOf({ ENVIRONMENT: 'production' })
  for (const name of [
    ...['DATABASE_URL', 'KEYCLOAK_URL', 'KEYCLOAK_REALM', 'KEYCLOAK_CLIENT_ID', 'MAKRCAVE_API_URL'],
    ...['S3_BASE_URL', 'S3_ACCESS_KEY', 'S3_SECRET_KEY', 'TEMPORAL_ADDRESS'],
  ]) {
    expect(problems).toContainEqual(expect.stringMatching(new RegExp(`^${name}\\b.*missing`)))
  }
})

it('boots in production without what is optional, with one warning for each feature that is refused', () => {
  const { warnings } = loadConfig(SOUND, NOW)
  for (const name of ['REDIS_URL', 'SECRET_KEY', 'CAVE_WEBHOOK_SECRET', 'payment provider']) {
    expect(warnings.filter((warning) => warning.includes(name))).toHaveLength(1)
  }
})

it('understands the spellings of addresses', () => {
  const config = loadConfig({ ...SOUND, DATABASE_URL: 'postgresql+asyncpg://a@b/c' }, NOW)
  expect(config.database.url).toBe('postgresql://a@b/c')
  expect(config.cave.origin).toBe('https://cave.makrx.test')
  expect(config.keycloak).toMatchObject({
    issuer: 'https://id.makrx.test/realms/makrx',
    jwksUrl: 'https://id.makrx.test/realms/makrx/protocol/openid-connect/certs',
  })
  expect(config.storage).toMatchObject({ endpoint: 'https://files.makrx.test', bucket: 'models' })
  const joined = loadConfig({ ...SOUND, S3_BASE_URL: 'http://minio:9000/models/' }, NOW)
  expect(joined.storage).toMatchObject({ endpoint: 'http://minio:9000', bucket: 'models' })
})

it.each([
  ['CAVE_WEBHOOK_SECRET', 'x7Kq9-vmXz7-Tbw2-pLe8-q', 'too short (23 bytes'],
  ['SECRET_KEY', 'x7Kq9-vmXz7-Tbw2-pLe8-q', 'too short (23 bytes'],
  ['STRIPE_WEBHOOK_SECRET', 'x7Kq9-vmXz7-Tbw', 'too short (15 bytes'],
  ['RAZORPAY_WEBHOOK_SECRET', 'x7Kq9-vmXz7-Tbw', 'too short (15 bytes'],
  ['MAKRCAVE_API_KEY', 'x7Kq9-vmXz7-Tbw', 'too short (15 bytes'],
  ['METRICS_TOKEN', 'x7Kq9-vmXz7-Tbw', 'too short (15 bytes'],
  ['SECRET_KEY', 'changeme-changeme-changeme', 'placeholder'],
  ['MAKRCAVE_API_KEY', 'your-api-key-goes-in-here', 'placeholder'],
  ['MAKRCAVE_API_KEY', 'aaaaaaaaaaaaaaaaaaaaaaaa', 'repeats'],
])('refuses %s in production when it is weak, without printing it', (name, value, reason) => {
  const problems = problemsOf({ ...SOUND, [name]: value })
  expect(problems).toEqual([expect.stringContaining(reason)])
  expect(problems[0]).toMatch(new RegExp(`^${name} `))
  expect(problems.join()).not.toContain(value)
})

it('warns of a short secret that a payment provider issued', () => {
  const variables = { ...SOUND, STRIPE_SECRET_KEY: 'sk_x7Kq9-vmXz7-Tbw', STRIPE_WEBHOOK_SECRET: 'whsec_x7Kq9-vmXz7-' }
  expect(loadConfig(variables, NOW).warnings).toContainEqual('STRIPE_WEBHOOK_SECRET is short (18 bytes)')
})

it('takes weak secrets in development', () => {
  expect(problemsOf({ ...SOUND, ENVIRONMENT: 'development', SECRET_KEY: 'short' })).toEqual([])
})

describe('a secret before the current one', () => {
  const rotation = {
    ...SOUND,
    CAVE_WEBHOOK_SECRET: 'x7Kq9-vmXz7-Tbw2-pLe8-qRt5',
    CAVE_WEBHOOK_SECRET_PREVIOUS: 'b4Nw2-hsYc8-Dfk1-oUa6-zEm3',
  }
  const secretsUntil = (until: string) =>
    loadConfig({ ...rotation, CAVE_WEBHOOK_SECRET_PREVIOUS_UNTIL: until }, NOW).cave.webhookSecrets

  it('needs an end', () => {
    expect(problemsOf(rotation)).toEqual([expect.stringMatching(/^CAVE_WEBHOOK_SECRET_PREVIOUS_UNTIL/)])
  })

  it('is accepted until then and not after it', () => {
    expect(secretsUntil('2030-03-01T00:00:00Z')).toEqual([
      { value: rotation.CAVE_WEBHOOK_SECRET },
      { value: rotation.CAVE_WEBHOOK_SECRET_PREVIOUS, until: new Date('2030-03-01T00:00:00Z') },
    ])
    expect(secretsUntil('2029-12-31T00:00:00Z')).toEqual([{ value: rotation.CAVE_WEBHOOK_SECRET }])
  })

  it('is announced a week before its end', () => {
    const warningsUntil = (until: string) =>
      loadConfig({ ...rotation, CAVE_WEBHOOK_SECRET_PREVIOUS_UNTIL: until }, NOW).warnings.join()
    expect(warningsUntil('2030-01-06T00:00:00Z')).toContain('CAVE_WEBHOOK_SECRET_PREVIOUS ends within 7 days')
    expect(warningsUntil('2030-02-06T00:00:00Z')).not.toContain('CAVE_WEBHOOK_SECRET_PREVIOUS')
  })
})

it('reads a secret from a file, and says when it cannot', () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-config-'))
  const file = join(folder, 'key')
  writeFileSync(file, 'x7Kq9-vmXz7-Tbw2-pLe8-qRt5\n')
  expect(loadConfig({ ...SOUND, SECRET_KEY_FILE: file }, NOW).api.secretKey).toBe('x7Kq9-vmXz7-Tbw2-pLe8-qRt5')
  rmSync(folder, { recursive: true })
  expect(problemsOf({ ...SOUND, SECRET_KEY_FILE: file })).toEqual(['SECRET_KEY_FILE names a file that cannot be read'])
})

it.each([
  ['PORT', '80x'],
  ['SHOP_TAX_PERCENT', '-1'],
  ['FORCE_HTTPS', 'maybe'],
  ['LOG_LEVEL', 'loud'],
  ['CORS_ORIGINS', 'https://a.example/path'],
  ['TRUSTED_PROXIES', 'all'],
  ['CODEC_KEYS', 'k1:c2hvcnQ='],
  ['KEYCLOAK_URL', 'id.makrx.test'],
  ['STRIPE_API_URL', 'https://stripe.test'],
  ['CRASH_AT', 'start.before-call:1'],
  ['WORKER_BUILD_ID', 'abc'],
])('refuses %s=%s in production', (name, value) => {
  expect(problemsOf({ ...SOUND, [name]: value })).toEqual([expect.stringContaining(name)])
})

it('never trusts the development issuer in production', () => {
  expect(problemsOf({ ...SOUND, KEYCLOAK_URL: 'http://127.0.0.1:8001/dev/keycloak' })).toEqual([
    'KEYCLOAK_URL leads to the development issuer',
  ])
})

it('shows a secret as its length alone', () => {
  expect(describeSecret('x'.repeat(32))).toBe('set (32 bytes)')
  expect(describeSecret(undefined)).toBe('not set')
})

it('says the version of the package', () => {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string }
  expect(VERSION).toBe(manifest.version)
})

it('has its table in the README, word by word', () => {
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8')
  const section = /^## Environment\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(readme)?.[1] ?? ''
  const documented = section
    .split('\n')
    .filter((line) => /^\| [A-Z0-9_]+ +\|/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  const expected = ENVIRONMENT.map((row) => [row.name, row.development, row.production, row.meaning])
  expect(documented).toEqual(expected)
})
