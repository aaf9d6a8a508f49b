import { kindNamed, sizeOf, wordsOf, type FoundKind, type NamedKind } from './named-kinds.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { ReadableText } from './readable-text.js'
import { firstCode } from './written-codes.js'
import { writtenAmounts } from './written-amounts.js'

const KINDS: readonly NamedKind[] = [
  { kind: 'solder wire', names: ['solder wire', 'lötzinn'], size: 'diameter' },
  { kind: 'solder paste', names: ['solder paste'] },
  { kind: 'flux', names: ['flux pen', 'flux gel', 'soldering flux', 'rosin flux', 'flussmittel'] },
  { kind: 'desoldering braid', names: ['desoldering braid', 'desolder braid', 'solder wick', 'desoldering wick'] },
  { kind: 'tip cleaner', names: ['tip cleaner', 'brass tip cleaner'] },
  {
    kind: 'heat shrink',
    names: ['heat shrink tube set', 'heat shrink tube', 'heat shrink tubing', 'schrumpfschlauch'],
  },
  { kind: 'cable tie', names: ['cable tie', 'zip tie', 'kabelbinder'], size: 'length' },
  { kind: 'polyimide tape', names: ['polyimide tape', 'kapton tape'] },
  { kind: 'masking tape', names: ['masking tape', "painter's tape", 'painters tape'] },
  { kind: 'glue stick', names: ['glue stick'] },
  { kind: 'cyanoacrylate', names: ['cyanoacrylate glue', 'cyanoacrylate', 'super glue', 'superglue', 'ca glue'] },
  { kind: 'epoxy', names: ['two-part epoxy', 'two part epoxy', 'epoxy glue', 'epoxy adhesive', 'epoxy resin'] },
  { kind: 'thread locker', names: ['thread locker', 'threadlocker', 'thread lock', 'schraubensicherung'] },
  { kind: 'ptfe grease', names: ['ptfe grease'] },
  { kind: 'lithium grease', names: ['lithium grease'] },
  { kind: 'isopropyl alcohol', names: ['isopropyl alcohol', 'isopropanol'] },
  { kind: 'thermal paste', names: ['thermal paste', 'thermal compound', 'thermal grease', 'wärmeleitpaste'] },
  { kind: 'sandpaper', names: ['sandpaper', 'sandpaper set', 'sanding paper'] },
  { kind: 'silica gel', names: ['silica gel', 'silica gel bag', 'desiccant'] },
]

/**
 * What is used up, by kind, mass, volume and length: `PTFE grease 50 g`, `Solder 1mm`, `Isopropyl alcohol 500 ml`. Salt
 * by the gram is none, nor is a part of a circuit (`solder jumper`).
 */
export const consumableFamily: PartFamily = {
  classes: ['consumable'],
  words: { ...wordsOf(KINDS, 'consumable'), consumables: 'consumable', glue: 'consumable', grease: 'consumable' },
  designators: {},
  read: readConsumable,
}

function readConsumable(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  if (text.designatorPrefix !== undefined) return undefined
  const named = plainSolder(text) ?? (known.includes('consumable') ? kindNamed(text, KINDS) : undefined)
  if (named === undefined) return undefined
  return { cls: 'consumable', values: [named.value, ...writtenAmounts(text), ...sizeOf(text, named)] }
}

/** The word alone or before a size; `solder` is said of much else. */
function plainSolder(text: ReadableText): FoundKind | undefined {
  const found = firstCode(text, SOLDER)
  return found && { value: { name: 'kind', value: 'solder wire', span: found.span }, size: 'diameter' }
}

const SOLDER = /^ ?solder(?= ?$| \d)/i
