/** By slug. Names are the ones under which the makers' numbers are known; the descriptions are the shop's. */
export const BRANDS: Readonly<Record<string, Brand>> = {
  makrx: {
    name: 'MakrX Basics',
    description: 'The house brand: parts that makers need every week.',
    specialties: ['filament', 'fasteners', 'modules'],
    isFeatured: true,
  },
  arduino: { name: 'Arduino', description: 'Boards and tools for learning electronics.', isFeatured: true },
  'raspberry-pi': { name: 'Raspberry Pi', description: 'Small computers and microcontrollers.', isFeatured: true },
  espressif: { name: 'Espressif', description: 'Controllers with Wi-Fi and Bluetooth.', isFeatured: true },
  seeed: { name: 'Seeed Studio', description: 'Small boards and sensors.' },
  'mean-well': { name: 'Mean Well', description: 'Switching power supplies.' },
  jst: { name: 'JST', description: 'Wire-to-board connectors.' },
  'uni-royal': { name: 'UNI-ROYAL', description: 'Resistors.' },
  yageo: { name: 'Yageo', description: 'Resistors and capacitors.' },
  samsung: { name: 'Samsung Electro-Mechanics', description: 'Ceramic capacitors.' },
  ti: { name: 'Texas Instruments', description: 'Analogue and logic circuits.' },
  st: { name: 'STMicroelectronics', description: 'Microcontrollers and power circuits.' },
  onsemi: { name: 'onsemi', description: 'Diodes and transistors.' },
  nexperia: { name: 'Nexperia', description: 'Discrete and logic circuits.' },
  'diodes-inc': { name: 'Diodes Incorporated', description: 'Diodes and regulators.' },
  vishay: { name: 'Vishay', description: 'Discrete semiconductors and passives.' },
  infineon: { name: 'Infineon', description: 'Power transistors.' },
  'alpha-omega': { name: 'Alpha & Omega', description: 'Power transistors.' },
  littelfuse: { name: 'Littelfuse', description: 'Protection of circuits.' },
  mcc: { name: 'MCC', description: 'Diodes.' },
  microchip: { name: 'Microchip', description: 'Microcontrollers and analogue circuits.' },
  'ams-advanced': { name: 'Advanced Monolithic Systems', description: 'Voltage regulators.' },
  torex: { name: 'Torex', description: 'Voltage regulators.' },
  'xian-aerosemi': { name: 'Aerosemi', description: 'Converters.' },
  toppower: { name: 'TOPPOWER', description: 'Battery chargers.' },
  trinamic: { name: 'Trinamic', description: 'Stepper drivers.' },
  wch: { name: 'WCH', description: 'USB interfaces.' },
  ftdi: { name: 'FTDI', description: 'USB interfaces.' },
  silabs: { name: 'Silicon Labs', description: 'USB interfaces.' },
  maxim: { name: 'Maxim Integrated', description: 'Interfaces and clocks.' },
  nxp: { name: 'NXP', description: 'Interfaces.' },
  winbond: { name: 'Winbond', description: 'Memory.' },
}

interface Brand {
  readonly name: string
  readonly description: string
  readonly specialties?: readonly string[]
  readonly isFeatured?: boolean
}
