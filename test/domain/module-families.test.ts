import { demoCatalog } from '../../src/development/demo-catalog/index.js'
import { readArticle } from '../../src/development/demo-catalog/reading.js'
import { contradictions } from '../../src/domain/part-veto.js'
import { readPartValues } from '../../src/domain/read-part-values.js'
import { line, stated } from '../support/stated-values.js'

describe('a module', () => {
  test.each([
    ['Arduino Nano', 'arduino nano'],
    ['Arduino_Nano_v3.x', 'arduino nano'],
    ['Arduino Nano Every', 'arduino nano every'],
    ['RASPBERRY PI PICO 2', 'raspberry pi pico 2'],
    ['Raspberry Pi Pico w/pin headers installed', 'raspberry pi pico'],
    ['Pico-H', 'raspberry pi pico h'],
    ['RPi Pico W', 'raspberry pi pico w'],
    ['Pi Pico To plug into the pico socket to act as the microcontroller', 'raspberry pi pico'],
    ['ESP32 DevKit V1', 'esp32 devkit'],
    ['NodeMCU ESP32', 'nodemcu esp32'],
    ['Stepper Driver TMC2240', 'tmc2240'],
    ['HCSR04', 'hc-sr04'],
    ['TB6612FNG motor driver module', 'tb6612fng'],
    ['LM2577SX step-up converter module', 'lm2577'],
  ])('%s', (text, module) => {
    expect(stated(line(text))).toMatchObject({ cls: 'module', module })
  })

  test('has a form and a memory where they are written', () => {
    expect(stated(line('A4988 StepStick'))).toMatchObject({ module: 'a4988', form_factor: 'stepstick' })
    expect(stated(line('Raspberry Pi 4 Model B 4GB'))).toMatchObject({ module: 'raspberry pi 4', variant: '4 gb' })
  })

  test('named beside another one is open', () => {
    expect(stated(line('Boost Module MT3608 or XL6009'))).toMatchObject({ module: ['mt3608', 'xl6009'] })
  })

  test('called by its chip is the chip where a circuit holds it', () => {
    expect(stated({ ...line('LM2596 step-down converter'), designatorPrefix: 'U' }).cls).not.toBe('module')
    expect(stated(line('Stepper driver TMC2209', 'QFN-28')).cls).not.toBe('module')
    expect(stated(line('H-Bridge (L298N) Multiwatt 15')).cls).not.toBe('module')
    expect(stated(line('TMC2209')).cls).not.toBe('module')
  })

  test.each([
    ['Case for Raspberry Pi 4'],
    ['Raspberry Pi 4 case'],
    ['Arduino Nano socket headers'],
    ['HDMI Cable (Raspberry to monitor)'],
    ['Small vibrating motor Pico Vibe 9mm 25mm Type'],
    ['Boost Module Input'],
    ['Pin header module 2.54 mm'],
    ['LED module SOT223'],
    ['M3x12 screw for module'],
  ])('is not read out of "%s"', (text) => {
    expect(stated(line(text))).not.toHaveProperty('module')
  })

  test.each([
    ['Raspberry Pi Pico', 'Raspberry Pi Pico W board'],
    ['Raspberry Pi Pico', 'Raspberry Pi Pico 2 board'],
    ['Pico-H', 'Raspberry Pi Pico board'],
    ['Stepper Driver TMC2240', 'TMC2209 stepper driver module StepStick'],
    ['Arduino Nano', 'Arduino Nano Every board'],
    ['Raspberry Pi 4 8GB', 'Raspberry Pi 4 Model B 4 GB computer'],
    ['LRS-350-24', 'Power supply LRS-350-48 48 V 350 W'],
  ])('%s is never %s', (asked, offered) => {
    expect(contradictions(readPartValues(line(asked)), readPartValues(line(offered)))).not.toEqual([])
  })
})

