import { z } from 'zod'

import type { CaveJob } from '../ports.js'

/** MakrCave counts its ids as it likes; here an id is a text. */
const id = z.union([z.string().min(1).max(128), z.int()]).transform(String)
const text = z.string().max(255)
const link = z.url({ protocol: /^https?$/ }).max(2_048)

/** A job as MakrCave tells it. What is absent or null stays unknown; everything else is dropped. */
export const jobAnswer = z.object({
  job_id: id.nullish(),
  external_order_id: id.nullish(),
  status: text.nullish().catch(null),
  accept_url: link.nullish().catch(null),
  tracking_number: text.nullish().catch(null),
})

/** The list, bare or in an envelope. */
export const jobList = z.union([
  z.array(jobAnswer).max(100),
  z.object({ jobs: z.array(jobAnswer).max(100) }).transform(({ jobs }) => jobs),
])

export type JobAnswer = z.infer<typeof jobAnswer>

export function caveJob(answer: JobAnswer): CaveJob {
  return {
    jobId: answer.job_id ?? null,
    status: answer.status ?? null,
    acceptUrl: answer.accept_url ?? null,
    trackingNumber: answer.tracking_number ?? null,
  }
}
