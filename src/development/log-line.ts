import { z } from 'zod'

const loudLevels = ['warn', 'error', 'fatal']
const entry = z.object({
  level: z.string(),
  msg: z.string().default(''),
  err: z.object({ type: z.string(), message: z.string() }).partial().optional(),
})

/**
 * What of a log line deserves the terminal: warnings and errors as one short line, and whatever is no log entry, such
 * as the trace of a crash. Undefined for everything else.
 */
export function loudLine(line: string): string | undefined {
  const parsed = entry.safeParse(parsedJson(line))
  if (!parsed.success) return line
  const { level, msg, err } = parsed.data
  if (!loudLevels.includes(level)) return undefined
  const reason = err === undefined ? '' : ` (${[err.type, err.message].filter(Boolean).join(': ')})`
  return `${level.toUpperCase()} ${msg}${reason}`
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
