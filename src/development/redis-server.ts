import { execFile } from 'node:child_process'
import { symlink } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startChildServer } from './child-server.js'
import { startOnPort } from './free-port.js'
import { installFile } from './installed-file.js'
import { findProgram, fromFile, fromPath, fromVariable, versionText } from './program-finder.js'
import type { FoundProgram, ProgramSource } from './program-finder.js'
import { cacheFolder } from './project-folder.js'

const run = promisify(execFile)

/** Finds redis-server; as root on Debian it is installed when the machine has none. */
export async function findRedis(): Promise<FoundProgram> {
  const cached = join(cacheFolder, 'bin', 'redis-server')
  return findProgram({
    name: 'redis-server',
    cure: 'Install it (Debian: apt-get install redis-server, macOS: brew install redis), or set REDIS_SERVER or REDIS_URL.',
    check: versionText,
    sources: [...fromVariable('REDIS_SERVER'), fromPath('redis-server'), fromFile('cache', cached), fromDebian(cached)],
  })
}

/** Starts Redis on 127.0.0.1, in memory only. Rejects with one sentence when the port is taken. */
export async function startRedis(options: RedisOptions): Promise<Redis> {
  return startOnPort({ name: 'Redis', port: options.port }, (port) => startOn(port, options))
}

async function startOn(port: number, options: RedisOptions): Promise<Redis> {
  const memoryOnly = ['--save', '', '--appendonly', 'no', '--daemonize', 'no']
  const server = await startChildServer({
    name: 'Redis',
    executable: options.program,
    args: ['--bind', '127.0.0.1', '--port', String(port), ...memoryOnly],
    logFile: options.logFile,
    stopSignal: 'SIGTERM',
    isReady: () => answersPing(port),
  })
  return { url: `redis://127.0.0.1:${port}/0`, exited: server.exited, stop: () => server.stop() }
}

/**
 * Debian's redis-tools holds the server too: one program that acts by the name it is called by. The package
 * redis-server would add only that name and a system service, which nobody asked for.
 */
function fromDebian(link: string): ProgramSource {
  const look = async (): Promise<string> => {
    if (process.getuid?.() !== 0) throw new Error('only root can install packages')
    await install().catch(async () => {
      await aptGet(['update'])
      await install()
    })
    return installFile(link, async (scratch) => {
      const made = join(scratch, 'redis-server')
      await symlink('/usr/bin/redis-check-rdb', made)
      return made
    })
  }
  return { place: 'Debian package redis-tools', look }
}

async function install(): Promise<void> {
  await aptGet(['install', '--yes', '--no-install-recommends', 'redis-tools'])
}

async function aptGet(args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const wait = ['-o', 'DPkg::Lock::Timeout=120']
  await run('apt-get', ['--quiet', '--quiet', ...wait, ...args], { env, timeout: 180_000 })
}

async function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'))
    const settle = (isAnswered: boolean): void => {
      socket.destroy()
      resolve(isAnswered)
    }
    socket.once('data', (data) => settle(data.toString().startsWith('+PONG')))
    socket.once('error', () => settle(false))
    socket.setTimeout(1_000, () => settle(false))
  })
}

export interface RedisOptions {
  /** Path of redis-server: `findRedis()`. */
  readonly program: string
  readonly logFile: string
  /** A free one when absent. */
  readonly port?: number
}

export interface Redis {
  /** As REDIS_URL takes it. */
  readonly url: string
  readonly exited: Promise<string>
  stop(): Promise<void>
}
