import { z } from 'zod'

const loudLevels = ['warn', 'error', 'fatal']
const entry = z.object({
  level: z.string(),
  msg: z.string().default(''),
  err: z.object({ type: z.string(), message: z.string() }).partial().optional(),
  method: z.string().optional(),
  route: z.string().optional(),
  status: z.number().optional(),
  code: z.string().optional(),
})

/**
 * What of a log line deserves the terminal: warnings and errors as one short line, and whatever is no log entry, such
 * as the trace of a crash. Undefined for everything else.
 */
export function loudLine(line: string): string | undefined {
  const parsed = entry.safeParse(parsedJson(line))
  if (!parsed.success) return line
  if (!loudLevels.includes(parsed.data.level)) return undefined
  const { level, msg, err, ...fields } = parsed.data
  const words = [level.toUpperCase(), msg, fields.method, fields.route, fields.status, fields.code, reason(err)]
  return words.filter((word) => word !== undefined && word !== '').join(' ')
}

function reason(error: z.infer<typeof entry>['err']): string | undefined {
  return error && `(${[error.type, error.message].filter(Boolean).join(': ')})`
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
