import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { freePort } from '../../src/development/free-port.js'

test('the peers are one process that says where it listens and stops on SIGTERM', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'peers-process-'))
  const port = await freePort()
  const peers = spawn(process.execPath, ['--import', 'tsx', 'src/development/peers.ts'], {
    env: { PATH: process.env['PATH'], DEV_PORT: String(port), DEV_DIRECTORY: directory },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  expect(await firstLineOf(peers)).toContain(`http://127.0.0.1:${port}`)
  const health = await fetch(`http://127.0.0.1:${port}/dev/health`)
  expect(health.status).toBe(200)

  peers.kill('SIGTERM')
  expect(await once(peers, 'exit')).toEqual([0, null])
  expect(readdirSync(directory)).toEqual(expect.arrayContaining(['secrets.json', 'token-issuer-key.json']))
  rmSync(directory, { recursive: true })
})

async function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('The process has no output.')
  const [chunk] = (await once(stdout, 'data')) as [Buffer]
  return chunk.toString()
}
