/** True when `a` becomes `b` by at most `edits` insertions, deletions or replacements of one character (Levenshtein). */
export function isWithinEdits(a: string, b: string, edits: number): boolean {
  if (Math.abs(a.length - b.length) > edits) return false
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, at(row, j) + 1, at(next, j - 1) + 1))
    }
    if (Math.min(...next) > edits) return false
    row = next
  }
  return at(row, b.length) <= edits
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
