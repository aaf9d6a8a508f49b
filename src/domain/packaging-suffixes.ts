/**
 * What makers add to a part number for the reel, bag or plating: the same part, packed in another way. Only what stands
 * here is ever taken out. The pattern meets the upper-case number without blanks; Yageo writes its reel in the middle.
 */
export const PACKAGING_SUFFIXES: readonly PackagingSuffix[] = [
  { makers: ['nxp', 'nexperia'], pattern: /(?:,|\/T)(?:112|113|115|118|125|127|132|135|147|165|215|235|315|518|551)$/ },
  { makers: ['texas_instruments'], pattern: /(?:R|T)?\/NOPB$/ },
  { makers: ['analog_devices'], pattern: /#(?:TR|TRM)?PBF$/ },
  { makers: ['maxim', 'analog_devices'], pattern: /\+(?:T|TW|TG\d*|U)?$/ },
  { makers: ['onsemi'], pattern: /T[13]G$/ },
  { makers: ['stmicroelectronics'], pattern: /(?<=[A-Z])TR$/ },
  { makers: ['mcc'], pattern: /-TP$/ },
  { makers: ['diodes_inc'], pattern: /-(?:7|13)(?:-F)?$/ },
  { makers: ['yageo'], pattern: /(?<=^(?:RC|RT|AC|RE|RV)\d{4}[A-Z]{2}-)(?:07|10|13)(?=\d{0,3}[RKM]\d{0,3}L?$)/ },
]

export interface PackagingSuffix {
  /** keys of the makers that use it */
  readonly makers: readonly string[]
  readonly pattern: RegExp
}
