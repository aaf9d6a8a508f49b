import { readPublished, type Published, type S3Address } from './published-servers.js'

/**
 * The servers of this test run. Reading one that could not be started throws the sentence which says why, so that a
 * test that needs it fails and all others run.
 */
export function servers(): Servers {
  const published = readPublished()
  return {
    get postgresUrl() {
      return present(published.postgres).url
    },
    get templateDatabase() {
      return present(published.postgres).template
    },
    get temporalAddress() {
      return present(published.temporal).address
    },
    get temporalNamespace() {
      return `makrx-test-${process.env.JEST_WORKER_ID ?? '1'}`
    },
    get redisUrl() {
      return present(published.redis).url
    },
    get s3() {
      return present(published.s3)
    },
    get workflowBundle() {
      return present(published.workflowBundle)
    },
  }
}

/** `describe` for what needs Temporal; skipped only on purpose, by TEMPORAL_TESTS=off. */
export const describeWithTemporal = process.env.TEMPORAL_TESTS === 'off' ? describe.skip : describe

function present<T>(published: Published<T>): T {
  if ('missing' in published) throw new Error(published.missing)
  return published.value
}

export interface Servers {
  /** A database without tables; for one with tables use `cloneDatabase()`. */
  readonly postgresUrl: string
  /** Name of the migrated database that is cloned. */
  readonly templateDatabase: string
  readonly temporalAddress: string
  /** One per Jest worker, with all search attributes. */
  readonly temporalNamespace: string
  readonly redisUrl: string
  readonly s3: S3Address
  /** As `Worker.create` takes it. */
  readonly workflowBundle: { readonly codePath: string }
}
