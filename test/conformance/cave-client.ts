import { uuidv7 } from 'uuidv7'

import { OutcomeUnknown, UpstreamRefused, UpstreamUnavailable } from '../../src/domain/errors.js'
import { freePort } from '../../src/development/free-port.js'
import type { CaveClient } from '../../src/ports.js'

/** A MakrCave and the adapter that speaks to it. */
export interface CaveRig {
  readonly client: (change?: { origin?: string; totalMs?: number }) => CaveClient
  /** how the next call fares */
  readonly fault: (mode: 'down' | 'refuse' | 'rubbish' | 'slow' | 'apply_then_hang') => Promise<unknown>
  /** keys of the publications that made a job, one for each job */
  readonly jobsMade: () => readonly string[]
  readonly statusOf: (jobId: string) => string | undefined
  /** what was told about imports, in order */
  readonly reports: () => readonly unknown[]
  /** ids of projects, by where they keep their parts list; a private one shows it to nobody here */
  readonly projects: {
    readonly direct: string
    readonly enhanced: string
    readonly older: string
    readonly private: string
  }
  readonly stop: () => Promise<void>
}

const IMPATIENT = { totalMs: 300 }
let lastNumber = 100_000

/** Everything a `CaveClient` promises, whole, for one adapter. */
export function describeCaveClient(name: string, makeRig: () => Promise<CaveRig>): void {
  describe(`${name} as the fabrication network`, () => {
    let rig: CaveRig
    beforeAll(async () => {
      rig = await makeRig()
    })
    afterAll(async () => rig.stop())

    const jobsUnder = (key: string): number => rig.jobsMade().filter((one) => one === key).length

    describe('publishing', () => {
      test('a repeat under the same key answers the same job and makes no second one', async () => {
        const publication = newPublication()
        const first = await rig.client().publishJob(publication)
        expect(first.jobId).toEqual(expect.any(String))
        expect(await rig.client().publishJob(publication)).toEqual(first)
        expect(jobsUnder(publication.key)).toBe(1)
      })

      test('an answer that is lost is an unknown outcome, is found by the order number, and a repeat makes nothing new', async () => {
        const publication = newPublication()
        await rig.fault('apply_then_hang')
        await expect(rig.client(IMPATIENT).publishJob(publication)).rejects.toThrow(OutcomeUnknown)
        const found = await rig.client().findJobs(publication.number)
        expect(found).toEqual([await rig.client().publishJob(publication)])
        expect(jobsUnder(publication.key)).toBe(1)
      })

      test('MakrCave being down means that nothing was done, and the same key works once it is back', async () => {
        const publication = newPublication()
        await rig.fault('down')
        await expect(rig.client().publishJob(publication)).rejects.toThrow(UpstreamUnavailable)
        expect(jobsUnder(publication.key)).toBe(0)
        await rig.client().publishJob(publication)
        expect(jobsUnder(publication.key)).toBe(1)
      })

      test('no answer in time is an unknown outcome', async () => {
        await rig.fault('slow')
        await expect(rig.client(IMPATIENT).publishJob(newPublication())).rejects.toThrow(OutcomeUnknown)
      })

      test('nobody at the address means that nothing was sent', async () => {
        const client = rig.client({ origin: `http://127.0.0.1:${await freePort()}` })
        await expect(client.publishJob(newPublication())).rejects.toThrow(UpstreamUnavailable)
      })

      test.each(['refuse', 'rubbish'] as const)(
        'an answer in the mode %s is a refusal that no repeat will change',
        async (mode) => {
          await rig.fault(mode)
          await expect(rig.client().publishJob(newPublication())).rejects.toThrow(UpstreamRefused)
        },
      )
    })

    describe('looking jobs up', () => {
      test('every job of this order number is found, and no other', async () => {
        const [one, other] = [newPublication(), newPublication()]
        const job = await rig.client().publishJob(one)
        await rig.client().publishJob({ ...one, key: uuidv7() })
        await rig.client().publishJob(other)
        const found = await rig.client().findJobs(one.number)
        expect(found).toHaveLength(2)
        expect(found).toContainEqual(job)
        expect(await rig.client().findJobs(999_999)).toEqual([])
      })

      test('a job is told by its id, and an unknown id is not there', async () => {
        const job = await rig.client().publishJob(newPublication())
        expect(await rig.client().getJob(String(job.jobId))).toEqual(job)
        expect(await rig.client().getJob('no-such-job')).toBeUndefined()
        expect(await rig.client().getJob('../jobs')).toBeUndefined()
      })

      test('a network that is down, slow or talks rubbish never looks like a job that is not there', async () => {
        await rig.fault('down')
        await expect(rig.client().getJob('any')).rejects.toThrow(UpstreamUnavailable)
        await rig.fault('slow')
        await expect(rig.client(IMPATIENT).findJobs(1)).rejects.toThrow(UpstreamUnavailable)
        await rig.fault('rubbish')
        await expect(rig.client().findJobs(1)).rejects.toThrow(UpstreamRefused)
      })
    })

    describe('cancelling', () => {
      test('a job is cancelled, and a repeat is no error', async () => {
        const { jobId } = await rig.client().publishJob(newPublication())
        await rig.client().cancelJob(String(jobId))
        await rig.client().cancelJob(String(jobId))
        expect(rig.statusOf(String(jobId))).toBe('cancelled')
      })

      test('a lost answer may simply be asked again', async () => {
        const { jobId } = await rig.client().publishJob(newPublication())
        await rig.fault('apply_then_hang')
        await expect(rig.client(IMPATIENT).cancelJob(String(jobId))).rejects.toThrow(UpstreamUnavailable)
        await rig.client().cancelJob(String(jobId))
        expect(rig.statusOf(String(jobId))).toBe('cancelled')
      })

      test('cancelling a job that is not there is refused', async () => {
        await expect(rig.client().cancelJob('no-such-job')).rejects.toThrow(UpstreamRefused)
      })
    })

    describe('parts lists', () => {
      const fetchFrom = (projectId: string, change?: { totalMs: number }) =>
        rig.client(change).fetchBom({ projectId, userId: 'user-1' })

      test.each(['direct', 'enhanced', 'older'] as const)('the list of a %s project is found', async (kind) => {
        const found = await fetchFrom(rig.projects[kind])
        const items = Array.isArray(found?.bom) ? found.bom : (found?.bom as { items: unknown[] }).items
        expect(items.length).toBeGreaterThan(0)
      })

      test('a project tells its name where it has one', async () => {
        expect((await fetchFrom(rig.projects.direct))?.projectName).toEqual(expect.any(String))
      })

      test('a project that is not there, or not theirs, has none', async () => {
        expect(await fetchFrom('no-such-project')).toBeUndefined()
        expect(await fetchFrom('../bridge/jobs')).toBeUndefined()
        expect(await fetchFrom(rig.projects.private)).toBeUndefined()
      })

      test('a network that is down or late never looks like a project without a list', async () => {
        await rig.fault('down')
        await expect(fetchFrom(rig.projects.direct)).rejects.toThrow(UpstreamUnavailable)
        await rig.fault('slow')
        await expect(fetchFrom(rig.projects.direct, IMPATIENT)).rejects.toThrow(UpstreamUnavailable)
      })

      test('an answer that is no parts list is a refusal', async () => {
        await rig.fault('rubbish')
        await expect(fetchFrom(rig.projects.direct)).rejects.toThrow(UpstreamRefused)
      })

      test('the end of an import is told, and may be told again when the answer is lost', async () => {
        const report = { projectId: rig.projects.direct, importId: uuidv7(), mappedItems: 3, unmappedItems: 1 }
        await rig.fault('apply_then_hang')
        await expect(rig.client(IMPATIENT).reportImport(report)).rejects.toThrow(UpstreamUnavailable)
        await rig.client().reportImport(report)
        const told = { integration_id: report.importId, mapped_items: 3, unmapped_items: 1 }
        expect(rig.reports().at(-1)).toMatchObject({
          ...told,
          store_url: `/bom-import/status/${report.importId}`,
        })
      })
    })

    test('a health probe passes while MakrCave is there, fails when it is not, and stops with its signal', async () => {
      const signal = (): AbortSignal => AbortSignal.timeout(20_000)
      await expect(rig.client().ping(signal())).resolves.toBeUndefined()
      await expect(rig.client().ping(AbortSignal.abort())).rejects.toThrow(UpstreamUnavailable)
      const nobody = rig.client({ origin: `http://127.0.0.1:${await freePort()}` })
      await expect(nobody.ping(signal())).rejects.toThrow(UpstreamUnavailable)
    })
  })
}

function newPublication(): { number: number; key: string; requestId: string; body: Record<string, unknown> } {
  lastNumber += 1
  const body = {
    external_order_id: String(lastNumber),
    service_order_id: lastNumber,
    source: 'makrx_store',
    file_url: 'https://files.example.org/model.stl',
    delivery: { mode: 'ship' },
  }
  return { number: lastNumber, key: uuidv7(), requestId: 'request-of-the-suite', body }
}
