import { join } from 'node:path'

import type { RunningServer } from './child-server.js'
import type { StackPorts } from './development-environment.js'
import { startPostgres, type Postgres } from './embedded-postgres.js'
import { KeptPart } from './kept-part.js'
import { loudLine } from './log-line.js'
import { startNodeProcess } from './node-process.js'
import { findTemporalCli } from './temporal-cli.js'
import { keepRuns, searchAttributes } from './temporal-namespace.js'
import { startTemporal, type TemporalServer } from './temporal-server.js'

const retentionDays = 7

/** The embedded database of this folder, on the same port in every life. */
export function postgresPart(context: PartContext): KeptPart<Postgres> {
  const dataDirectory = join(context.dataFolder, 'postgres')
  const options = { dataDirectory, port: context.ports.postgres, persistent: context.isPersistent }
  return new KeptPart({ ...context, name: 'PostgreSQL', start: () => startPostgres(options) })
}

/** Temporal's development server; workflows go on after a restart when the data is kept. */
export function temporalPart(context: PartContext): KeptPart<TemporalServer> {
  const { ports, dataFolder } = context
  const start = async (): Promise<TemporalServer> => {
    const server = await startTemporal({
      cli: (await findTemporalCli()).path,
      logFile: join(context.logFolder, 'temporal.log'),
      namespaces: [context.namespace],
      searchAttributes,
      port: ports.temporal,
      dbFile: join(dataFolder, 'temporal.db'),
      ...(ports.temporalUi !== undefined && { uiPort: ports.temporalUi }),
    })
    await keepRuns({ address: server.address, namespace: context.namespace, days: retentionDays })
    return server
  }
  return new KeptPart({ ...context, name: 'Temporal', start })
}

/** One of our own processes, run from its source. */
export function processPart(context: PartContext & ProcessPlan): KeptPart<RunningServer> {
  return new KeptPart({
    ...context,
    start: ({ extra, signal }) =>
      startNodeProcess({
        ...context,
        environment: { ...context.environment, ...extra },
        signal,
        onLogLine: loudOnly((line) => context.say(`${context.name}: ${line}`)),
      }),
  })
}

/** Passes on what deserves the terminal; what comes again and again is said once. */
function loudOnly(say: (line: string) => void): (line: string) => void {
  let latest: string | undefined
  return (line) => {
    const loud = loudLine(line)
    if (loud === undefined || loud === latest) return
    latest = loud
    say(loud)
  }
}

export interface PartContext {
  /** The processes run here, so that their own `.dev` lies here too. */
  readonly folder: string
  readonly dataFolder: string
  readonly logFolder: string
  readonly ports: StackPorts
  /** of Temporal */
  readonly namespace: string
  readonly isPersistent: boolean
  readonly restarts: boolean
  readonly say: (line: string) => void
}

export interface ProcessPlan {
  readonly name: 'peers' | 'worker' | 'api'
  /** Relative to the project. */
  readonly file: string
  readonly readyUrl: string
  readonly environment: Readonly<Record<string, string>>
}
