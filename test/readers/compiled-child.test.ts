import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'

import { transformSync } from '@swc/core'

import { bytesAsSource } from '../../src/readers/model-source.js'
import { measureSource } from '../../src/readers/measure-model.js'
import { inScratch } from '../support/measured.js'
import { threeMf } from '../support/model-files.js'
import { torus } from '../support/mesh-shapes.js'

const root = resolve(__dirname, '../..')
const model = threeMf(torus({ ring: 40, pipe: 10, around: 60, across: 30 }))
let compiled = ''

beforeAll(() => {
  compiled = mkdtempSync(join(tmpdir(), 'makrx-compiled-'))
  symlinkSync(join(root, 'node_modules'), join(compiled, 'node_modules'))
  for (const folder of ['src/domain', 'src/readers']) {
    for (const name of readdirSync(join(root, folder))) compile(join(folder, name))
  }
})

afterAll(() => rmSync(compiled, { recursive: true, force: true }))

function compile(file: string): void {
  const { code } = transformSync(readFileSync(join(root, file), 'utf8'), {
    filename: file,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  })
  const target = join(compiled, file.replace(/\.ts$/, '.js'))
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, code)
}

/** Runs a script beside the compiled readers, says one line to it, and answers what it prints. */
async function run(script: string, line = ''): Promise<string> {
  const path = join(compiled, `${readdirSync(compiled).length}.cjs`)
  writeFileSync(path, script)
  const child = spawn(process.execPath, [path], { cwd: compiled, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.write(`${line}\n`)
  const printed = await text(child.stdout)
  child.stdin.end()
  return printed
}

test('compiled code gives the same report as source', async () => {
  await inScratch(async (scratchDirectory) => {
    const path = join(scratchDirectory, 'model')
    writeFileSync(path, model)
    const request = JSON.stringify({ path, filename: 'ring.3mf', unit: 'mm', scratchDirectory })
    const printed = await run(`
      const { measureModel } = require('./src/readers/isolate.js')
      measureModel(${request}).then((report) => console.log(JSON.stringify(report)))`)
    const source = await measureSource(
      bytesAsSource(model),
      { filename: 'ring.3mf', unit: 'mm', scratchDirectory },
      () => undefined,
    )
    expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(source)))
  })
})

test('measuring opens no socket, looks up no name and starts no process', async () => {
  await inScratch(async (scratchDirectory) => {
    const path = join(scratchDirectory, 'model')
    writeFileSync(path, model)
    const line = JSON.stringify({ task: 'measure_model', input: { path, filename: '', unit: 'mm', scratchDirectory } })
    const script = `
      const forbid = (owner, name) => { owner[name] = () => { console.log('FORBIDDEN ' + name); process.exit(3) } }
      const net = require('node:net')
      for (const name of ['connect', 'listen']) { forbid(net.Socket.prototype, name); forbid(net.Server.prototype, name) }
      forbid(require('node:dgram'), 'createSocket')
      forbid(require('node:dns'), 'lookup')
      forbid(globalThis, 'fetch')
      for (const name of ['spawn', 'exec', 'execFile', 'fork']) forbid(require('node:child_process'), name)
      require('./src/readers/child.js')`
    const printed = await run(script, line)
    expect(printed).not.toContain('FORBIDDEN')
    expect(printed).toContain('"isQuotable":true')
  })
})
