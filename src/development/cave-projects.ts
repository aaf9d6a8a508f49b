import { demoBom } from './demo-bom.js'

/** How a project keeps its parts list; MakrCave grew three of them. */
interface CaveProject {
  readonly name: string
  readonly kept: 'own_address' | 'enhanced_items' | 'project_itself'
  readonly items: readonly object[]
  /** false: every user is told 403 */
  readonly isShared?: false
}

/** The projects that the simulator knows; any other id is a 404. */
export const CAVE_PROJECTS: Readonly<Record<string, CaveProject>> = {
  'demo-project': { name: 'Desk weather station', kept: 'own_address', items: demoBom() },
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
