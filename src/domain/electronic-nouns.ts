import { beforeAside } from './asides.js'
import type { PartClass } from './part-class.js'
import type { PartText } from './part-values.js'

/**
 * Whether a line is about something that is built with such parts, holds them or drives them: of a `LED strip`, a
 * `crystal holder` and a `resistor kit` the last word is bought. Told by what it is called, not by what is said about it.
 */
export function isAnotherThing({ fields }: PartText, cls?: PartClass): boolean {
  const things = cls === 'wire' ? THINGS_OF_WIRE : OTHER_THINGS
  return fields.some(({ field, text }) => !TOLD_ABOUT.has(field) && things.test(beforeAside(text)))
}

/** Whether words that name such a part say it of the thing itself. */
export function mayBeComponent(text: PartText, cls: PartClass): boolean {
  return !COMPONENTS.has(cls) || !isAnotherThing(text, cls)
}

const COMPONENTS: ReadonlySet<PartClass> = new Set<PartClass>([
  ...(['resistor', 'capacitor', 'inductor', 'ferrite', 'crystal', 'led', 'diode', 'transistor', 'ic', 'wire'] as const),
])

const TOLD_ABOUT: ReadonlySet<string> = new Set([
  ...['package', 'specifications.package', 'specifications.footprint', 'description', 'short_description'],
])

const OTHER_THINGS =
  /(?<!\p{L})(?:kits?|sets?|assortments?|modules?|boards?|breakouts?|shields?|strips?|rings?|matri(?:x|ces)|panels?|holders?|sockets?|bezels?|lens(?:es)?|clips?|testers?|cables?|lamps?|bulbs?|sticks?|displays?|screens?|dimmers?|heat ?sinks?|collimators?|spacers?|tweezers|laser)(?!\p{L})/iu
/** What is crimped to a wire, cuts it, joins it, covers it or is bent of it. */
const THINGS_OF_WIRE =
  /(?<!\p{L})(?:connectors?|terminals?|crimp\p{L}*|housings?|plugs?|strippers?|cutters?|ferrules?|headers?|splic\p{L}+|sleev\p{L}+|nuts?|tools?|jumpers?|dupont|ties?|shrink\p{L}*|clips?|kits?|pliers|springs?|rope|brush|mesh|cables?|ribbon|links?|leads?|strands?|loom|sets?)(?!\p{L})/iu
