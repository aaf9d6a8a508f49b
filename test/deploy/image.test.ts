import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { freePort } from '../../src/development/free-port.js'
import { projectFolder } from '../../src/development/project-folder.js'
import { scratchFolder } from '../support/scratch-folder.js'

const run = promisify(execFile)
const { PATH = '', HOME = '' } = process.env
const entry = join(projectFolder, 'deploy', 'entry.sh')
const ended: Server[] = []

afterEach(async () => {
  for (const server of ended.splice(0)) await once(server.close(), 'close')
})

test.each([
  ['api', 'dist/src/server.js'],
  ['worker', 'dist/temporal/worker.js'],
])('the command %s becomes the process that runs %s, with Sentry before it', async (command, file) => {
  const folder = builtCode({ 'dist/src/instrument.js': `console.log('first')`, [file]: `console.log(process.ppid)` })
  const child = execFile(entry, [command], { cwd: folder, env: { PATH, HOME } })
  const lines: string[] = []
  child.stdout?.on('data', (data: Buffer | string) => lines.push(...String(data).trim().split('\n')))
  expect(await once(child, 'close')).toEqual([0, null])
  expect(lines).toEqual(['first', String(process.pid)])
})

test.each([
  [['migrate'], 'up'],
  [['migrate', 'down'], 'down'],
])('%j runs the migrations %s', async (args, direction) => {
  const folder = builtCode({ 'dist/migrations/migrate.js': `console.log(process.argv[2])` })
  const { stdout } = await run(entry, args, { cwd: folder, env: { PATH, HOME } })
  expect(stdout.trim()).toBe(direction)
})

test('an unknown command is refused with what there is', async () => {
  await expect(run(entry, ['serve'], { env: { PATH, HOME } })).rejects.toMatchObject({
    code: 2,
    stderr: 'makrx-store: say api, worker, migrate or health.\n',
  })
})

test.each(['PORT', 'WORKER_PORT'])('health is good while the process on %s says it is ready', async (variable) => {
  const port = await listen(200)
  const env = {
    PATH,
    HOME,
    PORT: String(await freePort()),
    WORKER_PORT: String(await freePort()),
    [variable]: String(port),
  }
  await expect(run(entry, ['health'], { env })).resolves.toBeDefined()
})

test('health is bad while the process is not ready, and when nobody answers', async () => {
  const none = { PATH, HOME, PORT: String(await freePort()), WORKER_PORT: String(await freePort()) }
  await expect(run(entry, ['health'], { env: none })).rejects.toMatchObject({ code: 1 })
  const notReady = { ...none, PORT: String(await listen(503)) }
  await expect(run(entry, ['health'], { env: notReady })).rejects.toMatchObject({ code: 1 })
})

test('nothing of development can get into the image', () => {
  const ignored = readFileSync(join(projectFolder, '.dockerignore'), 'utf8').split('\n')
  expect(ignored).toContain('*')
  expect(ignored.indexOf('src/development')).toBeGreaterThan(ignored.indexOf('!src'))
  const dockerfile = readFileSync(join(projectFolder, 'Dockerfile'), 'utf8')
  expect(dockerfile).toMatch(/npm ci --omit=dev/)
  expect(dockerfile.lastIndexOf('USER node')).toBeLessThan(dockerfile.lastIndexOf('ENTRYPOINT'))
})

function builtCode(files: Readonly<Record<string, string>>): string {
  const folder = scratchFolder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

async function listen(status: number): Promise<number> {
  const server = createServer((_request, response) => response.writeHead(status).end()).listen(0, '127.0.0.1')
  ended.push(server)
  await once(server, 'listening')
  return (server.address() as { port: number }).port
}
