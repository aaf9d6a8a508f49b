import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startChildServer, type ServerCommand } from '../../src/development/child-server.js'
import { scratchFolder } from '../support/scratch-folder.js'

const logFile = join(scratchFolder(), 'server.log')

test('a server that ends before it is ready is an error with its last words', async () => {
  const command = shell('echo the disk is full; exit 3')
  await expect(startChildServer(command)).rejects.toThrow(
    /^Sample ended \(exit code 3\) before it was ready.*the disk is full/s,
  )
})

test('a program that does not exist is an error that names it', async () => {
  const command = { ...shell(''), executable: '/nowhere/sampled' }
  await expect(startChildServer(command)).rejects.toThrow('/nowhere/sampled')
})

test('a server that ended is not ready, even when somebody else answers in its place', async () => {
  const isReady = async (): Promise<boolean> => {
    while (isAlive(await printedPid())) await pause(5)
    return true
  }
  expect(await failureOf({ ...shell('echo $$; exit 1'), isReady })).toContain('Sample ended')
})

test('a server that does not become ready in time is stopped', async () => {
  const isReady = async (): Promise<boolean> => (await printedPid()) === 0
  const failure = await failureOf({ ...shell('echo $$; exec sleep 60'), isReady, readyWithinMs: 200 })
  expect(failure).toContain('Sample was not ready in time')
  expect(isAlive(await printedPid())).toBe(false)
})

test('settings of other tools in the environment do not reach a server', async () => {
  process.env.PGPORT = '1'
  const failure = await failureOf(shell('env; exit 1'))
  delete process.env.PGPORT
  expect(failure).toContain('PATH=')
  expect(failure).not.toContain('PGPORT')
})

test('stopping is told as an exit, and may be repeated', async () => {
  const server = await startChildServer({ ...shell('exec sleep 60'), isReady: () => Promise.resolve(true) })
  await server.stop()
  await server.stop()
  await expect(server.exited).resolves.toBe('SIGTERM')
})

/** The sample server writes its process id before anything else. */
async function printedPid(): Promise<number> {
  const line = readFileSync(logFile, 'utf8')
  if (line.endsWith('\n')) return Number(line)
  await pause(5)
  return printedPid()
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function failureOf(command: ServerCommand): Promise<string> {
  return startChildServer(command).then(
    () => 'it started',
    (error: unknown) => (error as Error).message,
  )
}

function shell(script: string): ServerCommand {
  return {
    name: 'Sample',
    executable: '/bin/sh',
    args: ['-c', script],
    logFile,
    stopSignal: 'SIGTERM',
    isReady: () => Promise.resolve(false),
  }
}
