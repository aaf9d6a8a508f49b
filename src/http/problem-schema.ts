import { z } from 'zod'

/** The error document of every 4xx and 5xx; members that belong to a code come beside these. */
const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    message: z.string(),
    code: z.string(),
    request_id: z.string(),
    errors: z.array(
      z.object({
        path: z.string(),
        code: z.string(),
        message: z.string(),
        product_id: z.int().optional(),
        available: z.int().optional(),
      }),
    ),
    retry_after: z.int().optional(),
  })
  .meta({ id: 'Problem' })

const problem = {
  description: 'A refusal, as problem document.',
  content: { 'application/problem+json': { schema: problemSchema } },
}

export const problemResponses = { '4xx': problem, '5xx': problem }
