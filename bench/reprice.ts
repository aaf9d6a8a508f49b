import { cpus } from 'node:os'

import { decodeFeatures, encodeFeatures } from '../src/domain/layer-features.js'
import { measureLayers } from '../src/domain/mesh-layers.js'
import type { IndexedMesh } from '../src/domain/mesh.js'
import { PRESETS } from '../src/domain/print-presets.js'
import { readPrintSettings } from '../src/domain/print-settings.js'
import { offerQuote } from '../src/domain/quote-offer.js'
import { RATE_CARD } from '../src/domain/rate-card.js'

const LIMIT_MS = 2
const ROUNDS = 5
const QUOTES = 500

/** Prices stored features of 500 layers again and again (quoting.md 18); exit code 1 above 2 ms a quote. */
function main(): void {
  const stored = encodeFeatures(measureLayers(tower(), PRESETS.standard))
  const rounds = Array.from({ length: ROUNDS }, () => millisecondsPerQuote(stored)).sort((a, b) => a - b)
  const median = rounds[Math.floor(ROUNDS / 2)] ?? NaN
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`)
  console.log(
    `re-price, 500 layers: ${median.toFixed(3)} ms a quote, ${(1_000 / median).toFixed(0)} quotes/s (limit ${LIMIT_MS} ms)`,
  )
  process.exitCode = median > LIMIT_MS ? 1 : 0
}

function millisecondsPerQuote(stored: Uint8Array): number {
  const started = performance.now()
  for (let i = 0; i < QUOTES; i++) reprice(stored, 1 + (i % 100))
  return (performance.now() - started) / QUOTES
}

function reprice(stored: Uint8Array, quantity: number): void {
  const { settings } = readPrintSettings({ quantity, infill_percentage: quantity }, RATE_CARD, 'body')
  if (settings === undefined) throw new Error('the settings of the bench are not accepted')
  offerQuote({
    card: RATE_CARD,
    settings,
    facts: {
      size: { x: 20, y: 20, z: 100 },
      overhang: { areaMm2: 0, columnMm3: 0, highestMm: 0 },
      thinShare: 0,
      needsPersonForHoles: false,
    },
    features: decodeFeatures(stored),
    delivery: { method: 'ship', zone: 'metro' },
    modelFindings: [],
  })
}

/** A box of 20 × 20 × 100 mm: 500 layers. */
function tower(): IndexedMesh {
  const corner = (i: number) => [i & 1 ? 10 : -10, i & 2 ? 10 : -10, i & 4 ? 100 : 0]
  const sides = [
    0, 2, 3, 0, 3, 1, 4, 5, 7, 4, 7, 6, 0, 1, 5, 0, 5, 4, 2, 6, 7, 2, 7, 3, 0, 4, 6, 0, 6, 2, 1, 3, 7, 1, 7, 5,
  ]
  const positions = Float64Array.from(Array.from({ length: 8 }, (_, i) => corner(i)).flat())
  return { positions, triangles: Uint32Array.from(sides) }
}

main()
