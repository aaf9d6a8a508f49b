import { createHttpCaveClient } from '../../src/adapters/http-cave-client.js'
import { createOutboundHttp } from '../../src/adapters/outbound-http.js'
import type { CaveConfig } from '../../src/config.js'
import { openCaveJobs } from '../../src/development/cave-jobs.js'
import { caveSimulator } from '../../src/development/cave-simulator.js'
import { openJournal } from '../../src/development/journal.js'
import { listenAsPeer } from '../../src/development/peer-server.js'
import { postJson } from '../support/post-json.js'
import { describeCaveClient, type CaveRig } from './cave-client.js'

describeCaveClient('MakrCave over HTTP', makeSimulatorRig)

async function makeSimulatorRig(): Promise<CaveRig> {
  const journal = openJournal()
  const apiKey = 'api-key-of-the-suite'
  const peer = await listenAsPeer(
    [
      caveSimulator({
        apiKey,
        webhookSecret: 'unused',
        storeUrl: 'http://127.0.0.1:1',
        journal,
        stepSeconds: 0,
        retryMs: [],
      }),
    ],
    {},
  )
  const patient = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 20_000 })
  const impatient = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 300 })
  const config: CaveConfig = {
    origin: `${peer.url}/dev/makrcave`,
    publishPath: '/api/v1/bridge/jobs',
    apiKey,
    acceptedApiKeys: [],
    webhookSecrets: [],
    acceptBearer: false,
    silenceHours: 72,
  }

  return {
    client: ({ origin = config.origin, totalMs } = {}) =>
      createHttpCaveClient({ ...config, origin }, totalMs === undefined ? patient : impatient),
    fault: async (mode) => postJson(`${peer.url}/dev/makrcave/mode`, { mode, calls: 1 }),
    jobsMade: () =>
      journal
        .entries()
        .filter(({ kind }) => kind === 'job_created')
        .map((entry) => (entry as unknown as { job: { key: string } }).job.key),
    statusOf: (jobId) => openCaveJobs(journal).get(jobId)?.status,
    reports: () =>
      journal
        .entries()
        .filter(({ kind }) => kind === 'import_reported')
        .map((entry) => (entry as unknown as { report: unknown }).report),
    projects: {
      direct: 'demo-project',
      enhanced: 'enhanced-project',
      older: 'older-project',
      private: 'private-project',
    },
    async stop() {
      await Promise.all([patient.close(), impatient.close(), peer.stop()])
    },
  }
}
