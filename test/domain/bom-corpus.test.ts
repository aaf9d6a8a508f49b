import { readBomTables } from '../../src/domain/bom-table.js'
import { readSheets, tableFiles } from '../support/bom-corpus.js'

const folder = process.env.MAKRX_DATA_DIR
if (!folder) console.log('MAKRX_DATA_DIR is not set: real parts lists are left out.')

/** Part rows of each table, counted before alternates are joined and rows grouped (bom.md 1). */
const PART_ROWS: Readonly<Record<string, readonly number[]>> = {
  'ESP32-POE__ESP32-PoE_Rev_M_BOM.csv': [81],
  'Flypi__1-click-bom.csv': [38],
  'Flypi__BOM_flypi.csv': [19],
  'Flypi__Bill_of_materials_aliexpress.xlsx': [74],
  'HatchBot__Bill_of_Materials.csv': [17],
  'Ironless-QDD-Actuator__BOM.xlsx': [18],
  'LibreSolarBox__Bill_of_Materials.xlsx': [33],
  'LimeSDR-USB__LimeSDR-USB_1v4_BOMr7.xls': [124],
  'NopSCADlib__bom.csv': [21],
  'ODriveHardware__BOM_v3.4_24V.csv': [42],
  'Open-Gamma-Detector__BOM.csv': [25],
  'OpenCam3D__BOM_List.xlsx': [15, 7],
  'OpenTorque-Actuator__Bill_of_Materials.csv': [11],
  'Otter-Iron__kitspace_bom.csv': [27],
  'PCB-Hot-Plate__BOM.csv': [33],
  'PCB-Hot-Plate__bom.csv': [30],
  'PinscapePico__Pinscape_Pico_Expansion_Board_-_DIY_Friendly_Main_-_BOM.csv': [62],
  'Ring-Light__Bill_of_Materials.csv': [12],
  'Stormwalker-120__BOM.xlsx': [52, 35, 41],
  'VibratingMeshNebulizerController__BOM_TURNKEY.csv': [43],
  'Xassette-Asterisk__BOM.csv': [42],
  'bitaxeGamma__bitaxeGamma-BOM.csv': [41],
  'ios-macropad__Bill_of_Materials.csv': [7],
  'modular-psu__1-click-bom.csv': [38],
  'modular-psu__dcm220_BOM_1-click-bom.csv': [68],
  'openflexure_nano_motor_controller__1-click-bom.tsv': [9],
  'tinyogx360__bom.csv': [16],
  'ulx3s__parts-cost-estimate.csv': [60],
  'ulx3s__ulx3s_bom.csv': [52],
  'usb-rj45-serial-dongle__Bill_of_Materials.csv': [10],
}

const describeWithData = folder ? describe : describe.skip

describeWithData('the tables of real projects', () => {
  const read = (name: string) => readBomTables(readSheets(folder ?? '', name))

  test('are all known here', () => {
    expect(tableFiles(folder ?? '').sort()).toEqual(Object.keys(PART_ROWS).sort())
  })

  test.each(Object.entries(PART_ROWS))('%s has its part rows', (name, counts) => {
    expect(read(name).tables.map(({ rowsByKind }) => rowsByKind.part)).toEqual(counts)
  })

  test.each([
    ['ESP32-POE__ESP32-PoE_Rev_M_BOM.csv', { not_fitted: 8, not_for_sale: 11 }],
    ['LibreSolarBox__Bill_of_Materials.xlsx', { print_job: 3 }],
    ['VibratingMeshNebulizerController__BOM_TURNKEY.csv', { print_job: 3 }],
    ['Ring-Light__Bill_of_Materials.csv', { not_for_sale: 2 }],
  ])('%s has lines that nobody buys, each with its reason', (name, expected) => {
    const found: Record<string, number> = {}
    for (const { exclusion } of read(name).lines) if (exclusion) found[exclusion] = (found[exclusion] ?? 0) + 1
    expect(found).toEqual(expected)
  })

  test('alternates with the same designators join their part', () => {
    expect(read('Ring-Light__Bill_of_Materials.csv').lines).toHaveLength(11)
    expect(read('PinscapePico__Pinscape_Pico_Expansion_Board_-_DIY_Friendly_Main_-_BOM.csv').lines).toHaveLength(60)
  })

  test('quantities with units keep them, in thousandths', () => {
    const units = read('Stormwalker-120__BOM.xlsx').lines.filter(({ unit }) => unit !== 'each')
    expect(units.map(({ quantityMilli, unit }) => `${Number(quantityMilli) / 1000} ${unit}`).sort()).toEqual(
      expect.arrayContaining(['15000 mm', '200 g', '230 mm', '5 ml']),
    )
  })
})
