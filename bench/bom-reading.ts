import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'

import { DomainError } from '../src/domain/errors.js'
import { readBom } from '../src/readers/isolate.js'
import { workbookOf } from '../test/support/workbooks.js'
import { inRounds, within, type Row } from './figures.js'

const ROWS = 10_000
/** So many places share a value, a package and a part number: more lines than 5,000 would be refused. */
const PLACES_OF_A_PART = 4
/** More than a list may have: it has to be refused before its cells are built. */
const OVERSIZED_ROWS = 200_000
const RESOLUTION_MS = 1

/** Reads long lists in a child, one of them too long, and watches how long this process cannot answer meanwhile. */
export async function readingTimes(rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'makrx-bench-'))
  const [csv, xlsx, oversized] = [join(folder, 'list.csv'), join(folder, 'list.xlsx'), join(folder, 'oversized.xlsx')]
  writeFileSync(csv, list())
  writeFileSync(xlsx, workbookOf(list()))
  writeFileSync(oversized, workbookOf(oversizedList()))
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  const read = (path: string) => () => readBom({ path, scratchDirectory: folder, onLines: () => Promise.resolve() })
  try {
    delay.enable()
    const times = await inRounds(rounds, { csv: read(csv), xlsx: read(xlsx), refused: refused(read(oversized)) })
    delay.disable()
    return [
      within(`csv of ${ROWS} rows, child from source`, { ours: times.csv, limit: 1_000, unit: 'ms' }),
      within(`xlsx of ${ROWS} rows, child from source`, { ours: times.xlsx, limit: 3_000, unit: 'ms' }),
      within(`xlsx of ${OVERSIZED_ROWS} rows, refused`, { ours: times.refused, limit: 2_000, unit: 'ms' }),
      within('longest block while reading', { ours: delay.max / 1e6 - RESOLUTION_MS, limit: 50, unit: 'ms' }),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function list(): string {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const part = Math.floor(index / PLACES_OF_A_PART)
    return `R${index + 1},${100 + part},0603,1,ZR${100_000 + part}-AB`
  })
  return ['Designator,Value,Footprint,Quantity,Manufacturer Part Number', ...rows, ''].join('\n')
}

/** About as large as an upload may be. */
function oversizedList(): string {
  const rows = Array.from({ length: OVERSIZED_ROWS }, (_, index) => `part ${index % 1_000},${1 + (index % 9)}`)
  return ['Name,Quantity', ...rows].join('\n')
}

/** A reading that has to end in the refusal for its rows. */
function refused(read: () => Promise<unknown>): () => Promise<void> {
  return () =>
    read().then(
      () => {
        throw new Error('a list of far too many rows was read')
      },
      (error: unknown) => {
        if (!(error instanceof DomainError && error.code === 'bom_limit_exceeded')) throw error
      },
    )
}
