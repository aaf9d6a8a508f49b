import type { BomLine } from '../../src/domain/bom-line.js'
import { corpusBytes, dataFolder, readList, type WholeReading } from './bom-reading.js'

if (dataFolder === undefined) console.log('MAKRX_DATA_DIR is not set: traps in real parts lists are left out.')

/** Runs where there is shared data. */
export const traps = dataFolder === undefined ? describe.skip : describe

const FILES = {
  aliexpress: 'Flypi__Bill_of_materials_aliexpress.xlsx',
  bitaxe: 'bitaxeGamma__bitaxeGamma-BOM.csv',
  cost: 'ulx3s__parts-cost-estimate.csv',
  dcm220: 'modular-psu__dcm220_BOM_1-click-bom.csv',
  esp32: 'ESP32-POE__ESP32-PoE_Rev_M_BOM.csv',
  flypi: 'Flypi__BOM_flypi.csv',
  flypiClick: 'Flypi__1-click-bom.csv',
  gamma: 'Open-Gamma-Detector__BOM.csv',
  hatchbot: 'HatchBot__Bill_of_Materials.csv',
  hotplate: 'PCB-Hot-Plate__bom.csv',
  ironless: 'Ironless-QDD-Actuator__BOM.xlsx',
  limesdr: 'LimeSDR-USB__LimeSDR-USB_1v4_BOMr7.xls',
  macropad: 'ios-macropad__Bill_of_Materials.csv',
  nebulizer: 'VibratingMeshNebulizerController__BOM_TURNKEY.csv',
  nopscad: 'NopSCADlib__bom.csv',
  odrive: 'ODriveHardware__BOM_v3.4_24V.csv',
  opencam: 'OpenCam3D__BOM_List.xlsx',
  openflexure: 'openflexure_nano_motor_controller__1-click-bom.tsv',
  opentorque: 'OpenTorque-Actuator__Bill_of_Materials.csv',
  otter: 'Otter-Iron__kitspace_bom.csv',
  pinscape: 'PinscapePico__Pinscape_Pico_Expansion_Board_-_DIY_Friendly_Main_-_BOM.csv',
  psu: 'modular-psu__1-click-bom.csv',
  ringlight: 'Ring-Light__Bill_of_Materials.csv',
  solarbox: 'LibreSolarBox__Bill_of_Materials.xlsx',
  stormwalker: 'Stormwalker-120__BOM.xlsx',
  tinyogx: 'tinyogx360__bom.csv',
  ulx3s: 'ulx3s__ulx3s_bom.csv',
  xassette: 'Xassette-Asterisk__BOM.csv',
} as const

export type CorpusName = keyof typeof FILES

const readings = new Map<CorpusName, Promise<WholeReading>>()

/** Reads each list once. */
export function read(name: CorpusName): Promise<WholeReading> {
  const reading = readings.get(name) ?? readList(corpusBytes(FILES[name]))
  readings.set(name, reading)
  return reading
}

/** The first line that says so somewhere in its cells. */
export async function lineWith(name: CorpusName, text: string | RegExp): Promise<BomLine> {
  const { lines } = await read(name)
  const found = lines.find(({ raw }) =>
    Object.values(raw).some((cell) =>
      typeof text === 'string' ? String(cell).includes(text) : text.test(String(cell)),
    ),
  )
  if (!found) throw new Error(`no line with ${String(text)}`)
  return found
}

/** The line of a designator. */
export async function lineOf(name: CorpusName, designator: string): Promise<BomLine> {
  const found = (await read(name)).lines.find(({ designators }) => designators.includes(designator))
  if (!found) throw new Error(`no line with ${designator}`)
  return found
}
