import { kindNamed, sizeOf, wordsOf, type NamedKind } from './named-kinds.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { ReadableText } from './readable-text.js'

const KINDS: readonly NamedKind[] = [
  { kind: 'hex key set', names: ['hex key set', 'allen key set', 'hex wrench set'] },
  { kind: 'hex driver', names: ['hex driver', 'hex screwdriver', 'ball end hex driver'], size: 'diameter' },
  { kind: 'hex key', names: ['hex key', 'allen key', 'hex wrench', 'allen wrench'], size: 'diameter' },
  { kind: 'screwdriver set', names: ['screwdriver set', 'precision screwdriver set'] },
  { kind: 'screwdriver', names: ['screwdriver', 'screw driver', 'schraubendreher'], size: 'diameter' },
  { kind: 'flush cutter', names: ['flush cutter', 'side cutter', 'diagonal cutter', 'seitenschneider'] },
  { kind: 'needle nose pliers', names: ['needle nose pliers', 'long nose pliers'] },
  { kind: 'pliers', names: ['pliers'] },
  { kind: 'wire stripper', names: ['wire stripper', 'wire strippers'] },
  { kind: 'crimping tool', names: ['crimping tool', 'crimp tool', 'crimper', 'crimping pliers'] },
  { kind: 'soldering iron', names: ['soldering iron', 'lötkolben'] },
  { kind: 'soldering station', names: ['soldering station', 'lötstation'] },
  { kind: 'soldering tip set', names: ['soldering tip set'] },
  { kind: 'hot air station', names: ['hot air station', 'hot air rework station'] },
  { kind: 'multimeter', names: ['multimeter', 'digital multimeter'] },
  {
    kind: 'caliper',
    names: ['caliper', 'calliper', 'vernier caliper', 'digital caliper', 'messschieber'],
    size: 'length',
  },
  { kind: 'micrometer', names: ['micrometer screw', 'outside micrometer', 'digital micrometer'] },
  { kind: 'feeler gauge', names: ['feeler gauge', 'feeler gauge set'] },
  { kind: 'tweezers', names: ['tweezers', 'pinzette'] },
  { kind: 'helping hand', names: ['helping hand', 'helping hands', 'third hand'] },
  { kind: 'deburring tool', names: ['deburring tool'] },
  { kind: 'scraper', names: ['print removal scraper', 'scraper'] },
  { kind: 'file set', names: ['needle file set'] },
  { kind: 'glue gun', names: ['glue gun', 'hot glue gun'] },
  { kind: 'heat gun', names: ['heat gun', 'hot air gun'] },
  { kind: 'logic analyser', names: ['logic analyser', 'logic analyzer'] },
  { kind: 'oscilloscope', names: ['oscilloscope'] },
  { kind: 'drill bit set', names: ['drill bit set', 'drill set'] },
  { kind: 'drill bit', names: ['drill bit', 'twist drill'], size: 'diameter' },
]

/** Tools by kind and size: `Screw driver 3.5mm`, `Digital caliper 150 mm`, `Soldering iron`. A tip for one is none. */
export const toolFamily: PartFamily = {
  classes: ['tool'],
  words: { ...wordsOf(KINDS, 'tool'), 'hand tools': 'tool', 'measuring tools': 'tool' },
  designators: {},
  read: readTool,
}

function readTool(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  if (!known.includes('tool') || text.designatorPrefix !== undefined) return undefined
  const named = kindNamed(text, KINDS)
  if (named === undefined) return undefined
  return { cls: 'tool', values: [named.value, ...sizeOf(text, named)] }
}
