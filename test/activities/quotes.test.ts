import { quoteActivities } from '../../activities/quotes.js'
import { Quote } from '../../src/db/models/quotes.js'
import type { Upload } from '../../src/db/models/uploads.js'
import { newId } from '../../src/db/record.js'
import { execute, firstRow } from '../../src/db/sequelize.js'
import type { IndexedMesh } from '../../src/domain/mesh.js'
import type { WishedSettings } from '../../src/domain/print-settings.js'
import { PERSON_REASONS } from '../../src/domain/quote-person.js'
import { priceQuote } from '../../src/domain/quote-price.js'
import { RATE_CARD, type RateCard } from '../../src/domain/rate-card.js'
import { DEFAULT_TIMING } from '../../src/domain/timing.js'
import type { NewQuoteInput } from '../../workflows/quote-to-service-order-contract.js'
import { dependenciesWith } from '../support/activities.js'
import { givenUpload, MUMBAI } from '../support/factories.js'
import { box } from '../support/golden-shapes.js'
import { givenMeasured, remeasure } from '../support/measured-uploads.js'
import { cuboid, openCup } from '../support/mesh-shapes.js'
import { binaryStl } from '../support/model-files.js'
import { PICKUP, price, priceRequest, settingsOf, ship } from '../support/priced-jobs.js'
import { overtaken } from '../support/overtaken.js'
import { openTestDatabase } from '../support/test-database.js'

const CASE_A_MINOR = 23_482

let place: Awaited<ReturnType<typeof openTestDatabase>>
let activities: ReturnType<typeof quoteActivities>

beforeAll(async () => {
  place = await openTestDatabase('test-quotes')
  activities = quoteActivities(dependenciesWith({ database: place.database }))
})
afterAll(() => place.close())

const CUBE = binaryStl(cuboid([20, 20, 20]))

async function measuredCube(overrides: Parameters<typeof givenUpload>[0] = {}): Promise<Upload> {
  return givenMeasured(place.database, CUBE, overrides)
}

function inputFor(upload: Upload, wished: WishedSettings = {}, overrides: Partial<NewQuoteInput> = {}): NewQuoteInput {
  const id = newId()
  return {
    id,
    quoteNumber: `QT-${id}`,
    uploadId: upload.id,
    userId: upload.userId,
    settings: settingsOf(wished),
    isPickup: true,
    validHours: 24,
    timing: DEFAULT_TIMING,
    ...overrides,
  }
}

async function recorded(input: NewQuoteInput): Promise<Quote> {
  await activities.recordQuote(input)
  return Quote.findByPk(input.id, { rejectOnEmpty: true })
}

