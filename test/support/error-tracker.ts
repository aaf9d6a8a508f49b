import { startRecordingServer } from './recording-server.js'

/** Where a process sends its reports of defects; keeps whatever arrives. */
export interface ErrorTracker {
  readonly dsn: string
  /** everything that arrived, as text */
  everything(): string
  /** the reports of defects among it, oldest first */
  reports(): Report[]
  stop(): Promise<void>
}

interface Report {
  readonly tags?: Readonly<Record<string, string>>
  readonly exception?: { readonly values: readonly ReportedException[] }
}

interface ReportedException {
  readonly type: string
  readonly value?: string
  readonly stacktrace: { readonly frames: readonly { readonly filename: string; readonly function?: string }[] }
}

export async function startErrorTracker(): Promise<ErrorTracker> {
  const server = await startRecordingServer()
  const envelopes = (): string[] => server.received().map(({ body }) => body.toString('utf8'))
  return {
    dsn: `${server.url.replace('//', '//public@')}/1`,
    everything: () =>
      server
        .received()
        .map(({ path, headers }) => JSON.stringify([path, headers]))
        .concat(envelopes())
        .join('\n'),
    reports: () => envelopes().flatMap(reportsIn),
    stop: server.stop,
  }
}

/** An envelope is one line about itself, then for each item a line about the item and a line that is the item. */
function reportsIn(envelope: string): Report[] {
  const [, ...lines] = envelope.split('\n').filter((line) => line !== '')
  const parsed = lines.map((line) => JSON.parse(line) as Report & { type?: string })
  return parsed.filter((_, index) => parsed[index - 1]?.type === 'event')
}
