import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'

import { WorkFailed } from '../domain/errors.js'
import type { SliceResult } from '../ports.js'

/**
 * Reads weight, time and layers from the comments of a sliced file. A result without one of them, or with nothing in
 * it, is `WorkFailed`: the slicer accepts much that it cannot print.
 */
export async function readSliceResult(gcodePath: string): Promise<SliceResult> {
  const found = { weightMg: 0, seconds: 0, layers: 0 }
  const file = await openResult(gcodePath)
  for await (const line of file.readLines()) {
    if (!line.startsWith(';')) continue
    if (line === ';LAYER_CHANGE') found.layers += 1
    found.weightMg = readWeightMg(line) ?? found.weightMg
    found.seconds = readSeconds(line) ?? found.seconds
  }
  const missing = Object.entries(found).filter(([, value]) => value <= 0)
  if (missing.length > 0)
    throw new WorkFailed(`The slicer's result has no ${missing.map(([name]) => name).join(', ')}.`)
  return found
}

/** Only a plain file: what wrote it has read a stranger's model. */
async function openResult(path: string): Promise<FileHandle> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  return open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => {
    throw new WorkFailed('The slicer left no result.')
  })
}

/** `; filament used [g] = 9.87, 0.12`: the filaments together. */
function readWeightMg(line: string): number | undefined {
  const numbers = /^; filament used \[g\] = ([\d., ]{1,200})$/.exec(line)?.[1]
  if (numbers === undefined) return undefined
  const grams = numbers.split(',').reduce((sum, number) => sum + Number(number), 0)
  return Number.isFinite(grams) ? Math.round(grams * 1000) : undefined
}

const SECONDS = { d: 86_400, h: 3_600, m: 60, s: 1 } as const

/** `; estimated printing time (normal mode) = 1d 2h 3m 4s`; units of zero are left out. */
function readSeconds(line: string): number | undefined {
  const words = /^; estimated printing time \(normal mode\) = ((?:\d{1,6}[dhms] ?){1,4})$/.exec(line)?.[1]
  if (words === undefined) return undefined
  return words
    .trim()
    .split(' ')
    .reduce((sum, word) => sum + parseInt(word, 10) * SECONDS[word.slice(-1) as keyof typeof SECONDS], 0)
}
