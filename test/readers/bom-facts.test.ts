import { corpusBytes, dataFolder, readList } from '../support/bom-reading.js'

if (dataFolder === undefined) console.log('MAKRX_DATA_DIR is not set: facts of real parts lists are left out.')

/**
 * What a person found in the files (bom.md 18, E5): the role of every column of every table from left to right, what all
 * rows need together, and how many places they name.
 */
const FACTS: Readonly<Record<string, Facts>> = {
  'ESP32-POE__ESP32-PoE_Rev_M_BOM.csv': {
    tables: ['row_number designators package quantity value distributor_sku'],
    needs: { each: 142 },
    places: 142,
  },
  'Flypi__BOM_flypi.csv': {
    tables: ['row_number designators package quantity value price distributor_sku'],
    needs: { each: 52 },
    places: 53,
  },
  'HatchBot__Bill_of_Materials.csv': {
    tables: ['description quantity mpn description supplier link notes'],
    needs: { each: 46 },
    places: 0,
  },
  'Ironless-QDD-Actuator__BOM.xlsx': {
    tables: ['description link quantity price price'],
    needs: { each: 233 },
    places: 0,
  },
  'NopSCADlib__bom.csv': { tables: ['description quantity'], needs: { each: 46 }, places: 0 },
  'ODriveHardware__BOM_v3.4_24V.csv': {
    tables: ['quantity designators description - value mpn'],
    needs: { each: 196 },
    places: 196,
  },
  'Open-Gamma-Detector__BOM.csv': {
    tables: ['row_number description designators package quantity mpn manufacturer supplier distributor_sku price'],
    needs: { each: 63 },
    places: 63,
  },
  'OpenCam3D__BOM_List.xlsx': {
    tables: [
      'row_number description description manufacturer quantity unit price - link category - notes',
      'row_number description description manufacturer quantity unit price link category - notes',
    ],
    needs: { each: 18 },
    places: 0,
  },
  'OpenTorque-Actuator__Bill_of_Materials.csv': {
    tables: ['description quantity link link'],
    needs: { each: 73 },
    places: 0,
  },
  'Otter-Iron__kitspace_bom.csv': {
    tables: ['value designators quantity package distributor_sku distributor_sku distributor_sku'],
    needs: { each: 60 },
    places: 60,
  },
  'PCB-Hot-Plate__BOM.csv': {
    tables: ['description description quantity price link supplier'],
    needs: { each: 1462 },
    places: 0,
  },
  'PCB-Hot-Plate__bom.csv': {
    tables: ['designators package quantity value distributor_sku'],
    needs: { each: 49 },
    places: 49,
  },
  'Ring-Light__Bill_of_Materials.csv': {
    tables: ['designators quantity description value manufacturer own_sku link'],
    needs: { each: 34 },
    places: 26,
  },
  'Stormwalker-120__BOM.xlsx': {
    tables: [
      'category description description quantity notes',
      'category description description quantity notes',
      'category description description quantity notes',
    ],
    needs: { each: 576, g: 200, ml: 17, mm: 48_230 },
    places: 0,
  },
  'VibratingMeshNebulizerController__BOM_TURNKEY.csv': {
    tables: ['quantity designators description value distributor_sku package category notes'],
    needs: { each: 56 },
    places: 16,
  },
  'Xassette-Asterisk__BOM.csv': {
    tables: ['value designators package - quantity'],
    needs: { each: 122 },
    places: 107,
  },
  'bitaxeGamma__bitaxeGamma-BOM.csv': {
    tables: ['quantity designators value mpn distributor_sku distributor_sku'],
    needs: { each: 88 },
    places: 88,
  },
  'ios-macropad__Bill_of_Materials.csv': {
    tables: ['quantity designators mpn description link price price'],
    needs: { each: 29 },
    places: 4,
  },
  'openflexure_nano_motor_controller__1-click-bom.tsv': {
    tables: [
      'designators quantity description manufacturer mpn manufacturer mpn manufacturer mpn manufacturer mpn ' +
        'distributor_sku distributor_sku distributor_sku distributor_sku distributor_sku',
    ],
    needs: { each: 10 },
    places: 13,
  },
  'tinyogx360__bom.csv': {
    tables: ['designators quantity description mpn manufacturer distributor_sku'],
    needs: { each: 102 },
    places: 29,
  },
  'usb-rj45-serial-dongle__Bill_of_Materials.csv': {
    tables: ['designators mpn quantity link'],
    needs: { each: 17 },
    places: 17,
  },
}

const describeWithData = dataFolder === undefined ? describe.skip : describe

describeWithData('the facts that a person found in real parts lists', () => {
  test.each(Object.entries(FACTS))('%s', async (name, facts) => {
    const { dialect, lines } = await readList(corpusBytes(name))
    const needs: Record<string, number> = {}
    for (const { unit, quantityMilli } of lines) {
      if (quantityMilli !== null) needs[unit] = (needs[unit] ?? 0) + quantityMilli / 1000
    }
    const tables = dialect.tables.map(({ columnRoles }) => rolesInOrder(columnRoles))
    const places = lines.reduce((sum, { designators }) => sum + designators.length, 0)
    expect({ tables, needs, places }).toEqual(facts)
  })
})

/** One word a column up to the last one with a role; `-` where a column has none. */
function rolesInOrder(roles: Readonly<Record<string, string>>): string {
  const columns = Math.max(...Object.keys(roles).map(Number))
  return Array.from({ length: columns + 1 }, (_, column) => roles[column] ?? '-').join(' ')
}

interface Facts {
  readonly tables: readonly string[]
  /** whole units; lines whose quantity is not stated add nothing */
  readonly needs: Readonly<Record<string, number>>
  readonly places: number
}
