import { evaluateHidden, evaluateNamed } from './corpus-sets.js'
import { evaluateMetamorphic } from './metamorphic.js'
import { evaluateParsing } from './parsing.js'
import { printResults, type SetResult } from './report.js'
import { evaluateWritten } from './written.js'

/** Every set of bom.md 18; those that read the shared data say so themselves when there is none. */
const SETS: Readonly<Record<string, () => Promise<SetResult[]>>> = {
  e1: evaluateNamed,
  e2: evaluateHidden,
  e3: evaluateWritten,
  e4: evaluateMetamorphic,
  e5: evaluateParsing,
}

/** `npm run eval:bom [-- e1 … e5] [--json]`: how well parts lists are read and matched; exit code 1 below a target. */
async function main(): Promise<void> {
  const words = process.argv.slice(2)
  const asked = words.filter((word) => !word.startsWith('--'))
  const unknown = asked.filter((word) => SETS[word] === undefined)
  if (unknown.length > 0)
    throw new Error(`There is no set ${unknown.join(', ')}; choose of ${Object.keys(SETS).join(', ')}.`)
  const results: SetResult[] = []
  for (const [name, evaluate] of Object.entries(SETS)) {
    if (asked.length === 0 || asked.includes(name)) results.push(...(await evaluate()))
  }
  process.exitCode = printResults(results, words.includes('--json')) ? 0 : 1
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
