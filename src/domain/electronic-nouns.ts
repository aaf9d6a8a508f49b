import { beforeAside } from './asides.js'
import type { PartClass } from './part-class.js'
import type { PartText } from './part-values.js'

/**
 * Whether a line is about something that is built with such parts, holds them or drives them: of a `LED strip`, a
 * `crystal holder` and a `resistor kit` the last word is bought. Told by what it is called, not by what is said about it.
 */
export function isAnotherThing({ fields }: PartText): boolean {
  return fields.some(({ field, text }) => !TOLD_ABOUT.has(field) && OTHER_THINGS.test(beforeAside(text)))
}

/** Whether words that name such a part say it of the thing itself. */
export function mayBeComponent(text: PartText, cls: PartClass): boolean {
  return !COMPONENTS.has(cls) || !isAnotherThing(text)
}

const COMPONENTS: ReadonlySet<PartClass> = new Set<PartClass>([
  ...(['resistor', 'capacitor', 'inductor', 'ferrite', 'crystal', 'led', 'diode', 'transistor', 'ic'] as const),
])

const TOLD_ABOUT: ReadonlySet<string> = new Set([
  ...['package', 'specifications.package', 'specifications.footprint', 'description', 'short_description'],
])

const OTHER_THINGS =
  /(?<!\p{L})(?:kits?|sets?|assortments?|modules?|boards?|breakouts?|shields?|strips?|rings?|matri(?:x|ces)|panels?|holders?|sockets?|bezels?|lens(?:es)?|clips?|testers?|cables?|lamps?|bulbs?|sticks?|displays?|screens?|dimmers?|heat ?sinks?|collimators?|spacers?|tweezers|laser)(?!\p{L})/iu
