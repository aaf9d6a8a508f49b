import type { RowKind } from '../../src/domain/bom-line.js'
import { corpusBytes, corpusNames, dataFolder, readInChild, type WholeReading } from '../support/bom-reading.js'

if (dataFolder === undefined) console.log('MAKRX_DATA_DIR is not set: real parts lists are left out.')

/**
 * Rows of each table by kind; all others are headers and blank ones. Part rows count before alternates are joined and rows
 * grouped (bom.md 1).
 */
const TABLES: Readonly<Record<string, readonly Buckets[]>> = {
  'ESP32-POE__ESP32-PoE_Rev_M_BOM.csv': [{ part: 81 }],
  'Flypi__1-click-bom.csv': [{ part: 38, section: 1 }],
  'Flypi__BOM_flypi.csv': [{ part: 19 }],
  'Flypi__Bill_of_materials_aliexpress.xlsx': [{ part: 74, section: 10, total: 11, note: 1 }],
  'HatchBot__Bill_of_Materials.csv': [{ part: 17 }],
  'Ironless-QDD-Actuator__BOM.xlsx': [{ part: 18, note: 1 }],
  'LibreSolarBox__Bill_of_Materials.xlsx': [{ part: 33 }],
  'LimeSDR-USB__LimeSDR-USB_1v4_BOMr7.xls': [{ part: 124, note: 4 }],
  'NopSCADlib__bom.csv': [{ part: 21 }],
  'ODriveHardware__BOM_v3.4_24V.csv': [{ part: 42 }],
  'Open-Gamma-Detector__BOM.csv': [{ part: 25 }],
  'OpenCam3D__BOM_List.xlsx': [{ part: 15, note: 1, total: 1 }, { part: 7 }],
  'OpenTorque-Actuator__Bill_of_Materials.csv': [{ part: 11 }],
  'Otter-Iron__kitspace_bom.csv': [{ part: 27 }],
  'PCB-Hot-Plate__BOM.csv': [{ part: 33 }],
  'PCB-Hot-Plate__bom.csv': [{ part: 30 }],
  'PinscapePico__Pinscape_Pico_Expansion_Board_-_DIY_Friendly_Main_-_BOM.csv': [{ part: 62 }],
  'Ring-Light__Bill_of_Materials.csv': [{ part: 12 }],
  'Stormwalker-120__BOM.xlsx': [
    { part: 52, section: 8 },
    { part: 35, section: 5 },
    { part: 41, section: 4 },
  ],
  'VibratingMeshNebulizerController__BOM_TURNKEY.csv': [{ part: 43, section: 10, note: 18 }],
  'Xassette-Asterisk__BOM.csv': [{ part: 42, section: 1 }],
  'bitaxeGamma__bitaxeGamma-BOM.csv': [{ part: 41 }],
  'ios-macropad__Bill_of_Materials.csv': [{ part: 7, total: 1 }],
  'modular-psu__1-click-bom.csv': [{ part: 38 }],
  'modular-psu__dcm220_BOM_1-click-bom.csv': [{ part: 68 }],
  'openflexure_nano_motor_controller__1-click-bom.tsv': [{ part: 9 }],
  'tinyogx360__bom.csv': [{ part: 16 }],
  'ulx3s__parts-cost-estimate.csv': [{ part: 60 }],
  'ulx3s__ulx3s_bom.csv': [{ part: 52, footer: 10 }],
  'usb-rj45-serial-dongle__Bill_of_Materials.csv': [{ part: 10 }],
}

const PINSCAPE = 'PinscapePico__Pinscape_Pico_Expansion_Board_-_DIY_Friendly_Main_-_BOM.csv'
const JSON_FILE = 'NopSCADlib__bom.json'

function read(name: string): Promise<WholeReading> {
  return readInChild(corpusBytes(name))
}

const describeWithData = dataFolder === undefined ? describe.skip : describe

describeWithData('the parts lists of real projects', () => {
  test('are all known here, and have 1,229 part rows', () => {
    expect(corpusNames().sort()).toEqual([...Object.keys(TABLES), JSON_FILE].sort())
    const rows = Object.values(TABLES).flat()
    expect(rows.reduce((sum, { part }) => sum + part, 21 + 5)).toBe(1229)
  })

  test.each(Object.entries(TABLES))('%s has its rows, each of its kind', async (name, expected) => {
    const { dialect, otherRows } = await read(name)
    expect(dialect.tables.map(({ rowsByKind }) => ({ ...rowsByKind, header: undefined, blank: undefined }))).toEqual(
      expected,
    )
    const counted = dialect.tables.flatMap(({ rowsByKind }) => Object.values({ ...rowsByKind, part: 0, blank: 0 }))
    expect(otherRows).toHaveLength(counted.reduce((sum, count) => sum + count, 0))
  })

  test('as assemblies of parts to buy and to print are read as well', async () => {
    const { lines, dialect } = await read(JSON_FILE)
    expect(dialect).toMatchObject({ kind: 'json', encoding: 'utf-8', tables: [] })
    expect(lines.filter(({ exclusion }) => exclusion === null)).toHaveLength(21)
    expect(lines.filter(({ exclusion }) => exclusion === 'print_job')).toHaveLength(5)
  })

  test.each([
    ['ESP32-POE__ESP32-PoE_Rev_M_BOM.csv', { not_fitted: 8, not_for_sale: 11 }],
    ['LibreSolarBox__Bill_of_Materials.xlsx', { print_job: 3 }],
    ['VibratingMeshNebulizerController__BOM_TURNKEY.csv', { print_job: 3 }],
    ['Ring-Light__Bill_of_Materials.csv', { not_for_sale: 2 }],
  ])('%s has lines that nobody buys, each with its reason', async (name, expected) => {
    const found: Record<string, number> = {}
    for (const { exclusion } of (await read(name)).lines) if (exclusion) found[exclusion] = (found[exclusion] ?? 0) + 1
    expect(found).toEqual(expected)
  })

  test('alternates with the same designators join their part', async () => {
    expect((await read('Ring-Light__Bill_of_Materials.csv')).lines).toHaveLength(11)
    expect((await read(PINSCAPE)).lines).toHaveLength(60)
  })

  test('quantities with units keep them, in thousandths', async () => {
    const units = (await read('Stormwalker-120__BOM.xlsx')).lines.filter(({ unit }) => unit !== 'each')
    expect(units.map(({ quantityMilli, unit }) => `${Number(quantityMilli) / 1000} ${unit}`).sort()).toEqual(
      expect.arrayContaining(['15000 mm', '200 g', '230 mm', '5 ml']),
    )
  })
})

type Buckets = Readonly<Partial<Record<RowKind, number>>> & { readonly part: number }
