import type { Readable } from 'node:stream'

/** A child said more than it may. */
export class OutputTooLong extends Error {
  override readonly name = 'OutputTooLong'
}

/**
 * The lines of a child's output. Nothing is read while the caller is busy with a line, so the child waits too. Throws
 * `OutputTooLong` for a line beyond `lineBytes` or beyond `totalBytes` in all (both counted in characters).
 */
export async function* linesOf(
  output: Readable,
  limits: { readonly lineBytes: number; readonly totalBytes: number },
): AsyncGenerator<string> {
  let pending = ''
  let total = 0
  for await (const text of output.setEncoding('utf8') as AsyncIterable<string>) {
    total += text.length
    if (total > limits.totalBytes) throw new OutputTooLong(`more than ${limits.totalBytes} characters`)
    const end = text.lastIndexOf('\n')
    const lines = end < 0 ? [] : (pending + text.slice(0, end)).split('\n')
    pending = end < 0 ? pending + text : text.slice(end + 1)
    if (Math.max(pending.length, ...lines.map(({ length }) => length)) > limits.lineBytes) {
      throw new OutputTooLong(`a line of more than ${limits.lineBytes} characters`)
    }
    yield* lines
  }
}