describe('pricing a measured model', () => {
  test('gives the golden price and keeps all that it was computed from', async () => {
    const upload = await measuredCube()
    const input = inputFor(upload, { material: 'PLA' }, { customerNotes: 'for a lamp' })
    const before = Date.now()
    await expect(activities.recordQuote(input)).resolves.toMatchObject({
      status: 'active',
      needsPerson: null,
      isFirmPending: false,
      order: null,
    })
    const quote = await Quote.findByPk(input.id, { rejectOnEmpty: true })
    expect(quote).toMatchObject({
      quoteNumber: input.quoteNumber,
      uploadId: upload.id,
      userId: upload.userId,
      priceMinor: CASE_A_MINOR,
      instantPriceMinor: CASE_A_MINOR,
      firmPriceMinor: null,
      firmStatus: 'unavailable',
      priceSource: 'instant',
      engine: 'estimator-1',
      rateCardVersion: 1,
      sha256: upload.sha256,
      settings: { ...input.settings, unit: 'mm' },
      findings: [],
      customerNotes: 'for a lamp',
      attention: null,
    })
    expect(quote.normalisedSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(quote.fileAnalysis).toMatchObject({ volume_mm3: 8000, bounding_box: [20, 20, 20] })
    expect(quote.breakdown).toEqual(JSON.parse(JSON.stringify(price(box(20, 20, 20), { material: 'PLA' }, PICKUP))))
    expect(quote.expiresAt.getTime() - before).toBeGreaterThanOrEqual(24 * 3_600_000)
  })

  test('twice is one quote with one price', async () => {
    const input = inputFor(await measuredCube())
    const first = await activities.recordQuote(input)
    const { version, expiresAt } = await Quote.findByPk(input.id, { rejectOnEmpty: true })
    await expect(activities.recordQuote(input)).resolves.toEqual(first)
    const together = await Promise.all([activities.recordQuote(input), activities.recordQuote(input)])
    expect(together).toEqual([first, first])
    expect(await Quote.findByPk(input.id)).toMatchObject({ version, expiresAt })
  })

  test('five calls at once are one quote', async () => {
    const input = inputFor(await measuredCube())
    const answers = await Promise.all(Array.from({ length: 5 }, () => activities.recordQuote(input)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await Quote.count({ where: { id: input.id } })).toBe(1)
  })

  test('with an address holds the delivery to its zone', async () => {
    const quote = await recorded(inputFor(await measuredCube(), {}, { isPickup: false, deliveryAddress: MUMBAI }))
    const { zone } = quote.delivery as { zone: 'local' | 'metro' | 'india' }
    expect(quote.priceMinor).toBe(price(box(20, 20, 20), {}, ship(zone)).totalMinor)
    expect(quote.priceMinor).toBeGreaterThan(CASE_A_MINOR)
    expect(quote.deliveryAddress).toEqual(MUMBAI)
  })

  test('in another unit is the price of what was measured in it', async () => {
    const upload = await givenMeasured(place.database, binaryStl(cuboid([2, 2, 2])))
    await remeasure(place.database, upload, { content: binaryStl(cuboid([2, 2, 2])), unit: 'cm' })
    const quote = await recorded(inputFor(upload, { material: 'PLA' }, { unit: 'cm' }))
    expect(quote).toMatchObject({ priceMinor: CASE_A_MINOR, settings: { unit: 'cm' } })
    expect(quote.fileAnalysis).toMatchObject({ bounding_box: [20, 20, 20] })
  })

  test('that a person must confirm says why', async () => {
    const upload = await givenMeasured(place.database, binaryStl(cuboid([150, 150, 150])))
    const input = inputFor(upload, { quality: 'ultra', infill_percentage: 100 })
    const { needsPerson } = await activities.recordQuote(input)
    const quote = await Quote.findByPk(input.id, { rejectOnEmpty: true })
    expect(needsPerson).toContain('24 hours')
    expect(quote).toMatchObject({ attention: 'quote_needs_person', attentionNote: needsPerson })
    expect(quote.findings).toContainEqual(expect.objectContaining({ code: 'needs_person' }))
  })
})

describe('no price', () => {
  test.each([
    ['of nobody', () => ({ uploadId: newId() }), 'upload_not_found'],
    ['of somebody else', () => ({ userId: 'user-2' }), 'upload_not_found'],
  ])('for an upload %s', async (_, change, code) => {
    const input = inputFor(await measuredCube(), {}, change())
    await expect(activities.recordQuote(input)).rejects.toMatchObject({ code })
  })

  test.each([
    ['was deleted', { deletedAt: new Date() }, 'upload_not_found', {}],
    ['has expired', { status: 'expired' }, 'upload_expired', {}],
    ['never arrived', { status: 'uploaded' }, 'upload_not_ready', { members: { upload_status: 'uploaded' } }],
    ['is being measured', { status: 'processing' }, 'upload_not_ready', { members: { upload_status: 'processing' } }],
    [
      'could not be measured',
      { status: 'failed', errorMessage: 'The file is empty.', findings: [{ code: 'file_empty' }] },
      'upload_unusable',
      { members: { findings: [{ code: 'file_empty' }] } },
    ],
  ])('for an upload that %s', async (_, columns, code, members) => {
    const upload = await givenUpload(columns as Parameters<typeof givenUpload>[0])
    await expect(activities.recordQuote(inputFor(upload))).rejects.toMatchObject({ code, extra: members })
  })

  test('in a unit in which measuring was given up', async () => {
    const input = inputFor(await measuredCube(), {}, { unit: 'inch' })
    await expect(activities.recordQuote(input)).rejects.toMatchObject({
      code: 'upload_unusable',
      extra: { members: { findings: [{ code: 'analysis_failed' }] } },
    })
  })

  test.each<[string, IndexedMesh, string, string]>([
    ['too small', cuboid([1, 1, 1]), 'model_not_printable', 'part_too_small'],
    ['too big', cuboid([900, 900, 900]), 'model_not_printable', 'part_too_big'],
    ['open', openCup({ radius: 20, height: 30, sides: 96 }), 'model_not_printable', 'mesh_open'],
  ])('for a model that is %s, with all that was found', async (_, mesh, code, finding) => {
    const upload = await givenMeasured(place.database, binaryStl(mesh))
    const input = inputFor(upload)
    await expect(activities.recordQuote(input)).rejects.toMatchObject({
      code,
      extra: { members: { findings: expect.arrayContaining([expect.objectContaining({ code: finding })]) as unknown } },
    })
    expect(await Quote.count({ where: { id: input.id } })).toBe(0)
  })

  test.each([
    ['expires', 'upload_expired', `status = 'expired'`],
    ['is deleted', 'upload_not_found', 'deleted_at = now()'],
  ])('for an upload that %s while its price is computed', async (_, code, change) => {
    const upload = await measuredCube()
    const input = inputFor(upload)
    const statement = { sql: `UPDATE uploads SET ${change} WHERE id = $1`, bind: [upload.id] }
    await expect(overtaken(place, statement, () => activities.recordQuote(input))).rejects.toMatchObject({ code })
    expect(await Quote.count({ where: { id: input.id } })).toBe(0)
  })
})

describe('pricing a quote again', () => {
  afterEach(() =>
    execute(place.database, `UPDATE rate_cards SET active_from = now() + interval '1 day' WHERE version > 1`),
  )

  const DEARER_SETUP = { labour: { ...RATE_CARD.labour, setupMinutes: 60 } }

  /** From now on this card is the active one, until the test is over. */
  async function activate(change: Partial<RateCard>): Promise<RateCard> {
    const newest = await firstRow<{ version: number }>(place.database, 'SELECT max(version) AS version FROM rate_cards')
    const card = { ...RATE_CARD, ...change, version: (newest?.version ?? 0) + 1 }
    await execute(place.database, 'INSERT INTO rate_cards (version, data, active_from) VALUES ($1, $2, now())', [
      card.version,
      JSON.stringify(card),
    ])
    return card
  }

  test("takes today's card, and twice gives the same", async () => {
    const quote = await recorded(inputFor(await measuredCube()))
    const card = await activate(DEARER_SETUP)
    const first = await activities.repriceQuote({ quoteId: quote.id })
    const { totalMinor } = priceQuote({ ...priceRequest(box(20, 20, 20), {}, PICKUP), card })
    expect(totalMinor).toBeGreaterThan(CASE_A_MINOR)
    const priced = { priceMinor: totalMinor, instantPriceMinor: totalMinor, rateCardVersion: card.version }
    expect(await quote.reload()).toMatchObject(priced)
    await expect(activities.repriceQuote({ quoteId: quote.id })).resolves.toEqual(first)
    expect(await quote.reload()).toMatchObject(priced)
  })

  test('does not care that the upload was hidden: its quote can still be accepted', async () => {
    const upload = await measuredCube()
    const quote = await recorded(inputFor(upload))
    await upload.update({ deletedAt: new Date() })
    const card = await activate(DEARER_SETUP)
    await activities.repriceQuote({ quoteId: quote.id })
    expect((await quote.reload()).rateCardVersion).toBe(card.version)
  })

  test('changes nothing once it is accepted', async () => {
    const quote = await recorded(inputFor(await measuredCube()))
    await quote.update({ status: 'accepted' })
    await activate(DEARER_SETUP)
    await activities.repriceQuote({ quoteId: quote.id })
    expect(await quote.reload()).toMatchObject({ status: 'accepted', priceMinor: CASE_A_MINOR, rateCardVersion: 1 })
  })

  test('keeps asking for a person while the reason lasts', async () => {
    const upload = await givenMeasured(place.database, binaryStl(cuboid([150, 150, 149])))
    const input = inputFor(upload, { quality: 'ultra', infill_percentage: 100 })
    const { needsPerson } = await activities.recordQuote(input)
    await Quote.update({ attention: null, attentionNote: null }, { where: { id: input.id } })
    await expect(activities.repriceQuote({ quoteId: input.id })).resolves.toMatchObject({ needsPerson })
  })

  test('leaves the price to a person when there is none any more', async () => {
    const quote = await recorded(inputFor(await measuredCube()))
    const byHand = RATE_CARD.materials.map((material) => ({ ...material, print: null }))
    await activate({ materials: byHand })
    const { needsPerson } = await activities.repriceQuote({ quoteId: quote.id })
    expect(needsPerson).toContain('quoted by a person')
    expect(await quote.reload()).toMatchObject({ priceMinor: CASE_A_MINOR, attention: 'quote_needs_person' })
  })

  test('does not make a quote acceptable whose exact price could not be had', async () => {
    const quote = await recorded(inputFor(await measuredCube()))
    await quote.update({ firmStatus: 'failed' })
    const { needsPerson } = await activities.repriceQuote({ quoteId: quote.id })
    expect(needsPerson).toBe(PERSON_REASONS.slicer_failed)
  })
})

describe('ending a quote', () => {
  test.each(['expired', 'cancelled'] as const)('makes it %s, once', async (status) => {
    const quote = await recorded(inputFor(await measuredCube()))
    const end = () => activities.endQuote({ quoteId: quote.id, status })
    expect(await Promise.all([end(), end()])).toEqual([{ status }, { status }])
    expect(await quote.reload()).toMatchObject({ status, version: 2 })
  })

  test('comes too late for one that was accepted', async () => {
    const quote = await recorded(inputFor(await measuredCube()))
    await quote.update({ status: 'accepted' })
    await expect(activities.endQuote({ quoteId: quote.id, status: 'expired' })).resolves.toEqual({ status: 'accepted' })
  })
})
