import type { LineDecision } from '../../src/domain/bom-line-decision.js'
import type { BomLine } from '../../src/domain/bom-line.js'
import { matchableLines } from '../../src/domain/contested-numbers.js'
import { corpusBytes, corpusNames, dataFolder, readList } from '../../test/support/bom-reading.js'
import { variantsOf } from '../../test/support/bom-variants.js'
import type { SetResult } from './report.js'
import { withShelf, type Shelf } from './shelf.js'
import { fillDemo } from './written.js'

/** E4: real parts lists, each written in many ways, against the demonstration catalogue: every decision is the same. */
export async function evaluateMetamorphic(): Promise<SetResult[]> {
  if (dataFolder === undefined) {
    console.error('MAKRX_DATA_DIR is not set: E4 is left out.')
    return []
  }
  return withShelf(fillDemo, async (shelf) => {
    const changes = new Map<string, Change>()
    const errors: string[] = []
    for (const file of corpusNames()) {
      for (const { change, kept, all, first } of await changesOf(shelf, file)) {
        const sum = changes.get(change) ?? { kept: 0, all: 0 }
        changes.set(change, { kept: sum.kept + kept, all: sum.all + all })
        if (first !== undefined) errors.push(`${file}, ${change}: no longer ${first}`)
      }
    }
    const figures = [...changes].map(([change, { kept, all }]) => ({
      figure: `decisions kept: ${change}`,
      count: kept,
      of: all,
      atLeast: 1,
    }))
    return [{ set: 'E4', figures, errors }]
  })
}

async function changesOf(shelf: Shelf, file: string): Promise<FileChange[]> {
  const content = corpusBytes(file)
  const reading = await readList(content)
  const wanted = await decide(shelf, reading.lines)
  const changes: FileChange[] = []
  for (const { change, content: written } of await variantsOf(content, reading)) {
    const found = await readList(written).then(
      ({ lines }) => decide(shelf, lines),
      () => [],
    )
    const gone = withoutThose(wanted, found)
    changes.push({ change, kept: wanted.length - gone.length, all: wanted.length, first: gone[0] })
  }
  return changes
}

/** What was decided about every line, numbers in one notation. */
async function decide(shelf: Shelf, lines: readonly BomLine[]): Promise<string[]> {
  const decisions = await shelf.match(matchableLines(lines))
  return lines.map((line, index) => `${line.name}: ${sayDecision(decisions[index])}`.replace(/(\d),(\d)/g, '$1.$2'))
}

function sayDecision(decision: LineDecision | undefined): string {
  const { status, disposition, stage, confidence, productId, matches, reasons } = decision ?? {}
  return JSON.stringify({ status, disposition, stage, confidence, productId, matches, reasons })
}

/** What of `wanted` is not found, each as often as it is missing. */
function withoutThose(wanted: readonly string[], found: readonly string[]): string[] {
  const rest = [...found]
  return wanted.filter((one) => {
    const place = rest.indexOf(one)
    if (place >= 0) rest.splice(place, 1)
    return place < 0
  })
}

interface Change {
  readonly kept: number
  readonly all: number
}

interface FileChange extends Change {
  readonly change: string
  /** the first decision that is missing */
  readonly first: string | undefined
}
