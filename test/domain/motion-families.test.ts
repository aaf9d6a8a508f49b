import { contradictions } from '../../src/domain/part-veto.js'
import { readPartValues } from '../../src/domain/read-part-values.js'
import { line, stated } from '../support/stated-values.js'

const differences = (asked: string, offered: string): string[] =>
  contradictions(readPartValues(line(asked)), readPartValues(line(offered)))

describe('an extrusion', () => {
  test.each([
    ['3060 extrusion 225mm', { profile: '3060', length: 225_000 }],
    ['3060 extrusion (3mm thickness) (Custom ordered) 140mm', { profile: '3060', length: 140_000 }],
    ['V-Slot 20x40mm Black', { profile: '2040', kind: 'v-slot', color: 'black' }],
    ['Alu profile 20x20x300', { profile: '2020', length: 300_000 }],
    ['3030 T-slot 600 mm', { profile: '3030', kind: 't-slot', length: 600_000 }],
    ['HFS5-2020-350', { profile: '2020', length: 350_000 }],
    ['8020 extrusion 2020 300mm', { profile: '2020', length: 300_000 }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'extrusion', ...expected })
  })

  test('of a range of lengths states none', () => {
    expect(stated(line('2020 extrusion 200-300mm'))).toEqual({ cls: 'extrusion', profile: '2020' })
  })

  test.each(['2020 M3 Nut', '2020 corner bracket', 'V-slot wheel', 'Low profile heatsink 20x20x10mm', '2020'])(
    'is not read out of "%s"',
    (text) => expect(readPartValues(line(text)).cls).not.toBe('extrusion'),
  )
})

describe('a lead screw', () => {
  test.each([
    ['Tr8x8', { diameter: 8_000, lead: 8_000 }],
    ['Tr8x8(P2) 300mm', { diameter: 8_000, lead: 8_000, pitch: 2_000, length: 300_000 }],
    ['T8 leadscrew 300mm, lead 8mm, pitch 2mm', { diameter: 8_000, lead: 8_000, pitch: 2_000, length: 300_000 }],
    ['T8x500mm lead screw', { diameter: 8_000, length: 500_000 }],
    ['Lead screw nut Tr8x2 brass', { diameter: 8_000, lead: 2_000, kind: 'nut' }],
    ['Tr8x8 anti-backlash nut', { lead: 8_000, kind: 'nut' }],
    ['SFU1605 ball screw 500mm', { diameter: 16_000, lead: 5_000, length: 500_000, family: 'ball' }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'lead_screw', ...expected })
  })

  test('is told from its nut and from one of another lead', () => {
    expect(differences('Lead screw nut Tr8x8', 'Lead screw Tr8x8')).toEqual(['the line says nut, the product is screw'])
    expect(differences('Tr8x8', 'Tr8x2')).toHaveLength(1)
  })

  test('is not read out of a motor that is built onto one', () => {
    expect(readPartValues(line('Integrated Lead Screw Stepper Nema17 40mm TR8x1')).cls).toBe('motor')
  })
})

describe('a belt', () => {
  test.each([
    ['GT2 6mm', { belt_width: 6_000 }],
    ['Gates EPDM LL-2GT-9mm High Temperature Belt', { belt_width: 9_000 }],
    ['GT2 belt 6 mm closed 188 mm', { belt_width: 6_000, length: 188_000, kind: 'closed' }],
    ['200-2GT-6', { belt_width: 6_000, length: 200_000, kind: 'closed' }],
    ['Belt for pulley GT2 6mm', { belt_width: 6_000 }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'belt', profile: 'gt2', ...expected })
  })

  test('that is open has no length of its own: that is how much is needed', () => {
    expect(stated(line('GT2 belt 6mm open 2m'))).toEqual({
      cls: 'belt',
      profile: 'gt2',
      belt_width: 6_000,
      kind: 'open',
    })
  })

  test('of another width or loop is another belt', () => {
    expect(differences('GT2 6mm', 'GT2 belt 9 mm open')).toHaveLength(1)
    expect(differences('GT2 belt 6 mm closed 188 mm', 'GT2 belt 6 mm closed 200 mm')).toHaveLength(1)
  })

  test.each(['Belt tensioner GT2 6mm', 'X Axis Belt Clip', 'GT2 560Ti'])('is not read out of "%s"', (text) =>
    expect(readPartValues(line(text)).cls).not.toBe('belt'),
  )
})

