import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { migrateUp } from '../../migrations/migrate.js'
import { describeSeed, seed } from '../../migrations/seed.js'
import type { RunningServer } from './child-server.js'
import { developmentEnvironment, givenValue, type Variables } from './development-environment.js'
import type { KeptPart, Life, LifeSettings } from './kept-part.js'
import { Progress } from './progress.js'
import { projectFolder } from './project-folder.js'
import { SAMPLE_DATA } from './sample-data.js'
import { developmentSecrets } from './secrets.js'
import { stackAddresses, type StackAddresses } from './stack-addresses.js'
import { forgetStack, publishStack } from './stack-file.js'
import { postgresPart, processPart, temporalPart, type PartContext, type ProcessPlan } from './stack-parts.js'
import { assertPortsAreFree, freePorts, usualPorts } from './stack-ports.js'
import { stackProcess, type StackProcess } from './stack-process.js'
import { apiPlan, peersPlan, workerPlan } from './stack-processes.js'

/**
 * Starts the whole product: PostgreSQL, migrations, sample data, Temporal, the peers, the worker, the API. Each is
 * ready before the next begins, and what the variables name is used instead of an embedded one. When one cannot start,
 * or the signal aborts, everything that runs is stopped and the promise rejects with the reason.
 */
export async function startDevelopmentStack(options: StackOptions = {}): Promise<DevelopmentStack> {
  const start = new StackStart(options, await contextOf(options))
  const onAbort = (): void => void start.stop()
  options.signal?.addEventListener('abort', onAbort, { once: true })
  try {
    return await start.run()
  } catch (error) {
    await start.stop()
    throw error
  } finally {
    options.signal?.removeEventListener('abort', onAbort)
  }
}

async function contextOf(options: StackOptions): Promise<PartContext> {
  const { folder = projectFolder, given = {} } = options
  const dataFolder = join(folder, '.dev')
  const logFolder = join(dataFolder, 'logs')
  const ports = options.ports === 'usual' ? await usualPorts(given) : await freePorts()
  await assertPortsAreFree(ports)
  mkdirSync(logFolder, { recursive: true })
  return {
    ...{ folder, dataFolder, logFolder, ports },
    namespace: givenValue(given, 'TEMPORAL_NAMESPACE') ?? 'makrx-store',
    isPersistent: options.isThrowAway !== true,
    restarts: options.restarts ?? true,
    say: options.say ?? ((line) => console.log(line)),
  }
}

/** One start, which knows what it has begun and can take it back in reverse. */
class StackStart {
  private readonly options: StackOptions
  private readonly given: Variables
  private readonly context: PartContext
  private readonly progress: Progress
  private readonly begun: KeptPart<Life>[] = []
  private stopping: Promise<void> | undefined

  constructor(options: StackOptions, context: PartContext) {
    this.options = options
    this.given = options.given ?? {}
    this.context = context
    this.progress = new Progress(context.say)
  }

  async run(): Promise<DevelopmentStack> {
    const { given, context } = this
    const databaseUrl = givenValue(given, 'DATABASE_URL') ?? (await this.begin(postgresPart(context))).url
    await this.prepareDatabase(givenValue(given, 'MIGRATE_DATABASE_URL') ?? databaseUrl)
    const temporalAddress = givenValue(given, 'TEMPORAL_ADDRESS') ?? (await this.begin(temporalPart(context))).address
    const secrets = developmentSecrets(context.dataFolder)
    const environment = developmentEnvironment({ given, ports: context.ports, databaseUrl, temporalAddress, secrets })
    const processes = await this.beginProcesses(environment)
    publishStack(context.dataFolder, environment)
    const addresses = stackAddresses(environment, context.ports)
    return { addresses, environment, processes, startedIn: this.progress.elapsed(), stop: () => this.stop() }
  }

  async stop(): Promise<void> {
    this.stopping ??= this.stopInReverse()
    return this.stopping
  }

  private async stopInReverse(): Promise<void> {
    forgetStack(this.context.dataFolder)
    for (const part of this.begun.reverse()) await part.stop()
  }

  private async prepareDatabase(url: string): Promise<void> {
    this.options.signal?.throwIfAborted()
    const describe = (done: string[]): string => (done.length === 0 ? 'nothing to do' : `${done.length} run`)
    await this.progress.step('migrations', () => migrateUp(url), describe)
    await this.progress.step('sample data', () => seed(url, SAMPLE_DATA), describeSeed)
  }

  private async beginProcesses(environment: Readonly<Record<string, string>>): Promise<DevelopmentStack['processes']> {
    const { context } = this
    const peers = await this.beginProcess(peersPlan(context, environment))
    const worker = await this.beginProcess(workerPlan(context, environment))
    const api = await this.beginProcess(apiPlan(context, environment))
    return { peers, worker, api }
  }

  private async beginProcess(plan: ProcessPlan): Promise<StackProcess> {
    const part: KeptPart<RunningServer> = processPart({ ...this.context, ...plan })
    await this.begin(part, this.options.extra?.[plan.name])
    return stackProcess(part)
  }

  private async begin<L extends Life>(part: KeptPart<L>, extra: LifeSettings = {}): Promise<L> {
    this.options.signal?.throwIfAborted()
    this.begun.push(part)
    return this.progress.step(part.name, () => part.start(extra))
  }
}

export interface StackOptions {
  /** Everything is kept in `.dev` below it; the project when absent. */
  readonly folder?: string
  /** The caller's environment; nothing of it when absent. */
  readonly given?: Variables
  /** `usual` are the ones that people know, `free` (when absent) lets several stacks run side by side. */
  readonly ports?: 'usual' | 'free'
  /** The database is made for speed and deleted when the stack stops. */
  readonly isThrowAway?: boolean
  /** Parts that end by themselves are started again; true when absent. */
  readonly restarts?: boolean
  /** Settings that the first life of one process gets and no later one. */
  readonly extra?: Partial<Readonly<Record<ProcessPlan['name'], LifeSettings>>>
  /** Takes progress, restarts, and warnings of the processes; the terminal when absent. */
  readonly say?: (line: string) => void
  /** Takes the start back. */
  readonly signal?: AbortSignal
}

export interface DevelopmentStack {
  readonly addresses: StackAddresses
  /** What API, worker and peers were started with. */
  readonly environment: Readonly<Record<string, string>>
  readonly processes: Readonly<Record<ProcessPlan['name'], StackProcess>>
  /** Such as `12.3 s`. */
  readonly startedIn: string
  /** Stops everything in reverse; may be called again. */
  stop(): Promise<void>
}
