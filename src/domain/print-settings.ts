import type { ErrorItem } from './errors.js'
import { PRESETS, QUALITY_WORDS, type QualityWord } from './print-presets.js'
import { findMaterial, type RateCard } from './rate-card.js'

/** Settings as a shopper sends them: only shapes have been checked. */
export interface WishedSettings {
  readonly material?: string | undefined
  readonly quality?: string | undefined
  readonly quantity?: number | undefined
  readonly infill_percentage?: number | undefined
  readonly layer_height?: number | undefined
  readonly supports?: boolean | undefined
  readonly brim?: boolean | undefined
  readonly rush_order?: boolean | undefined
  readonly color?: string | undefined
}

/** Settings a quote is made with. */
export interface PrintSettings {
  /** word of the rate card */
  readonly material: string
  readonly quality: QualityWord
  /** the row of the preset table that is printed; differs from `quality` when a layer height was asked for */
  readonly preset: QualityWord
  readonly infillPercent: number
  readonly hasSupports: boolean
  readonly hasBrim: boolean
  readonly quantity: number
  readonly isRush: boolean
  readonly color: string | null
}

export type SettingsResult =
  | { readonly settings: PrintSettings; readonly problems?: never }
  | { readonly settings?: never; readonly problems: readonly ErrorItem[] }

/** Understands a shopper's settings or says everything that is wrong with them; `path` is where they stand in the body. */
export function readPrintSettings(wished: WishedSettings, card: RateCard, path: string): SettingsResult {
  const quality = readQuality(wished.quality ?? 'standard')
  const material = findMaterial(card, wished.material ?? 'PLA')?.word
  const problems = [
    material === undefined &&
      unknownWord(
        `${path}.material`,
        'unknown_material',
        card.materials.map(({ word }) => word),
      ),
    quality === undefined && unknownWord(`${path}.quality`, 'unknown_quality', QUALITY_WORDS),
    outside(`${path}.quantity`, wished.quantity, { from: 1, to: 100, isWhole: true }),
    outside(`${path}.infill_percentage`, wished.infill_percentage, { from: 0, to: 100, isWhole: true }),
    outside(`${path}.layer_height`, wished.layer_height, { from: 0.1, to: 0.4, isWhole: false }),
  ].filter((problem) => problem !== false && problem !== undefined)
  if (problems.length > 0 || quality === undefined || material === undefined) return { problems }
  return { settings: { material, quality, preset: presetFor(quality, wished.layer_height), ...readOptions(wished) } }
}

/** The settings as `print_parameters` of a quote. */
export function printParameters(settings: PrintSettings) {
  return {
    material: settings.material,
    quality: settings.quality,
    quantity: settings.quantity,
    infill_percentage: settings.infillPercent,
    layer_height: PRESETS[settings.preset].layerHeightMm,
    supports: settings.hasSupports,
    brim: settings.hasBrim,
    rush_order: settings.isRush,
    color: settings.color,
  }
}

function readOptions(wished: WishedSettings) {
  return {
    infillPercent: wished.infill_percentage ?? 20,
    hasSupports: wished.supports ?? false,
    hasBrim: wished.brim ?? false,
    quantity: wished.quantity ?? 1,
    isRush: wished.rush_order ?? false,
    color: wished.color ?? null,
  }
}

function readQuality(word: string): QualityWord | undefined {
  const plain = word.trim().toLowerCase()
  return QUALITY_WORDS.find((quality) => quality === (plain === 'fine' ? 'high' : plain))
}

/** A layer height wins over the quality: the nearest row is printed, of two equally near ones the finer. */
function presetFor(quality: QualityWord, layerHeightMm: number | undefined): QualityWord {
  if (layerHeightMm === undefined) return quality
  // Micrometres: as fractions 0.125 would not lie in the middle between 0.1 and 0.15.
  const distance = (word: QualityWord) => Math.abs(Math.round((layerHeightMm - PRESETS[word].layerHeightMm) * 1000))
  const finestFirst = [...QUALITY_WORDS].reverse()
  return finestFirst.reduce((best, word) => (distance(word) < distance(best) ? word : best))
}

function unknownWord(path: string, code: string, known: readonly string[]): ErrorItem {
  return { path, code, message: `We know ${known.join(', ')}.` }
}

interface Bounds {
  readonly from: number
  readonly to: number
  readonly isWhole: boolean
}

function outside(path: string, value: number | undefined, { from, to, isWhole }: Bounds): ErrorItem | undefined {
  if (value === undefined) return undefined
  const message = `Between ${from} and ${to}${isWhole ? ', a whole number' : ''}.`
  if (!Number.isFinite(value) || (isWhole && !Number.isInteger(value))) return { path, code: 'type', message }
  if (value < from) return { path, code: 'too_small', message }
  return value > to ? { path, code: 'too_big', message } : undefined
}
