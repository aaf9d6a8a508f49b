/** True when `a` becomes `b` by at most `edits` insertions, deletions or replacements of one character (Levenshtein). */
export function isWithinEdits(a: string, b: string, edits: number): boolean {
  if (Math.abs(a.length - b.length) > edits) return false
  const row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    if (nextRow(row, a.charCodeAt(i - 1), b) > edits) return false
  }
  return at(row, b.length) <= edits
}

/** Moves the row of edit counts on by one character, and answers the smallest of them. */
function nextRow(row: number[], character: number, b: string): number {
  let diagonal = at(row, 0)
  let smallest = diagonal + 1
  row[0] = smallest
  for (let j = 1; j <= b.length; j++) {
    const replaced = diagonal + (character === b.charCodeAt(j - 1) ? 0 : 1)
    diagonal = at(row, j)
    const shifted = 1 + (diagonal < at(row, j - 1) ? diagonal : at(row, j - 1))
    const count = replaced < shifted ? replaced : shifted
    row[j] = count
    if (count < smallest) smallest = count
  }
  return smallest
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? 0
}
