import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { Connection } from '@temporalio/client'

import { findTemporalCli } from '../../src/development/temporal-cli.js'
import { projectFolder } from '../../src/development/project-folder.js'
import { startTemporal, type TemporalServer } from '../../src/development/temporal-server.js'
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.js'
import { scratchFolder } from '../support/scratch-folder.js'
import { describeWithTemporal } from '../support/servers.js'

const run = promisify(execFile)
const script = join(projectFolder, 'deploy', 'temporal', 'setup.sh')
const dayInSeconds = 86_400

describeWithTemporal('the set-up of the namespace', () => {
  let server: TemporalServer
  let programs: string

  beforeAll(async () => {
    const { path } = await findTemporalCli()
    const folder = scratchFolder()
    programs = join(folder, 'bin')
    mkdirSync(programs)
    symlinkSync(path, join(programs, 'temporal'))
    server = await startTemporal({ cli: path, logFile: join(folder, 'log'), namespaces: [], searchAttributes: {} })
  }, 60_000)

  afterAll(async () => {
    await server.stop()
  })

  test('a new server gets the namespace, its retention, and every attribute of the workflows with its type', async () => {
    await setUp('90d')
    expect(await namespace()).toEqual({ retentionDays: 90, attributes: expectedAttributes() })
  }, 90_000)

  test('a repeat changes nothing, and another retention is taken over', async () => {
    await setUp('90d')
    await setUp('30d')
    expect(await namespace()).toEqual({ retentionDays: 30, attributes: expectedAttributes() })
  }, 90_000)

  async function setUp(retention: string): Promise<void> {
    const env = {
      PATH: `${programs}:/usr/bin:/bin:${dirname(process.execPath)}`,
      HOME: programs,
      TEMPORAL_ADDRESS: server.address,
      TEMPORAL_NAMESPACE: 'makrx-store',
      TEMPORAL_RETENTION: retention,
    }
    await run('/bin/sh', [script], { env })
  }

  async function namespace(): Promise<{ retentionDays: number; attributes: string[] }> {
    const connection = await Connection.connect({ address: server.address })
    try {
      const wanted = { namespace: 'makrx-store' }
      const { config } = await connection.workflowService.describeNamespace(wanted)
      const { customAttributes } = await connection.operatorService.listSearchAttributes(wanted)
      const retentionDays = Number(config?.workflowExecutionRetentionTtl?.seconds) / dayInSeconds
      const attributes = Object.entries(customAttributes).map(([name, type]) => `${name} ${type}`)
      return { retentionDays, attributes: attributes.sort() }
    } finally {
      await connection.close()
    }
  }

  /** The numbers are those of the server's own list of types. */
  function expectedAttributes(): string[] {
    const numbers = {
      TEXT: 1,
      KEYWORD: 2,
      INT: 3,
      DOUBLE: 4,
      BOOL: 5,
      DATETIME: 6,
      KEYWORD_LIST: 7,
    }
    return SEARCH_ATTRIBUTES.map(({ name, type }) => `${name} ${numbers[type]}`).sort()
  }
})
