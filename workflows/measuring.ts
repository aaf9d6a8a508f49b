import type { LengthUnit } from '../src/domain/model-report.js'
import { Abandoned } from './abandoned.js'
import type { Parking } from './parking.js'
import { failureType } from './refusal.js'
import { files, named } from './steps.js'

const TRIES = 3

export interface ModelToMeasure {
  readonly uploadId: string
  /** another unit than the upload's own */
  readonly unit?: LengthUnit
}

/**
 * Measures a model. A child that is killed or crashes is tried three times; then a person decides. Findings of a bad
 * model are a result, not a failure. False when the person gave the measuring up.
 */
export async function measure(parking: Parking, model: ModelToMeasure): Promise<boolean> {
  const subject = { kind: 'upload', id: model.uploadId } as const
  for (;;) {
    if (await isMeasured(parking, model)) return true
    const outcome = await parking.park({
      reason: 'work_failed',
      subject,
      note: `Measuring the model was killed or crashed ${TRIES} times.`,
    })
    if (outcome !== 'retry') return false
  }
}

async function isMeasured(parking: Parking, model: ModelToMeasure): Promise<boolean> {
  const subject = { kind: 'upload', id: model.uploadId } as const
  for (let tries = 1; tries <= TRIES; tries += 1) {
    try {
      await parking.insist(subject, () => named('measure the model', files.measureModel, model), ['WorkFailed'])
      return true
    } catch (error) {
      if (error instanceof Abandoned || failureType(error) !== 'WorkFailed') throw error
    }
  }
  return false
}