describe('a pulley', () => {
  test.each([
    ['Gates 2GT 20 tooth pulley 8mm bore, 9mm wide', { teeth: 20, bore: 8_000, belt_width: 9_000 }],
    ['GT2 pulley 16 teeth bore 6.35 mm for 6 mm belt', { teeth: 16, bore: 6_350, belt_width: 6_000 }],
    ['GT2 20T pulley bore 5mm belt 6mm', { teeth: 20, bore: 5_000, belt_width: 6_000 }],
    ['GT2 20T 5mm bore W6', { teeth: 20, bore: 5_000, belt_width: 6_000 }],
    ['GT2 20 tooth pulley 6 mm belt', { teeth: 20, belt_width: 6_000 }],
    ['GT2 pulley 20T bore 5', { teeth: 20, bore: 5_000 }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'pulley', profile: 'gt2', ...expected })
  })

  test('that idles may be toothed or smooth until it says so', () => {
    expect(stated(line('GT2 idler 20T 3mm bore'))).toMatchObject({ kind: ['toothed idler', 'smooth idler'] })
    expect(differences('GT2 idler 20T', 'GT2 smooth idler 20 teeth')).toEqual([])
    expect(differences('GT2 idler 20T', 'GT2 pulley 20 teeth with set screws')).toHaveLength(1)
  })

  test('of another number of teeth or bore is another pulley', () => {
    const asked = '2GT 20 tooth pulley 8mm bore'
    expect(differences(asked, 'GT2 pulley 16 teeth bore 8 mm')).toEqual([
      'the line says 20 teeth, the product is 16 teeth',
    ])
    expect(differences(asked, 'GT2 pulley 20 teeth bore 5 mm')).toEqual(['the line says 8 mm, the product is 5 mm'])
  })
})

describe('a coupler', () => {
  test.each([
    ['Flexible coupler 5x8', { bore: 5_000, second_bore: 8_000, kind: 'flexible' }],
    ['8mm to 5mm shaft coupler', { bore: 5_000, second_bore: 8_000 }],
    ['Shaft coupling 6.35x8mm D19L25', { bore: 6_350, second_bore: 8_000, outer_diameter: 19_000, length: 25_000 }],
    ['Rigid coupler 5x5x20 mm', { bore: 5_000, second_bore: 5_000, length: 20_000, kind: 'rigid' }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'coupler', ...expected })
  })

  test('of other bores is another coupler, whichever of them differs', () => {
    expect(differences('coupler 5x8', 'Flexible shaft coupler 5x10 mm')).toHaveLength(1)
    expect(differences('coupler 8x5', 'Flexible shaft coupler 5x8 mm')).toEqual([])
  })

  test('with one number leaves its bores open', () => {
    expect(stated(line('8mm shaft coupler'))).toEqual({ cls: 'coupler' })
  })

  test.each(['Hose coupling 8x10 mm', 'USB-C coupler 24 positions', 'Coupling nut M8x24'])(
    'is not read out of "%s"',
    (text) => expect(readPartValues(line(text)).cls).not.toBe('coupler'),
  )
})

describe('a motor', () => {
  test.each([
    ['NEMA 17 stepper motor 48 mm 1.7 A', { frame_size: 'nema 17', length: 48_000, current: 1_700_000 }],
    ['42mm stepper NEMA17 40mm body', { frame_size: 'nema 17', length: 40_000 }],
    ['NEMA17 42x42x34mm', { frame_size: 'nema 17', length: 34_000 }],
    ["Moon's Nema14 Pancake 10T CSE14RA1L410A-01", { frame_size: 'nema 14' }],
    ['17HS4401', { frame_size: 'nema 17' }],
    ['NEMA23 56mm 2.8A stepper', { frame_size: 'nema 23', length: 56_000 }],
    ['Servo motor 5V cont. rotation', { kind: 'servo', voltage: 5_000 }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'motor', ...expected })
  })

  test('does not take its shaft or its lead screw for its body', () => {
    expect(stated(line('SUMTOR 1.3A NEMA17 20mm shaft 42HS813A4D8'))).not.toHaveProperty('length')
    expect(stated(line('Integrated Lead Screw Stepper Nema17 40mm TR8x1'))).toEqual({
      cls: 'motor',
      frame_size: 'nema 17',
      kind: 'lead screw stepper',
    })
  })

  test.each(['Stepper Driver TMC2209', 'NEMA17 motor mount', 'NEMA 14-50 plug', 'L298N motor driver module'])(
    'is not read out of "%s"',
    (text) => expect(readPartValues(line(text)).cls).not.toBe('motor'),
  )
})

describe('a magnet', () => {
  test.each([
    ['N52 12x5x3mm', { grade: 'n52', length: 12_000, width: 5_000, height: 3_000 }],
    ['N50 1/2 x 1/8 x 1/16in', { grade: 'n50', length: 12_700, width: 3_175, height: 1_588 }],
    ['6x3mm magnet', { diameter: 6_000, height: 3_000 }],
    ['Neodymium magnet 8x3 N35', { grade: 'n35', diameter: 8_000, height: 3_000 }],
    ['Ring magnet 20x10x5 mm', { kind: 'ring', diameter: 20_000, height: 5_000 }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'magnet', ...expected })
  })

  test('of another grade or size is another magnet, however it is turned', () => {
    expect(differences('N52 12x5x3mm', 'N52 magnet 5x12x3 mm')).toEqual([])
    expect(differences('N52 12x5x3mm', 'N35 magnet 12x5x3 mm')).toHaveLength(1)
    expect(differences('6x3mm magnet', 'Magnet 8x3 mm')).toHaveLength(1)
  })

  test.each(['0.4mm Enameled Magnet Wire', '2mm Magnetic Sheet, 120mm*120mm', 'Magnet holder 6x3mm', 'N35 M3x8'])(
    'is not read out of "%s"',
    (text) => expect(readPartValues(line(text)).cls).not.toBe('magnet'),
  )
})
