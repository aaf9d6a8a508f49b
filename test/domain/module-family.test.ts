import { contradictions } from '../../src/domain/part-veto.js'
import { readPartValues } from '../../src/domain/read-part-values.js'
import { line, stated } from '../support/stated-values.js'

describe('a module', () => {
  test.each([
    ['Stepper Driver TMC2240', 'tmc2240'],
    ['A4988 StepStick', 'a4988'],
    ['BME280 climate sensor module', 'bme280'],
    ['TB6612FNG motor driver module', 'tb6612'],
    ['Boost Module MT3608 or XL6009', ['mt3608', 'xl6009']],
  ])('%s', (text, module) => {
    expect(stated(line(text))).toEqual({ cls: 'module', module })
  })

  test('with another chip is another module', () => {
    const read = (text: string) => readPartValues(line(text))
    expect(contradictions(read('Stepper Driver TMC2240'), read('TMC2209 stepper driver module StepStick'))).toEqual([
      'the line says TMC2240, the product is TMC2209',
    ])
    expect(contradictions(read('Boost Module MT3608 or XL6009'), read('XL6009 step-up converter module'))).toEqual([])
  })

  test.each([
    'TMC2240',
    'Pin header module 2.54 mm',
    'LED module SOT223',
    'DRV8825 stepper driver HTSSOP-28',
    'M3x12 screw for module',
  ])('is not read out of "%s"', (text) => expect(readPartValues(line(text)).cls).not.toBe('module'))
})
