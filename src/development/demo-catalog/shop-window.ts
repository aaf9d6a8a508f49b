import type { CategoryDraft, CollectionDraft } from '../../db/catalog-groups.js'
import type { TagDraft } from '../../db/catalog-tags.js'

/** Parents stand before their children. */
export const CATEGORIES: readonly CategoryDraft[] = [
  { slug: '3d-printing', name: '3D printing', description: 'Filament and parts of printers.', isFeatured: true },
  { slug: 'electronics', name: 'Electronics', description: 'From a resistor to a computer.', isFeatured: true },
  { slug: 'tools', name: 'Tools', description: 'To hold, turn, cut, solder and measure.' },
  { slug: 'materials', name: 'Materials', description: 'Fasteners, motion parts, sheets and supplies.' },
  { slug: 'kits', name: 'Kits', description: 'Everything for a first project in one box.' },
  { slug: 'filament', parent: '3d-printing', name: 'Filament', description: 'Spools in many materials and colours.' },
  {
    slug: 'printer-parts',
    parent: '3d-printing',
    name: 'Printer parts',
    description: 'Hotends, nozzles, beds, boards.',
  },
  { slug: 'boards', parent: 'electronics', name: 'Boards', description: 'Microcontrollers and small computers.' },
  { slug: 'modules', parent: 'electronics', name: 'Modules', description: 'Sensors, drivers, displays and radios.' },
  { slug: 'resistors', parent: 'electronics', name: 'Resistors', description: 'Chips and with wires.' },
  { slug: 'capacitors', parent: 'electronics', name: 'Capacitors', description: 'Ceramic and electrolytic.' },
  {
    slug: 'inductors-crystals',
    parent: 'electronics',
    name: 'Inductors and crystals',
    description: 'Inductors, ferrite beads and crystals.',
  },
  { slug: 'leds', parent: 'electronics', name: 'LEDs', description: 'Light emitting diodes in six colours.' },
  { slug: 'diodes', parent: 'electronics', name: 'Diodes', description: 'Rectifiers, Zener diodes and protection.' },
  { slug: 'transistors', parent: 'electronics', name: 'Transistors', description: 'Bipolar ones and MOSFETs.' },
  {
    slug: 'circuits',
    parent: 'electronics',
    name: 'Integrated circuits',
    description: 'From a timer to a controller.',
  },
  { slug: 'connectors', parent: 'electronics', name: 'Connectors', description: 'Pin strips, terminals, JST and USB.' },
  {
    slug: 'switches-fuses',
    parent: 'electronics',
    name: 'Switches and fuses',
    description: 'To switch and to protect.',
  },
  { slug: 'wire', parent: 'electronics', name: 'Wire', description: 'By the metre, in ten colours.' },
  {
    slug: 'power-supplies',
    parent: 'electronics',
    name: 'Power supplies',
    description: 'Enclosed supplies from 35 W.',
  },
  { slug: 'hand-tools', parent: 'tools', name: 'Hand tools', description: 'For the bench.' },
  { slug: 'measuring-tools', parent: 'tools', name: 'Measuring tools', description: 'Calipers and more.' },
  { slug: 'screws', parent: 'materials', name: 'Screws', description: 'Machine screws from M2 to M8.' },
  {
    slug: 'nuts-washers',
    parent: 'materials',
    name: 'Nuts, washers and inserts',
    description: 'What belongs to a screw.',
  },
  { slug: 'bearings', parent: 'materials', name: 'Bearings and rails', description: 'What turns and slides.' },
  { slug: 'motion', parent: 'materials', name: 'Motion', description: 'Profiles, belts, pulleys, motors and screws.' },
  { slug: 'sheets', parent: 'materials', name: 'Sheets', description: 'For laser and router.' },
  { slug: 'consumables', parent: 'materials', name: 'Consumables', description: 'Solder, glue, tape and grease.' },
  { slug: 'starter-kits', parent: 'kits', name: 'Starter kits', description: 'For the first project.' },
]

export const TAGS: readonly TagDraft[] = [
  { slug: '3d-printing', name: '3D printing', description: 'For printers and prints.' },
  { slug: 'electronics', name: 'electronics', description: 'Modules for circuits.' },
  { slug: 'passives', name: 'passives', description: 'Resistors, capacitors, inductors.' },
  { slug: 'smd', name: 'SMD', description: 'Soldered on the surface.' },
  { slug: 'through-hole', name: 'through hole', description: 'Parts with wires or pins.' },
  { slug: 'microcontroller', name: 'microcontroller', description: 'Boards that run programs.' },
  { slug: 'connectors', name: 'connectors', description: 'What plugs together.' },
  { slug: 'power', name: 'power', description: 'Supplies.' },
  { slug: 'safety', name: 'safety', description: 'What protects.' },
  { slug: 'fasteners', name: 'fasteners', description: 'Screws and what belongs to them.' },
  { slug: 'motion', name: 'motion', description: 'What moves a machine.' },
  { slug: 'cut-to-length', name: 'cut to length', description: 'Sold by the metre.' },
  { slug: 'rigid', name: 'rigid', description: 'Filament for stiff parts.' },
  { slug: 'flexible', name: 'flexible', description: 'Filament for soft parts.' },
  { slug: 'tools', name: 'tools', description: 'For the bench.' },
  { slug: 'laser-cutting', name: 'laser cutting', description: 'For the laser.' },
  { slug: 'beginner', name: 'beginner', description: 'Good to start with.' },
  { slug: 'kit', name: 'kit', description: 'Several parts in one box.' },
]

export const COLLECTIONS: readonly CollectionDraft[] = [
  {
    slug: 'first-print',
    name: 'Your first print',
    description: 'What a new printer needs beside it.',
    curatorName: 'MakrX team',
    tags: ['3d-printing', 'beginner'],
    isFeatured: true,
    products: [
      ...['PLA-1KG-RED-001', 'PETG-1KG-CLEAR-001', 'KIT-3DP-BEGIN-001', 'TOOL-CALIPER-6IN-001'],
      ...['MKX-TOOL-FLUSH-CUT', 'MKX-TOOL-SCRAPER', 'MKX-CONS-GLUE-STICK', 'MKX-3DP-NOZ-BR-40'],
    ],
  },
  {
    slug: 'learn-electronics',
    name: 'Learn electronics',
    description: 'Boards, sensors and the small parts around them.',
    curatorName: 'MakrX team',
    tags: ['electronics', 'beginner'],
    isFeatured: true,
    products: [
      ...['KIT-ELEC-BEGIN-001', 'ARD-UNO-R3-001', 'ESP32-DEV-001', 'RPI-4B-4GB-001', 'MKX-MOD-DHT22'],
      ...['MKX-MOD-HCSR04', 'MKX-MOD-OLED-096', 'MKX-LED-5MM-RED', 'MKX-RA25-220R', 'MKX-TOOL-MULTIMETER'],
    ],
  },
  {
    slug: 'build-a-printer',
    name: 'Build a printer',
    description: 'Frame, motion and electronics of a printer of your own.',
    curatorName: 'MakrX team',
    tags: ['motion', '3d-printing'],
    products: [
      ...['MKX-EXT-2020-500', 'MKX-NEMA17-40', 'MKX-GT2-6-M', 'MKX-PUL-20-5-W6', 'MKX-MGN12-RAIL-400'],
      ...['MKX-MGN12H-CARR', 'MKX-SHCS-M3X10', 'MKX-TNUT-20-M3', 'MKX-3DP-OCTOPUS-11', 'MKX-PSU-LRS350-24'],
    ],
  },
]
