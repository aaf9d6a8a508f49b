import type { BomLine } from '../../src/domain/bom-line.js'
import { corpusBytes, corpusNames, dataFolder, readList } from '../support/bom-reading.js'
import { variantsOf } from '../support/bom-variants.js'

if (dataFolder === undefined)
  console.log('MAKRX_DATA_DIR is not set: real parts lists written in other ways are left out.')

const describeWithData = dataFolder === undefined ? describe.skip : describe

describeWithData('real parts lists', () => {
  test('give the same lines however they are written', async () => {
    const differences: Difference[] = []
    for (const file of corpusNames()) differences.push(...(await differencesOf(file)))
    if (differences.length > 0) console.table(differences, ['file', 'change'])
    expect(differences).toEqual([])
  }, 300_000)
})

async function differencesOf(file: string): Promise<Difference[]> {
  const content = corpusBytes(file)
  const reading = await readList(content)
  const wanted = meaningsOf(reading.lines)
  const differences: Difference[] = []
  for (const { change, content: written } of await variantsOf(content, reading)) {
    const found = await meaningsRead(written)
    if (found.join() === wanted.join()) continue
    const [gone] = wanted.filter((line) => !found.includes(line))
    const [fresh] = found.filter((line) => !wanted.includes(line))
    differences.push({ file, change, gone, fresh })
  }
  return differences
}

async function meaningsRead(content: Buffer): Promise<string[]> {
  return readList(content).then(
    ({ lines }) => meaningsOf(lines),
    (error: unknown) => [String(error)],
  )
}

/** What the lines say, in an order of their own. */
function meaningsOf(lines: readonly BomLine[]): string[] {
  return lines.map(meaningOf).sort()
}

/** What a line says wherever it stands, with its lists sorted and numbers in one notation. */
function meaningOf(line: BomLine): string {
  const { name, quantityMilli, unit, pieceMilli, designators, flags, exclusion, identity, alternates, text } = line
  const said = [name, quantityMilli, unit, pieceMilli, flags, exclusion, identity, text, line.estimatedCost]
  const lists = [designators, alternates.map((one) => JSON.stringify(one)), line.warnings.map(withoutPlace)]
  return JSON.stringify([...said, ...lists.map((list) => [...list].sort())]).replace(/(\d),(\d)/g, '$1.$2')
}

/** `Row 12 is for the same places`. */
function withoutPlace(sentence: string): string {
  return sentence.replace(/^Row \d+/, 'A row')
}

interface Difference {
  readonly file: string
  readonly change: string
  /** the first line that is missing, and the first that should not be there */
  readonly gone: string | undefined
  readonly fresh: string | undefined
}
