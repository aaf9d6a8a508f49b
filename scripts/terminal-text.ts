/** The heading of a chapter. */
export function say(title: string): void {
  console.log(`\n\u001b[1m${title}\u001b[0m`)
}

/** Columns as wide as their longest cell, indented. */
export function table(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  for (const row of rows) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0))
    console.log(`   ${cells.join('  ').trimEnd()}`)
  }
}
