import { z } from 'zod'

import { LENGTH_UNITS } from '../domain/length-unit.js'
import { FINDING_RULES } from '../domain/model-finding-rules.js'
import type { FindingCode } from '../domain/model-findings.js'
import { MODEL_KINDS, type ModelReport } from '../domain/model-report.js'
import { QUALITY_WORDS } from '../domain/print-presets.js'

const amount = z.number().nonnegative()
const count = z.int().nonnegative()
const triple = z.strictObject({ x: amount, y: amount, z: amount })
const fileName = z.string().regex(/^[a-z][a-z0-9-]{0,40}\.[a-z]{3}$/)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const featuresKey = z.string().max(200)

const finding = z.strictObject({
  code: z.enum(Object.keys(FINDING_RULES) as [FindingCode, ...FindingCode[]]),
  severity: z.enum(['error', 'warning', 'info']),
  count: count.exactOptional(),
  detail: z.record(z.string().max(40), z.union([z.number(), z.string().max(200), z.boolean()])).exactOptional(),
  message: z.string().max(500),
})

const counts = z.strictObject({
  vertices: count,
  faces: count,
  edges: count,
  boundaryEdges: count,
  nonManifoldEdges: count,
  unbalancedEdges: count,
  degenerateDropped: count,
  holes: count,
  largestHoleEdges: count,
  filledPercent: amount,
})

const measures = z.strictObject({
  unit: z.enum([...LENGTH_UNITS, 'micron', 'foot']),
  sizeMm: triple,
  areaMm2: amount,
  volumeMm3: amount.nullable(),
  triangles: count,
  bodies: count,
  voids: count,
  isClosed: z.boolean(),
  isWatertightStrict: z.boolean(),
  isOriented: z.boolean(),
  fitsBed: z.boolean(),
  hasOverhangs: z.boolean(),
  hasThinWalls: z.boolean(),
  minThicknessMm: amount.nullable(),
  complexityScore: z.number().min(1).max(10),
  counts,
  normalisedSha256: sha256.nullable(),
})

const printable = z.strictObject({
  size: triple,
  volumeMm3: amount,
  overhang: z.strictObject({ areaMm2: amount, columnMm3: amount, highestMm: amount }),
  thinShare: z.number().min(0).max(1),
  needsPersonForHoles: z.boolean(),
  featuresKeys: z.record(z.enum(QUALITY_WORDS), featuresKey),
  coarsePresets: z.array(z.enum(QUALITY_WORDS)),
  reference: z.strictObject({ weightG: amount, seconds: amount }),
})

/** What a child's report must look like before anything of it is believed. */
export const modelReportSchema: z.ZodType<ModelReport> = z.strictObject({
  analysisVersion: z.string().max(40),
  kind: z.enum(MODEL_KINDS),
  status: z.enum(['processed', 'failed']),
  isQuotable: z.boolean(),
  findings: z.array(finding).max(100),
  errorMessage: z.string().max(500).nullable(),
  measures: measures.nullable(),
  printable: printable.nullable(),
  files: z.strictObject({
    normalised: fileName.nullable(),
    picture: fileName.nullable(),
    features: z.array(z.strictObject({ key: featuresKey, file: fileName })).max(QUALITY_WORDS.length),
  }),
})
