import { line, stated } from '../support/stated-values.js'

const on = (designatorPrefix: string, ...texts: string[]) => ({ ...line(...texts), designatorPrefix })

describe('a connector', () => {
  test.each([
    ['Pin header 20 x 2', { family: 'pin header', rows: 2, positions: 20, gender: 'male' }],
    ['JST XH 3 Pin', { family: 'jst xh', positions: 3 }],
    ['0.1" PIN-HD 2X4', { family: 'pin header', rows: 2, positions: 4, pitch: 2_540 }],
    ['PinSocket_1x20_P2.54mm_Vertical', { family: 'pin socket', rows: 1, positions: 20, pitch: 2_540 }],
    ['Female Header 20 Position 2.54mm Pitch Single Row', { family: 'pin socket', rows: 1, positions: 20 }],
    ['2.54mm Pin Headers - Female', { family: 'pin socket', pitch: 2_540, gender: 'female' }],
    ['Screw Terminal Block 2pin, 3.5mm pitch', { family: 'screw terminal', positions: 2, pitch: 3_500 }],
    ['CONN TERM BLOCK 3POS 7.62MM', { family: 'screw terminal', positions: 3, pitch: 7_620 }],
    ['JST XH Series Straight Through Hole PCB Header 4 Pin', { family: 'jst xh', positions: 4, kind: 'header' }],
    ['Micro-Fit 3.0 Receptacle Housing, Dual Row 430252400 (2x12)', { family: 'micro-fit', rows: 2, positions: 12 }],
    ['Shrouded pin header 0.1" 2x4', { family: 'box header', rows: 2, positions: 4 }],
    ['USB-C (USB TYPE-C) Receptacle Connector 16 Position', { family: 'usb c', positions: 16, gender: 'female' }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'connector', ...expected })
  })

  test.each([
    [on('J', 'Conn_01x04'), { rows: 1, positions: 4 }],
    [on('J', 'USB_A', 'USB_A_Vertical'), { family: 'usb a' }],
    [on('P', 'CONN HEADER XH TOP 4POS 2.5MM'), { family: 'jst xh', positions: 4, pitch: 2_500, kind: 'header' }],
    [on('J', 'Header, 18-Pin'), { positions: 18 }],
    [on('J', 'Header 3x1 pin'), { rows: 1, positions: 3 }],
  ])('is known by its designator: %j', (text, expected) => {
    expect(stated(text)).toMatchObject({ cls: 'connector', ...expected })
  })

  test('with a number that is no pitch or count says neither', () => {
    const jack = stated(line('DC barrel jack 5.5 x 2.5 mm'))
    expect(jack).toMatchObject({ cls: 'connector', family: 'barrel jack' })
    expect(Object.keys(jack)).not.toEqual(expect.arrayContaining(['pitch']))
    expect(jack).not.toHaveProperty('positions')
    expect(stated(line('Pin header dual row 20 pin'))).not.toHaveProperty('positions')
  })

  test.each([
    'USB A to micro B',
    'USB cable A to mini B 0.3m',
    'JST-XH 2-Pin Cable',
    'Raspberry Pi Pico w/pin headers installed',
    'HDMI Microscope',
    'Soldering iron USB-C 65 W',
    'Socket head cap screw M3x12',
  ])('is not read out of "%s"', (text) => {
    expect(stated(line(text))).not.toHaveProperty('family')
  })
})

describe('a switch or fuse', () => {
  test.each([
    [line('Tactile Switch SPST 180gf 4.3mm Gull Wing'), { cls: 'switch', kind: 'tactile', variant: 'spst' }],
    [line('Omron pushbutton switch, SPST, through-hole'), { cls: 'switch', kind: 'push button' }],
    [
      on('SW', 'SWITCH TACTILE SPST-NO 0.05A 12V'),
      { cls: 'switch', kind: 'tactile', current: 50_000, voltage: 12_000 },
    ],
    [line('Slide switch DPDT'), { cls: 'switch', kind: 'slide', variant: 'dpdt' }],
    [line('Fuse 500 mA slow 5x20 mm 250 V'), { cls: 'fuse', current: 500_000, kind: 'slow', package: '5x20' }],
    [on('F', 'PTC 1.1A 1812'), { cls: 'fuse', current: 1_100_000, kind: 'resettable', package: '1812' }],
  ])('%j', (text, expected) => {
    expect(stated(text)).toMatchObject(expected)
  })

  test.each([
    'Switching regulator 5 V 3 A',
    'Socket for key switches',
    'Fuse holder 5x20 mm',
    'Ethernet switch 5 port',
  ])('is not read out of "%s"', (text) => {
    const read = stated(line(text))
    expect([read.kind, read.current, read.package]).toEqual([undefined, undefined, undefined])
  })
})
