import type { LengthUnit } from '../src/domain/model-report.js'
import { Abandoned, type Parking } from './parking.js'
import { failureType } from './refusal.js'
import { core, files, named } from './steps.js'

const TRIES = 3

/**
 * Measures a model, in another unit than its own if one is given. A child that is killed or crashes is tried three
 * times; then a person decides. Findings of a bad model are a result, not a failure.
 */
export async function measure(parking: Parking, uploadId: string, unit?: LengthUnit): Promise<void> {
  const subject = { kind: 'upload', id: uploadId } as const
  for (;;) {
    if (await isMeasured(parking, { uploadId, ...(unit ? { unit } : {}) })) return
    const outcome = await parking.park({
      reason: 'work_failed',
      subject,
      note: `Measuring the model was killed or crashed ${TRIES} times.`,
    })
    if (outcome === 'retry') continue
    await parking.insist(subject, () => named('give the analysis up', core.failAnalysis, { uploadId }))
    if (outcome === 'abort') throw new Abandoned()
    return
  }
}

async function isMeasured(parking: Parking, model: { uploadId: string; unit?: LengthUnit }): Promise<boolean> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    try {
      await parking.insist({ kind: 'upload', id: model.uploadId }, () =>
        named('measure the model', files.measureModel, model),
      )
      return true
    } catch (error) {
      if (failureType(error) !== 'WorkFailed') throw error
    }
  }
  return false
}
