import { createHash, type Hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

import { cancellationSignal, heartbeat } from '@temporalio/activity'

import { Quote } from '../src/db/models/quotes.js'
import { mustExist } from '../src/db/record.js'
import { rateCardOf } from '../src/db/reads/rate-cards.js'
import { findSlice, platesOf, sliceKey, storeSlice, type SlicedWith } from '../src/db/workflow-owned/slice-results.js'
import { Invariant, WorkFailed } from '../src/domain/errors.js'
import { plateLayout } from '../src/domain/plates.js'
import type { PrintSettings } from '../src/domain/print-settings.js'
import type { QuotePrice } from '../src/domain/quote-price.js'
import { cleanMeshKey } from '../src/domain/upload-rules.js'
import type { ObjectStore, SliceJob, Slicer } from '../src/ports.js'
import type { ActivityDependencies } from './dependencies.js'

const HEARTBEAT_MS = 5_000

/** The real slicer, on its own queue where there is one. */
export function slicingActivities(dependencies: ActivityDependencies) {
  return {
    /**
     * Slices the plates of a quote that were not sliced before; the results wait in the cache for `recordFirmPrice`.
     * Cancelling it kills the slicer.
     */
    async sliceModel({ quoteId }: { quoteId: string }): Promise<void> {
      if (!dependencies.slicer) throw new Invariant('there is no slicer here')
      const quote = mustExist(await Quote.findByPk(quoteId), 'the quote')
      if (quote.status !== 'active') return
      const pulse = setInterval(() => heartbeat({ stage: 'slicing' }), HEARTBEAT_MS)
      try {
        await slicePlates(dependencies, dependencies.slicer, quote)
      } finally {
        clearInterval(pulse)
      }
    },
  }
}

async function slicePlates(dependencies: ActivityDependencies, slicer: Slicer, quote: Quote): Promise<void> {
  const { database, store } = dependencies
  const missing = await missingPlates(dependencies, { quote, ...identityOf(slicer, quote) })
  if (missing.length === 0) return
  const wish = await plateWish(dependencies, quote)
  const scratch = await mkdtemp(join(tmpdir(), 'makrx-plates-'))
  try {
    const modelPath = join(scratch, 'model.stl')
    await fetchMesh(store, quote, modelPath)
    for (const { copies, key } of missing) {
      await storeSlice(database, key, await slicer.slice({ ...wish, modelPath, copies }, cancellationSignal()))
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

interface MissingPlate {
  readonly copies: number
  readonly key: string
}

/** Plates of equal copies are one slice. */
async function missingPlates({ database }: ActivityDependencies, slicedWith: SlicedWith): Promise<MissingPlate[]> {
  const missing: MissingPlate[] = []
  for (const copies of new Set(platesOf(slicedWith.quote))) {
    const key = sliceKey(slicedWith, copies)
    if ((await findSlice(database, key)) === undefined) missing.push({ copies, key })
  }
  return missing
}

function identityOf(slicer: Slicer, quote: Quote): Omit<SlicedWith, 'quote'> {
  const { preset, material } = settingsOf(quote)
  const profileHash = mustExist(slicer.profileHash(preset, material), 'the slicer profile')
  return { profileHash, slicerVersion: slicer.version }
}

/** The same for every plate: the settings, and the layout on the machine that was priced. */
async function plateWish(
  { database }: ActivityDependencies,
  quote: Quote,
): Promise<Omit<SliceJob, 'modelPath' | 'copies'>> {
  const { machine } = quote.breakdown as unknown as QuotePrice
  const card = await rateCardOf(database, quote.rateCardVersion)
  const { usableMm } = mustExist(
    card.machines.find(({ word }) => word === machine),
    'the machine of the quote',
  )
  const [x, y, z] = quote.fileAnalysis.bounding_box as [number, number, number]
  const { preset, material, infillPercent, hasSupports, hasBrim } = settingsOf(quote)
  const layout = plateLayout({ x, y, z }, usableMm)
  return { preset, material, infillPercent, hasSupports, hasBrim, bedMm: usableMm, ...layout }
}

/** Only the mesh that was measured and priced is sliced. */
async function fetchMesh(store: ObjectStore, quote: Quote, path: string): Promise<void> {
  const hash = createHash('sha256')
  const object = await store.open(cleanMeshKey(quote.uploadId, quote.normalisedSha256), cancellationSignal())
  await pipeline(object, hashing(hash), createWriteStream(path))
  if (hash.digest('hex') !== quote.normalisedSha256) throw new WorkFailed('The stored model is not the one measured.')
}

function hashing(hash: Hash) {
  return async function* (source: AsyncIterable<string | Buffer>): AsyncGenerator<string | Buffer> {
    for await (const chunk of source) {
      hash.update(chunk)
      yield chunk
    }
  }
}

function settingsOf(quote: Quote): PrintSettings {
  return quote.settings as unknown as PrintSettings
}
