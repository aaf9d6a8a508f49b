import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { z } from 'zod'

import { ENVIRONMENT } from '../../src/configuration/environment-table.js'
import { loadConfig } from '../../src/config.js'
import { projectFolder } from '../../src/development/project-folder.js'
import { scratchFolder } from '../support/scratch-folder.js'
import { findComposeCheck } from './compose-checker.js'

const run = promisify(execFile)
const optional = 'of-a-provider-1234567890'
const composeFile = join(projectFolder, 'docker-compose.yml')
const service = z.object({
  image: z.string().optional(),
  environment: z.record(z.string(), z.string().nullable()).default({}),
  ports: z.array(z.object({ host_ip: z.string().optional(), target: z.number() })).default([]),
  networks: z.record(z.string(), z.unknown()).default({}),
  volumes: z.array(z.object({ type: z.string(), source: z.string() })).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.unknown().optional(),
  restart: z.string().optional(),
  deploy: z.object({ resources: z.object({ limits: z.object({ cpus: z.coerce.number(), memory: z.string() }) }) }),
})
const project = z.object({ services: z.record(z.string(), service) })

let checker: string
let variables: Record<string, string>
let services: z.infer<typeof project>['services']

beforeAll(async () => {
  checker = await findComposeCheck()
  variables = await sampleEnvironment()
  services = project.parse(JSON.parse(await load(composeFile))).services
}, 600_000)

test('the file loads with the variables that the script for a new environment writes', () => {
  expect(Object.keys(services).sort()).toEqual(
    [
      ...['api', 'keycloak', 'migrate', 'postgres', 'redis', 'temporal', 'temporal-schema', 'temporal-setup'],
      ...['temporal-ui', 'versitygw', 'worker'],
    ].sort(),
  )
})

test('every variable that has no value is named before anything starts', async () => {
  const problem = await refusal(composeFile, {})
  for (const [name, value] of Object.entries(variables)) {
    const isOptional = value === optional || ['CODEC_KEYS', 'METRICS_TOKEN'].includes(name)
    expect({ name, isNamed: problem.includes(`required variable ${name} `) }).toEqual({ name, isNamed: !isOptional })
  }
})

test.each([
  [
    'a dependency on a service that is not there',
    '      postgres: { condition: service_healthy }',
    '      postgress: { condition: service_healthy }',
  ],
  ['a word that compose does not know', 'stop_grace_period: 30s', 'stop_grace_time: 30s'],
  ['a network that is not declared', 'networks: [inside, edge]', 'networks: [inside, outside]'],
  ['a variable that nobody sets', '${PUBLIC_BASE_URL:?', '${PUBLIC_ADDRESS:?'],
])('a planted mistake is found: %s', async (_mistake, right, wrong) => {
  const text = readFileSync(composeFile, 'utf8')
  expect(text).toContain(right)
  const broken = join(scratchFolder(), 'docker-compose.yml')
  writeFileSync(broken, text.replaceAll(right, wrong))
  expect(await refusal(broken, variables)).toMatch(/postgress|stop_grace_time|outside|PUBLIC_ADDRESS/)
})

test('only loopback is published, and Temporal, the databases and Redis not at all', () => {
  const published = Object.entries(services).flatMap(([name, { ports }]) => ports.map((port) => ({ name, ...port })))
  expect(published.map(({ host_ip }) => host_ip)).toEqual(published.map(() => '127.0.0.1'))
  expect(published.map(({ name }) => name).sort()).toEqual(['api', 'keycloak', 'temporal-ui', 'versitygw'])
  for (const name of ['postgres', 'redis', 'temporal'])
    expect(Object.keys(services[name]?.networks ?? {})).toEqual(['inside'])
})

test('every image has a version, every service limits, and every one that stays a health check', () => {
  for (const [name, { image = '', deploy, restart, healthcheck }] of Object.entries(services)) {
    expect(image).toMatch(/:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/)
    expect(deploy.resources.limits.cpus).toBeGreaterThan(0)
    expect(Number(deploy.resources.limits.memory)).toBeGreaterThan(0)
    const isChecked = healthcheck !== undefined || ['api', 'worker'].includes(name)
    expect({ name, isChecked: isChecked || restart !== 'unless-stopped' }).toEqual({ name, isChecked: true })
  }
})

test('the order is database, schema, Temporal, its set-up, migrations, then the processes', () => {
  const waits = (name: string): Record<string, string> =>
    Object.fromEntries(Object.entries(services[name]?.depends_on ?? {}).map(([on, { condition }]) => [on, condition]))
  const [healthy, done] = ['service_healthy', 'service_completed_successfully']
  expect(waits('temporal-schema')).toEqual({ postgres: healthy })
  expect(waits('temporal')).toEqual({ 'temporal-schema': done })
  expect(waits('temporal-setup')).toEqual({ temporal: healthy })
  expect(waits('migrate')).toEqual({ postgres: healthy, 'temporal-setup': done })
  for (const name of ['api', 'worker']) expect(waits(name)).toMatchObject({ migrate: done, redis: healthy })
})

test('API and worker boot with what the file gives them, without a problem and without a word of warning', () => {
  for (const name of ['api', 'worker']) {
    const given = services[name]?.environment ?? {}
    const known = new Set(ENVIRONMENT.map((variable) => variable.name))
    expect(Object.keys(given).filter((variable) => !known.has(variable))).toEqual([])
    const config = loadConfig(
      Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value ?? undefined])),
    )
    expect(config.warnings).toEqual([])
    expect(config).toMatchObject({ environment: 'production', storage: { kind: 's3', bucket: 'makrx-store' } })
    expect(config.temporal.tls).toMatchObject({ serverName: 'temporal', caPath: '/certificates/ca.crt' })
  }
})

test('every file that a service mounts is in the repository or comes from the script', () => {
  const files = Object.values(services).flatMap(({ volumes }) => volumes.filter(({ type }) => type === 'bind'))
  const made = /deploy\/certificates\/(ca|api|worker|setup|temporal|temporal-ui)\.(crt|key)$/
  expect(files.map(({ source }) => source).filter((source) => !existsSync(source) && !made.test(source))).toEqual([])
})

/** What the script writes, with values for the lines that only an operator can fill. */
async function sampleEnvironment(): Promise<Record<string, string>> {
  const folder = scratchFolder()
  await run(join(projectFolder, 'deploy', 'new-environment.sh'), [folder])
  const lines = readFileSync(join(folder, '.env'), 'utf8').split('\n')
  const pairs = lines.flatMap((line) => (/^[A-Z]/.test(line) ? [line.split(/=(.*)/s, 2) as [string, string]] : []))
  return Object.fromEntries(pairs.map(([name, value]) => [name, value === '' ? sampleValue(name) : value]))
}

function sampleValue(name: string): string {
  if (/_(URL|ORIGIN|ENDPOINT)$/.test(name)) return `https://${name.toLowerCase().replaceAll('_', '-')}.test`
  if (name.startsWith('STRIPE')) return optional
  return 'operator'
}

async function load(file: string): Promise<string> {
  const { stdout } = await run(checker, [file], { env: variables, cwd: projectFolder, maxBuffer: 8_388_608 })
  return stdout
}

async function refusal(file: string, env: Record<string, string>): Promise<string> {
  return run(checker, [file], { env, cwd: projectFolder }).then(
    () => '',
    (error: unknown) => (error as { stderr: string }).stderr,
  )
}
