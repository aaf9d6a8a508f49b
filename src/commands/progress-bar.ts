const WIDTH = 30

/** A bar on the error output where that is a terminal; it goes when all is done. */
export function showProgress(done: number, all: number): void {
  if (!process.stderr.isTTY) return
  const filled = Math.round((done / Math.max(1, all)) * WIDTH)
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${done} of ${all} lines`
  process.stderr.write(done < all ? `\r${bar}` : `\r${' '.repeat(bar.length)}\r`)
}
