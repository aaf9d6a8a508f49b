/**
 * Boards and modules by the names under which makers ask for them: first the name of the module, then what else is
 * written for it. A longer name is another module (`raspberry pi pico w`), so that it never stands in for the shorter one.
 */
const BOARDS: readonly (readonly [name: string, ...spellings: string[]])[] = [
  ['arduino uno', 'arduino uno r3', 'uno r3'],
  ['arduino uno r4'],
  ['arduino uno r4 minima', 'uno r4 minima'],
  ['arduino uno r4 wifi', 'uno r4 wifi'],
  ['arduino nano', 'nano v3'],
  ['arduino nano every', 'nano every'],
  ['arduino nano 33 iot', 'nano 33 iot'],
  ['arduino nano 33 ble', 'nano 33 ble'],
  ['arduino nano 33 ble sense', 'nano 33 ble sense'],
  ['arduino nano esp32'],
  ['arduino nano matter'],
  ['arduino nano r4'],
  ['arduino nano rp2040', 'arduino nano rp2040 connect'],
  ['arduino mega', 'arduino mega 2560'],
  ['arduino leonardo'],
  ['arduino micro'],
  ['arduino mini'],
  ['arduino due'],
  ['arduino pro mini'],
  ['pro micro atmega32u4', 'sparkfun pro micro', 'arduino pro micro'],
  ['raspberry pi pico', 'rpi pico', 'pi pico'],
  ['raspberry pi pico h', 'rpi pico h', 'pi pico h', 'pico h'],
  ['raspberry pi pico w', 'rpi pico w', 'pi pico w', 'pico w'],
  ['raspberry pi pico wh', 'rpi pico wh', 'pi pico wh', 'pico wh'],
  ['raspberry pi pico 2', 'rpi pico 2', 'pi pico 2'],
  ['raspberry pi pico 2 w', 'rpi pico 2 w', 'pi pico 2 w', 'raspberry pi pico 2w', 'rpi pico 2w', 'pi pico 2w'],
  ['raspberry pi zero', 'rpi zero'],
  ['raspberry pi zero w', 'rpi zero w', 'pi zero w'],
  ['raspberry pi zero 2 w', 'rpi zero 2 w', 'raspberry pi zero 2w', 'rpi zero 2w', 'pi zero 2w', 'pi zero 2 w'],
  ['raspberry pi 3', 'rpi 3', 'raspberry pi 3 model b', 'raspberry pi 3b'],
  ['raspberry pi 3 model a+', 'raspberry pi 3a+'],
  ['raspberry pi 3 model b+', 'raspberry pi 3b+', 'raspberry pi 3 b+', 'rpi 3b+'],
  ['raspberry pi 4', 'raspberry pi 4 model b', 'raspberry pi 4b', 'rpi 4', 'rpi 4b'],
  ['raspberry pi 5', 'rpi 5'],
  ['nodemcu esp8266', 'nodemcu', 'esp8266 nodemcu'],
  ['nodemcu esp32', 'nodemcu-32s', 'esp32 nodemcu'],
  ['wemos d1 mini', 'd1 mini', 'wemos d1 mini esp8266'],
  ['wemos d1 mini pro', 'd1 mini pro'],
  ['wemos d1 mini esp32', 'd1 mini esp32', 'esp32 d1 mini'],
  ['esp-01'],
  ['esp32-cam'],
  ['esp32-c3 super mini'],
  ['esp32 devkit', 'esp32 devkitc', 'esp32 devkit v1', 'esp32 dev kit', 'esp32 dev board', 'esp32 development board'],
  ['esp32-s3 devkitc', 'esp32-s3 devkitc-1'],
  ['stm32f103 blue pill', 'blue pill', 'stm32 blue pill', 'stm32f103c8 blue pill'],
  ['stm32f411 black pill', 'black pill', 'stm32 black pill'],
  ['xiao rp2040'],
  ['xiao esp32c3'],
  ['xiao esp32s3'],
  ['xiao esp32s3 sense'],
  ['teensy 4.0'],
  ['teensy 4.1'],
  ['micro:bit v2'],
  ['jetson nano'],
  ['dfplayer mini', 'dfplayer'],
  ['hc-sr04'],
  ['hc-sr501'],
  ['hc-05'],
  ['hc-06'],
  ['hm-10'],
  ['ky-023'],
  ['ky-040'],
]

