import { line, stated } from '../support/stated-values.js'

const on = (designatorPrefix: string, ...texts: string[]) => ({ ...line(...texts), designatorPrefix })

describe('a crystal', () => {
  test.each([
    [on('Y', '8 MHz'), { frequency: 8e9 }],
    [on('Y', '24M', 'Crystal_SMD_3225-4Pin_3.2x2.5mm'), { frequency: 24e9, package: '3225', kind: 'crystal' }],
    [on('X', '32.768k', '3.2x1.5mm'), { frequency: 32_768_000, package: '3215' }],
    [on('Y', '32768Hz'), { frequency: 32_768_000 }],
    [line('CRYSTAL 12.0000MHZ 18PF SMD'), { frequency: 12e9, load_capacitance: 18_000, kind: 'crystal' }],
    [line('Through-Hole HC-49S 16 MHz Crystal (for clock)'), { frequency: 16e9, package: 'hc-49', kind: 'crystal' }],
    [line('8MHz ±10ppm ±20ppm 10pF Crystal SMD5032-2P'), { frequency: 8e9, tolerance: 10, package: '5032' }],
    [on('XO', '30.72 MHz', 'TCXO 30.72MHz, E6245LF'), { frequency: 30.72e9, kind: 'oscillator' }],
    [line('Quartz 11,0592 MHz'), { frequency: 11_059_200_000 }],
  ])('%j', (text, expected) => {
    expect(stated(text)).toMatchObject({ cls: 'crystal', ...expected })
  })

  test('that is called an oscillator as well is of no kind', () => {
    expect(stated(line('25MHz 12pF Crystal Oscillator'))).toEqual({
      ...{ cls: 'crystal', frequency: 25e9, load_capacitance: 12_000 },
    })
  })

  test.each(['8 MHz', '24M', '32.768k'])('is not read out of %s alone', (text) => {
    expect(stated(line(text)).cls).not.toBe('crystal')
  })

  test('that a part goes without is none', () => {
    expect(stated(line('USB to serial converter without crystal 12 MHz')).cls).toBeUndefined()
  })

  test('has no frequency of a few kilohertz', () => {
    expect(stated(on('X', '10k'))).toEqual({ cls: 'resistor', resistance: 10_000e6 })
  })
})
