import { readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { runSandboxed } from '../../src/adapters/slicer-process.js'
import { listProcessors } from '../../src/adapters/slicer-processors.js'
import { inScratch, lendTo, probeSandbox, type SandboxPowers } from '../../src/adapters/slicer-sandbox.js'
import { UpstreamUnavailable } from '../../src/domain/errors.js'
import { describeWithSandbox } from '../support/slicer.js'

/** What the shell adds by itself. */
const SHELL_OWN = /^(PWD|OLDPWD|SHLVL|_)=/
const never = new AbortController().signal

describeWithSandbox('the sandbox', () => {
  let powers: SandboxPowers

  beforeAll(async () => {
    powers = await probeSandbox()
  })

  test('knows nothing of our environment', async () => {
    process.env.SANDBOX_SECRET = 'not for children'
    const lines = (await said('env')).filter((line) => !SHELL_OWN.test(line))
    delete process.env.SANDBOX_SECRET
    expect(lines.map((line) => line.split('=')[0]).sort()).toEqual(['HOME', 'LANG', 'PATH'])
    expect(lines.join()).toContain('HOME=' + tmpdir())
  })

  test('limits processor time, memory, file size and cores, and is nice', async () => {
    const limits = await said('prlimit --output=RESOURCE,HARD --noheadings --raw; echo NICE $(nice)')
    expect(limits).toEqual(expect.arrayContaining(['CPU 120', 'AS 2147483648', 'FSIZE 268435456', 'CORE 0', 'NICE 10']))
  })

  test('limits the number of processes where they are counted alone', async () => {
    const isCountedAlone = powers.hasOwnUser || powers.hasNoNetwork
    const limits = await said('prlimit --output=RESOURCE,HARD --noheadings --raw')
    expect(limits.includes('NPROC 32')).toBe(isCountedAlone)
  })

  test('is nobody where another account can be had', async () => {
    await inScratch(async (scratch) => {
      await runScript('touch own', { scratch, wallMs: 20_000 })
      const { uid } = await stat(join(scratch, 'own'))
      expect(uid).toBe(powers.hasOwnUser ? 65_534 : process.getuid?.())
    })
  })

  test('writes nothing outside of its scratch directory where the root is read-only', async () => {
    const [outcome] = await said(`touch ${tmpdir()}/makrx-escaped 2>/dev/null && echo written || echo refused`)
    expect(outcome === 'refused').toBe(powers.hasReadOnlyRoot)
  })

  test('sees no network where it can be taken away', async () => {
    const devices = (await said('tail -n +3 /proc/net/dev | cut -d: -f1')).map((name) => name.trim())
    expect(devices.filter((name) => name !== 'lo')).toHaveLength(powers.hasNoNetwork ? 0 : devices.length - 1)
  })

  test('is killed as a whole when its time is up', async () => {
    await inScratch(async (scratch) => {
      const running = runScript('sleep 600 & echo $! > child; wait', { scratch, wallMs: 1_000 })
      await expect(running).rejects.toThrow(UpstreamUnavailable)
      await expectGone(join(scratch, 'child'))
    })
  })

  test('is killed as a whole when the work is cancelled, and says so', async () => {
    await inScratch(async (scratch) => {
      const controller = new AbortController()
      const script = 'sleep 600 & echo $! > child; wait'
      const running = runScript(script, { scratch, wallMs: 60_000, signal: controller.signal })
      await Promise.race([running, untilThere(join(scratch, 'child'))])
      controller.abort(new Error('nobody wants it any more'))
      await expect(running).rejects.toThrow('nobody wants it any more')
      await expectGone(join(scratch, 'child'))
    })
  })

  test('starts nothing for work that is cancelled already', async () => {
    await inScratch(async (scratch) => {
      const running = runScript('touch started', {
        scratch,
        wallMs: 60_000,
        signal: AbortSignal.abort(new Error('late')),
      })
      await expect(running).rejects.toThrow('late')
      await expect(readFile(join(scratch, 'started'))).rejects.toThrow('ENOENT')
    })
  })

  test('has a scratch directory that is gone afterwards, also when the work fails', async () => {
    let path = ''
    const work = inScratch(async (scratch) => {
      path = scratch
      await writeFile(join(scratch, 'file'), 'text')
      throw new Error('it failed')
    })
    await expect(work).rejects.toThrow('it failed')
    await expect(readFile(join(path, 'file'))).rejects.toThrow('ENOENT')
  })

  interface ScriptRun {
    readonly scratch: string
    readonly wallMs: number
    readonly signal?: AbortSignal
  }

  async function runScript(script: string, { scratch, wallMs, signal }: ScriptRun): Promise<void> {
    await lendTo(powers, scratch)
    await runSandboxed({ powers, scratch, wallMs, command: ['sh', '-c', script] }, signal ?? never)
  }

  /** Lines that a script prints inside. */
  async function said(script: string): Promise<string[]> {
    return inScratch(async (scratch) => {
      await runScript(`{ ${script}; } > said`, { scratch, wallMs: 20_000 })
      return (await readFile(join(scratch, 'said'), 'utf8')).trim().split('\n')
    })
  }
})

test('processors are counted in the notation of the kernel', () => {
  expect(listProcessors('0-3,8,10-11')).toEqual([0, 1, 2, 3, 8, 10, 11])
  expect(listProcessors('5')).toEqual([5])
  expect(listProcessors('')).toEqual([])
})

async function untilThere(path: string): Promise<string> {
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => '')
    if (text.endsWith('\n')) return text.trim()
    await pause(20)
  }
}

/** A killed process stays in the table until it is reaped; its state is Z then. */
async function expectGone(pidFile: string): Promise<void> {
  const pid = await untilThere(pidFile)
  for (;;) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State:\tX')
    const [, state] = /^State:\t(\w)/m.exec(status) ?? []
    if (state === 'X' || state === 'Z') break
    await pause(20)
  }
  expect(Number(pid)).toBeGreaterThan(0)
}