describe('the modules of the shelf', () => {
  const modules = demoCatalog()
    .filter(({ item }) => item.cls === 'module')
    .map((article) => ({ article, values: readArticle(article).values }))
  const keyOf = (values: (typeof modules)[number]['values']): string =>
    values.flatMap(({ name, value }) => (name === 'module' || name === 'variant' ? String(value) : [])).join(' ')

  test('are told apart', () => {
    const keys = modules.map(({ values }) => keyOf(values)).filter((key) => key !== '')
    expect(keys.length).toBeGreaterThan(85)
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })

  test('are called by none of their other names what contradicts them', () => {
    const contradicted = modules.flatMap(({ article }) =>
      (article.item.aliases ?? []).filter(
        (alias) => contradictions(readPartValues(line(alias)), readArticle(article)).length > 0,
      ),
    )
    expect(contradicted).toEqual([])
  })
})

describe('a power supply', () => {
  test.each([
    ['LRS-350-24', { module: 'lrs-350-24', voltage: 24_000, power: 350_000_000 }],
    ['LRS-50-3.3', { module: 'lrs-50-3.3', voltage: 3_300, power: 50_000_000 }],
    ['IRM-10-5', { module: 'irm-10-5', voltage: 5_000, power: 10_000_000 }],
    ['Power supply 12V 5A 2.1mm pin', { voltage: 12_000, current: 5_000_000 }],
    ['PSU 24V 350W, input 100-240V', { voltage: 24_000, power: 350_000_000 }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject({ cls: 'power_supply', ...expected })
  })

  test('of two voltages, and a cable for one, are left open', () => {
    expect(stated(line('Power supply 5V or 12V'))).not.toHaveProperty('voltage')
    expect(stated(line('Power supply cable 12V 5A'))).not.toHaveProperty('voltage')
  })

  test('does with more current, never with another voltage', () => {
    const asked = readPartValues(line('Power supply 12V 5A'))
    expect(contradictions(asked, readPartValues(line('Power supply 12V 10A')))).toEqual([])
    expect(contradictions(asked, readPartValues(line('Power supply 12V 3A')))).not.toEqual([])
    expect(contradictions(asked, readPartValues(line('Power supply LRS-350-24 24 V 350 W')))).not.toEqual([])
  })
})

describe('tools and what is used up', () => {
  test.each([
    ['Screw driver 3.5mm', { cls: 'tool', kind: 'screwdriver', diameter: 3_500 }],
    ['Digital calipers 150 mm', { cls: 'tool', kind: 'caliper', length: 150_000 }],
    ['Soldering iron', { cls: 'tool', kind: 'soldering iron' }],
    ['Third Hand', { cls: 'tool', kind: 'helping hand' }],
    ['Solder 1mm', { cls: 'consumable', kind: 'solder wire', diameter: 1_000 }],
    ['PTFE Grease 50 g', { cls: 'consumable', kind: 'ptfe grease', mass: 50_000 }],
    ['Isopropyl alcohol 500ml', { cls: 'consumable', kind: 'isopropyl alcohol', volume: 500_000 }],
    ['Thermal Paste Temp resistant to 350°C', { cls: 'consumable', kind: 'thermal paste' }],
    ['Cable ties 100 mm black', { cls: 'consumable', kind: 'cable tie', length: 100_000 }],
  ])('%s', (text, expected) => {
    expect(stated(line(text))).toMatchObject(expected)
  })

  test('without a kind are only of their class', () => {
    expect(readPartValues(line('425 Glue'))).toEqual({ cls: 'consumable', values: [] })
  })

  test.each([
    ['Popcorn Salt 200g'],
    ['Solder jumper'],
    ['Connector, solder type'],
    ['Soldering iron tip 2 mm'],
    ['10 micrometer filter'],
    ['Screw M3x8'],
  ])('are not read out of "%s"', (text) => {
    const { cls, values } = readPartValues(line(text))
    expect(cls === 'tool' || cls === 'consumable' ? values : []).toEqual([])
  })
})
