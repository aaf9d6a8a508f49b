/**
 * A guard has stopped reading. It knows neither models nor parts lists: whoever reads one says it in words of his own. The
 * `reason` ends a sentence that begins with "the file cannot be used:".
 */
export class UnsafeFile extends Error {
  override readonly name = 'UnsafeFile'
  readonly danger: Danger
  readonly reason: string
  /** what was counted when a limit was passed */
  readonly found: number

  constructor(danger: Danger, reason: string, found = 0) {
    super(reason)
    this.danger = danger
    this.reason = reason
    this.found = found
  }
}

export type Danger =
  | 'zip_unsafe'
  | 'zip_encrypted'
  | 'zip_entries'
  | 'zip_inflated'
  | 'zip_ratio'
  | 'zip_part_missing'
  | 'xml_unsafe'
  | 'xml_broken'
