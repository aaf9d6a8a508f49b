import { BRANDS } from './demo-catalog/brands.js'
import { demoCatalog } from './demo-catalog/index.js'

/**
 * A parts list with one line of every fate against the demonstration catalogue: decided, sold out, to be chosen, not sold
 * here, not to be bought. In MakrCave's words.
 */
export function demoBom(): readonly object[] {
  return [
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
    { id: 'demo-9', ...soldOutPart(), quantity: 10 },
  ]
}

/** The first article that is sold out, has a maker's number and cannot be ordered all the same. */
function soldOutPart(): object {
  const article = demoCatalog().find(
    ({ item, draft }) => draft.stock === 0 && draft.allowBackorder === false && (item.mpns ?? []).length > 0,
  )
  if (!article) throw new Error('nothing of the demonstration catalogue is sold out')
  const { item } = article
  return { name: item.name, part_number: item.mpns?.[0], manufacturer: BRANDS[item.brand]?.name }
}
