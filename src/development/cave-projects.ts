/** How a project keeps its parts list; MakrCave grew three of them. */
interface CaveProject {
  readonly name: string
  readonly kept: 'own_address' | 'enhanced_items' | 'project_itself'
  readonly items: readonly object[]
  /** false: every user is told 403 */
  readonly isShared?: false
}

/** One line of every fate against the demo catalogue: decided, sold out, to be chosen, not sold here, not to be bought. */
const DEMO_LINES = [
  {
    id: 'demo-1',
    name: 'Arduino Uno R3',
    part_number: 'ARD-UNO-R3-001',
    makrx_product_code: 'ARD-UNO-R3-001',
    quantity: 2,
  },
  { id: 'demo-2', name: 'PLA filament red 1 kg', makrx_product_code: 'PLA-1KG-RED-001', quantity: 1 },
  { id: 'demo-3', name: 'ESP32 development board', makrx_product_code: 'ESP32-DEV-001', quantity: 3 },
  { id: 'demo-4', name: 'Capacitor 100nF 16V X7R 0603', quantity: 24, unit: 'each', category: 'capacitor' },
  { id: 'demo-5', name: 'Socket head screw M3x12', quantity: 16, unit: 'each', category: 'screw' },
  { id: 'demo-6', name: 'Hand-blown nixie tube IN-99', part_number: 'IN-99-NIXIE', quantity: 4 },
  { id: 'demo-7', name: '3D printed enclosure base', quantity: 1, category: '3D printed' },
  { id: 'demo-8', name: 'Raspberry Pi 4 4 GB', makrx_product_code: 'RPI-4B-4GB-001', quantity: 1 },
] as const

/** The projects that the simulator knows; any other id is a 404. */
export const CAVE_PROJECTS: Readonly<Record<string, CaveProject>> = {
  'demo-project': { name: 'Desk weather station', kept: 'own_address', items: DEMO_LINES },
  'enhanced-project': {
    name: 'Camera slider',
    kept: 'enhanced_items',
    items: [
      {
        id: 'bom_1a2b',
        item_name: 'Arduino Uno R3',
        makrx_product_code: 'ARD-UNO-R3-001',
        quantity: 1.0,
        unit_of_measure: 'each',
        specifications: {},
      },
    ],
  },
  'older-project': {
    name: 'Bench supply',
    kept: 'project_itself',
    items: [
      { id: 7, item_name: 'ESP32 board', part_code: 'ESP32-DEV-001', makrx_product_code: 'ESP32-DEV-001', quantity: 2 },
    ],
  },
  'exported-project': {
    name: 'Filament dryer',
    kept: 'own_address',
    items: [
      {
        id: '5d1f6a2e-0000-4000-8000-000000000001',
        part_name: 'PLA red',
        part_code: 'PLA-1KG-RED-001',
        source: 'store',
        quantity_needed: 2,
      },
    ],
  },
  'private-project': { name: 'Somebody else’s', kept: 'own_address', items: [], isShared: false },
}
