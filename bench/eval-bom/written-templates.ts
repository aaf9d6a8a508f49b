import type { PartClass } from '../../src/domain/part-class.js'

/** How somebody writes a part into a list; braces hold the names of `NOTATIONS`. */
export interface Template {
  readonly cls: PartClass
  readonly value?: string
  readonly package?: string
  readonly description?: string
  /** letters of the designators; a template without them stands in a list of mechanics */
  readonly places?: string
}

/** Writings that say enough to find the part. */
export const TEMPLATES: readonly Template[] = [
  ...of('resistor', 'R', [
    { value: '{4k7}', package: '{0603}' },
    { value: '{4.7K}', package: 'R_{0603_1608}Metric' },
    { value: '{4,7 kΩ}', package: 'R{0603}' },
    { value: '{4700R}', package: 'SMD{0603}' },
    { value: '{4700}', package: '{0603}' },
    { value: '{4k7}/{1%}/R{0603}' },
    { value: '{4.7kOhm} {1%}', package: '{0603}' },
    { value: '{4k7} {0603}' },
    { description: 'RES SMD {4.7K} OHM {1%} {1/10W} {0603}' },
    { description: '±{1%} {0.1W} {4.7 kΩ} {0603} Chip Resistor - Surface Mount' },
    { value: '{4.7 kΩ}', description: 'Thick film resistor {1%}', package: 'RES_{0603}' },
    { value: '{4k7}', description: 'Metal film resistor {0.1W} {1%} {radial}' },
  ]),
  ...of('capacitor', 'C', [
    { value: '{100nF}', package: '{0603}' },
    { value: '{100n}', package: 'C_{0603_1608}Metric' },
    { value: '{4n7}', package: 'C{0603}' },
    { value: '{0.1uF}', package: 'CAP{0603}' },
    { value: '{0,1 µF}', package: '{0603}' },
    { value: '{10000pF}', package: '{0603}' },
    { value: '{100nF}/{16V}/{X7R}/C{0603}' },
    { value: '{100nF}, {16V}', package: '{0603}' },
    { value: '{100n} {16V} {X7R}', package: '{0603}' },
    { description: 'CAP CER {0.1uF} {16V} {X7R} {0603}' },
    { description: 'Ceramic capacitor {100 nF} {16 V} {X7R} {0603}' },
    { value: '{100nF}', description: '{16V} {X7R} MLCC', package: '{0603}' },
    { description: 'Electrolytic capacitor {100nF} {16V} {radial}' },
    { value: '{0.1uF} {16V}', description: 'electrolytic, {radial}' },
  ]),
  ...of('inductor', 'L', [
    { value: '{10uH}', package: '{0603}' },
    { value: '{10u}', package: 'L_{0603_1608}Metric' },
    { value: '{10 µH}', description: 'Inductor {0603}' },
    { description: 'FIXED IND {10uH} {0603}' },
    { value: '{10uH}', package: '{radial}' },
  ]),
  ...of('ferrite', 'FB', [
    { value: '{600R}@100MHz', package: '{0603}' },
    { description: 'Ferrite bead {600 Ω} {0603}' },
    { value: 'FB{0603}/{600R}' },
  ]),
  ...of('crystal', 'Y', [
    { value: '{12MHz}', package: '{SOT-23}' },
    { value: '{12M}', package: '{0603}' },
    { description: 'Crystal {12 MHz} {20pF} {0603}' },
    { description: 'CRYSTAL {12MHz} {20pF} {SOT-23}' },
  ]),
  ...of('led', 'D', [
    { value: 'LED {red}', package: 'LED_{0603_1608}Metric' },
    { value: 'LED/{RED}/{0603}' },
    { value: '{RED}', description: 'LED {0603}' },
  ]),
  ...(['diode', 'transistor', 'ic'] as const).flatMap((cls) =>
    of(cls, { diode: 'D', transistor: 'Q', ic: 'U' }[cls], [
      { value: '{BAT54S}', package: '{SOT-23}' },
      { value: '{BAT54S}' },
      { value: '{BAT54S}/{SOT-23}' },
    ]),
  ),
  ...of('connector', 'J', [
    { value: '{JST XH} {4} pin {header}' },
    { description: '{JST XH} {4}-pin {header} connector' },
    { value: 'Conn_{rows}x{04}', package: '{PinHeader}_{rows}x{04}_P{2.54mm}_Vertical' },
    { description: '{pin header} {rows}x{4} {2.54mm}' },
    { description: '{screw terminal} {4} pin {2.54mm}' },
  ]),
  ...of('screw', undefined, [
    { description: '{M3}x{12} {SHCS}' },
    { description: '{SHCS} {M3} x {12}mm' },
    { description: '{SHCS}_{M3}x{12}' },
    { description: '{m3} x {12}mm {socket head cap} screws' },
    { description: '{M3}x{12} {ISO 4762}' },
    { description: 'Screw {DIN 912} {M3} x {12}' },
    { description: '{socket head cap} screw, {M3}, {12}mm' },
  ]),
  ...of('nut', undefined, [
    { description: '{M3} {Locknut}' },
    { description: '{Locknut} {M3} {ISO 4032}' },
    { description: 'Nut {DIN 934} {M3}' },
  ]),
  ...of('washer', undefined, [
    { description: '{large washer} {M3} x {4.2}mm x {0.5}mm' },
    { description: '{M3} {large washer}' },
  ]),
  ...of('insert', undefined, [
    { description: '{M3}xL{12}xOD{4.2} Brass Insert' },
    { description: 'Heat-set insert {M3}, {12}mm long, OD {4.2}mm' },
  ]),
  ...of('standoff', undefined, [{ description: 'Brass standoff {M3} x {12}mm {female-female}' }]),
  ...of('pin', undefined, [{ description: 'Dowel pin {8mm} x {12}mm' }]),
  ...of('bearing', undefined, [
    { description: '{625}{ZZ}' },
    { description: 'Bearing {625}{ZZ}' },
    { description: '{5x16x5}mm bearing {ZZ}' },
    { description: 'Ball bearing {625}-{ZZ} ({5x16x5})' },
  ]),
  ...of('extrusion', undefined, [
    { description: '{2020} extrusion {12}mm' },
    { description: 'Aluminium profile {2020}, {12} mm' },
  ]),
  ...of('pulley', undefined, [{ description: 'GT2 pulley {20T} bore {bore}mm for {6mm} belt' }]),
  ...of('coupler', undefined, [{ description: 'Shaft coupler {bore}x{bore2}mm {flexible}' }]),
  ...of('motor', undefined, [{ description: '{NEMA 17} stepper {12}mm {1.7A}' }]),
  ...of('lead_screw', undefined, [{ description: 'Lead screw T{8mm} lead {lead}mm, {12}mm long' }]),
  ...of('wire', undefined, [{ description: 'Wire {22AWG} {red}' }]),
  ...of('filament', undefined, [
    { description: '{PLA} {red} {1.75} {1kg}' },
    { description: '{RED} {PLA} filament {1kg}' },
    { description: '{PLA} filament {1.75}mm {red}, {1000 g} spool' },
  ]),
]

/** Writings that leave open what several products of the shop differ in. */
export const OPEN_TEMPLATES: readonly Template[] = [
  ...of('resistor', 'R', [{ value: '{4k7}' }, { value: '{4.7K}', description: 'Resistor' }]),
  ...of('capacitor', 'C', [{ value: '{100nF}' }, { value: '{100n}', description: 'ceramic capacitor' }]),
  ...of('led', 'D', [{ value: '{red}', description: 'LED' }]),
  ...of('screw', undefined, [{ description: '{M3}x{12}' }, { description: '{M3} screw {SHCS}' }]),
  ...of('bearing', undefined, [{ description: '{625} bearing' }]),
  ...of('filament', undefined, [{ description: '{PLA} {red}' }, { description: '{PLA} filament 1.75mm {1kg}' }]),
  ...of('nut', undefined, [{ description: '{M3} nut' }]),
  ...of('extrusion', undefined, [{ description: '{2020} extrusion' }]),
]

function of(
  cls: PartClass,
  places: string | undefined,
  writings: readonly Omit<Template, 'cls' | 'places'>[],
): Template[] {
  return writings.map((writing) => ({ ...writing, cls, ...(places !== undefined && { places }) }))
}
