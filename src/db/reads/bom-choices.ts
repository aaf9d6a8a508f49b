import { firstRow, type Database } from '../sequelize.js'

/** What became of one call by which a person chose products for lines of an import. */
export interface Chosen {
  readonly cartId: number | null
  readonly results: readonly ChoiceResult[]
}

export interface ChoiceResult {
  readonly bomItemId: string
  readonly productId: number
  /** what went into the cart, or would have; packs */
  readonly quantity: number | null
  /** a code when this row failed */
  readonly error: string | null
}

/** The answer of the call with this key, if it was taken over: it stands in the timeline of its import. */
export async function earlierChoices(
  database: Database,
  call: { readonly importId: string; readonly key: string },
): Promise<Chosen | undefined> {
  const event = await firstRow<{ data: { answer: Chosen } }>(
    database,
    `SELECT data FROM bom_import_events WHERE import_id = $1 AND event_key = $2`,
    [call.importId, choicesKey(call.key)],
  )
  return event?.data.answer
}

/** How the event is called that holds the answer of a call. */
export function choicesKey(key: string): string {
  return `choices:${key}`
}
