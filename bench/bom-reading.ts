import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'

import { readBom } from '../src/readers/isolate.js'
import { workbookOf } from '../test/support/workbooks.js'
import { inRounds, within, type Row } from './figures.js'

const ROWS = 10_000
/** So many places share a value, a package and a part number: more lines than 5,000 would be refused. */
const PLACES_OF_A_PART = 4
const RESOLUTION_MS = 1

/** Reads lists of 10,000 rows in a child, and watches how long this process cannot answer meanwhile. */
export async function readingTimes(rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'makrx-bench-'))
  const [csv, xlsx] = [join(folder, 'list.csv'), join(folder, 'list.xlsx')]
  writeFileSync(csv, list())
  writeFileSync(xlsx, workbookOf(list()))
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  const read = (path: string) => () => readBom({ path, scratchDirectory: folder, onLines: () => Promise.resolve() })
  try {
    delay.enable()
    const times = await inRounds(rounds, { csv: read(csv), xlsx: read(xlsx) })
    delay.disable()
    return [
      within(`csv of ${ROWS} rows`, { ours: times.csv, limit: 1_000, unit: 'ms' }),
      within(`xlsx of ${ROWS} rows`, { ours: times.xlsx, limit: 3_000, unit: 'ms' }),
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
