import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'

import type { ActivityDependencies } from '../../activities/dependencies.js'
import { DiskObjectStore } from '../../src/adapters/disk-object-store.js'
import { createLogger } from '../../src/logger.js'
import { scratchFolder } from './scratch-folder.js'

/** What the activities under test act on; the rest is not there. */
export function dependenciesWith(parts: Partial<ActivityDependencies>): ActivityDependencies {
  return { logger: createLogger('silent'), ...parts } as ActivityDependencies
}

/** Failures are what some tests are about: they need not be logged. */
export function quietEnvironment(): MockActivityEnvironment {
  return new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') })
}

/** Runs one activity as its first attempt. */
export async function inActivity<I, O>(activity: (input: I) => Promise<O>, input: I): Promise<O> {
  return quietEnvironment().run(activity, input)
}

/** A disk store of its own that notes which calls reached it, as `put clean/…/model`. */
export class WatchedStore extends DiskObjectStore {
  readonly calls: string[] = []

  constructor() {
    super({
      kind: 'disk',
      directory: scratchFolder(),
      publicBaseUrl: 'http://127.0.0.1',
      signingKey: 'for-tests-alone',
    })
  }

  override open(...request: Parameters<DiskObjectStore['open']>) {
    this.calls.push(`open ${request[0]}`)
    return super.open(...request)
  }

  override put(request: Parameters<DiskObjectStore['put']>[0]) {
    this.calls.push(`put ${request.key}`)
    return super.put(request)
  }

  override copy(fromKey: string, toKey: string) {
    this.calls.push(`copy ${fromKey} ${toKey}`)
    return super.copy(fromKey, toKey)
  }

  /** Every key below a prefix. */
  async keys(prefix: string): Promise<string[]> {
    return this.list({ prefix, olderThan: new Date(Date.now() + 60_000), limit: 1000 })
  }
}