/** Boards that are called by the chip on them: the same name alone is the chip, which has a package and a designator. */
const CARRIED_CHIPS: readonly (readonly [name: string, ...spellings: string[]])[] = [
  ...['a4988', 'drv8825', 'tmc2130', 'tmc2208', 'tmc2209', 'tmc2225', 'tmc2226', 'tmc2240', 'tmc5160'].map(alone),
  ...['l298n', 'l9110s', 'bts7960', 'uln2003', 'pca9685', 'mt3608', 'lm2596', 'xl4015', 'xl4016', 'xl6009'].map(alone),
  ...['tp4056', 'ip5306', 'dht11', 'ds18b20', 'bme280', 'bme680', 'bmp280', 'sht31', 'aht20', 'max6675'].map(alone),
  ...['max31855', 'max31865', 'vl53l0x', 'adxl345', 'bno055', 'as5600', 'acs712', 'ina219', 'hx711', 'ads1115'].map(
    alone,
  ),
  ...['mcp4725', 'mq-2', 'mq-135', 'tcs34725', 'bh1750', 'pn532', 'nrf24l01+', 'nrf24l01', 'ra-02', 'sim800l'].map(
    alone,
  ),
  ...['ds3231', 'ds1307', 'pam8403', 'inmp441', 'max7219', 'tm1637', 'cp2102', 'ssd1306', 'sh1106', 'st7735'].map(
    alone,
  ),
  ['ili9341'],
  ['arduino pro mini', 'pro mini'],
  ['pro micro atmega32u4', 'pro micro'],
  ['tb6612fng', 'tb6612'],
  ['mp1584', 'mp1584en'],
  ['dht22', 'am2302'],
  ['mpu-6050', 'gy-521'],
  ['rc522', 'mfrc522'],
  ['neo-6m', 'neo6mv2'],
  ['max98357', 'max98357a'],
  ['ft232rl'],
]

function alone(name: string): readonly [string] {
  return [name]
}

/** Every place where a module is named; the longest name that fits there counts. Takes time in proportion to the text. */
export function modulesIn(text: string): NamedModule[] {
  if (!SIGN.test(text)) return []
  const words = [...text.matchAll(WORD)]
  const found: NamedModule[] = []
  for (let at = 0; at < words.length;) {
    const named = moduleAt(text, words, at)
    if (named !== undefined) found.push(named.module)
    at += named?.length ?? 1
  }
  return found
}

function moduleAt(text: string, words: readonly RegExpExecArray[], at: number): FoundModule | undefined {
  const start = words[at]?.index ?? 0
  for (let length = Math.min(MOST_WORDS, words.length - at); length > 0; length--) {
    const last = words[at + length - 1]
    const end = (last?.index ?? 0) + (last?.[0].length ?? 0)
    const known = MODULES.get(keyOf(text.slice(start, end)))
    if (known !== undefined) return { module: { ...known, start, end }, length }
  }
  return undefined
}

/** Blanks, hyphens and underscores may stand between the words, or not. */
function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[ _:-]/g, '')
}

function entries(table: typeof BOARDS, isBoard: boolean): (readonly [string, KnownModule])[] {
  return table.flatMap(([name, ...others]) =>
    [name, ...others].map((spelling) => [keyOf(spelling), { name, isBoard }] as const),
  )
}

/** `w/ headers` is not the `w` of a name. */
const WORD = /w\/|[\p{L}\d]+(?:\.\d+)?\+?/giu
const MOST_WORDS = 6
const MODULES: ReadonlyMap<string, KnownModule> = new Map([...entries(CARRIED_CHIPS, false), ...entries(BOARDS, true)])
const BEGINNINGS = new Set([...MODULES.keys()].map((key) => key.slice(0, 3).replaceAll(/(?<=.)(?=.)/g, '[ _:-]?')))
/** Most texts name none: told by how their words begin. */
const SIGN = new RegExp(String.raw`(?<![a-z\d])(?:${[...BEGINNINGS].join('|')})`, 'i')

interface KnownModule {
  readonly name: string
  /** a finished board whatever stands beside it */
  readonly isBoard: boolean
}

interface NamedModule extends KnownModule {
  readonly start: number
  readonly end: number
}

interface FoundModule {
  readonly module: NamedModule
  /** words */
  readonly length: number
}
