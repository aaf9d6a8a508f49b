import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { corpusBytes, corpusNames, dataFolder, readInChild, type WholeReading } from '../../test/support/bom-reading.js'
import type { Figure, SetResult } from './report.js'

/** The manifest says `tree` of the file of assemblies; a person counted 21 parts to buy and 5 to print (bom.md 1). */
const PARTS_OF_TREE = [21 + 5]

/**
 * E5: every real parts list through its child, the part rows of each table against the manifest, exactly; the other rows
 * are printed by their kind. Facts beyond counts are in `test/readers/bom-facts.test.ts`.
 */
export async function evaluateParsing(): Promise<SetResult[]> {
  if (dataFolder === undefined) {
    console.error('MAKRX_DATA_DIR is not set: E5 is left out.')
    return []
  }
  const manifest = manifestOf(readFileSync(join(dataFolder, 'boms', 'MANIFEST.tsv'), 'utf8'))
  const figures: Figure[] = []
  const errors: string[] = []
  let [found, wanted] = [0, 0]
  for (const file of corpusNames()) {
    const expected = manifest.get(file) ?? []
    const counted = countRows(await readInChild(corpusBytes(file)))
    if (counted.parts.join('/') !== expected.join('/')) {
      errors.push(`${file} has ${counted.parts.join('/')} part rows, and should have ${expected.join('/')}`)
    }
    figures.push(exact(`${file.slice(0, MOST_OF_NAME)}: ${counted.others}`, sum(counted.parts), sum(expected)))
    found += sum(counted.parts)
    wanted += sum(expected)
  }
  return [{ set: 'E5', figures: [...figures, exact('part rows of all files', found, wanted)], errors }]
}

/** Part rows a table by the name of the file. */
function manifestOf(text: string): Map<string, number[]> {
  const [head = '', ...rows] = text.trim().split('\n')
  const column = head.split('\t').indexOf('part_lines')
  return new Map(
    rows.map((row) => {
      const cells = row.split('\t')
      const parts = cells[column] ?? ''
      return [cells[0] ?? '', parts === '' ? PARTS_OF_TREE : parts.split('/').map(Number)]
    }),
  )
}

function countRows({ dialect: { tables }, lines }: WholeReading): { parts: number[]; others: string } {
  const others = new Map<string, number>()
  for (const [kind, count] of tables.flatMap(({ rowsByKind }) => Object.entries(rowsByKind))) {
    if (!UNCOUNTED.has(kind)) others.set(kind, (others.get(kind) ?? 0) + count)
  }
  return {
    parts: tables.length === 0 ? [lines.length] : tables.map(({ rowsByKind }) => rowsByKind.part ?? 0),
    others: [...others].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'parts alone',
  }
}

const UNCOUNTED: ReadonlySet<string> = new Set(['part', 'header', 'blank'])
const MOST_OF_NAME = 30

/** A row too many is as wrong as one too few. */
function exact(figure: string, found: number, wanted: number): Figure {
  return { figure, count: wanted - Math.min(wanted, Math.abs(found - wanted)), of: wanted, atLeast: 1 }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}
