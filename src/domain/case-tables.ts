/** Names that are followed or preceded by the number of pins, and the one name of each. */
export const COUNTED: Readonly<Record<string, string>> = {
  SO: 'soic',
  SOIC: 'soic',
  SOICN: 'soic',
  SOP: 'soic',
  SOICW: 'soic-w',
  SOW: 'soic-w',
  ESOP: 'hsoic',
  ESOIC: 'hsoic',
  HSOIC: 'hsoic',
  HSOP: 'hsoic',
  SSOP: 'ssop',
  ESSOP: 'hssop',
  QSOP: 'qsop',
  TSSOP: 'tssop',
  HTSSOP: 'htssop',
  ETSSOP: 'htssop',
  MSOP: 'msop',
  USOP: 'msop',
  UMAX: 'msop',
  HMSOP: 'hmsop',
  EMSOP: 'hmsop',
  VSSOP: 'vssop',
  HVSSOP: 'hvssop',
  TSOP: 'tsop',
  QFP: 'qfp',
  LQFP: 'lqfp',
  TQFP: 'tqfp',
  HTQFP: 'htqfp',
  QFN: 'qfn',
  VQFN: 'qfn',
  WQFN: 'qfn',
  UQFN: 'qfn',
  UFQFPN: 'qfn',
  TQFN: 'qfn',
  SQFN: 'qfn',
  HVQFN: 'qfn',
  LFCSP: 'qfn',
  DFN: 'dfn',
  TDFN: 'dfn',
  UDFN: 'dfn',
  VDFN: 'dfn',
  WDFN: 'dfn',
  PDFN: 'pdfn',
  SON: 'son',
  WSON: 'son',
  VSON: 'son',
  USON: 'son',
  HWSON: 'son',
  DIP: 'dip',
  PDIP: 'dip',
  CDIP: 'dip',
  DIL: 'dip',
  SIP: 'sip',
  MULTIWATT: 'multiwatt',
  PLCC: 'plcc',
  BGA: 'bga',
  FBGA: 'bga',
  TFBGA: 'bga',
  LGA: 'lga',
  WLCSP: 'wlcsp',
  DSBGA: 'wlcsp',
}

/** Names in which the number is part of the name (JEDEC, JEITA): only these are cases. */
export const NUMBERED: ReadonlySet<string> = new Set(
  (
    'sot-23 tsot-23 sot-25 sot-26 tsot-25 tsot-26 sot-89 sot-143 sot-223 sot-323 sot-343 sot-346 sot-353 sot-363 sot-404 ' +
    'sot-416 sot-428 sot-457 sot-523 sot-553 sot-563 sot-583 sot-663 sot-666 sot-669 sot-723 sot-753 sot-883 sot-886 ' +
    'sc-70 sc-74 sc-74a sc-75 sc-76 sc-79 sc-88 sc-88a sc-89 ' +
    'sod-80 sod-80c sod-123 sod-123f sod-123fl sod-128 sod-323 sod-323f sod-523 sod-882 sod-923 ' +
    'do-15 do-27 do-35 do-41 do-201 do-201ad do-204ah do-204al do-213aa do-213ab do-214aa do-214ab do-214ac do-219ab ' +
    'do-221ac to-3 to-3p to-5 to-18 to-39 to-92 to-126 to-220 to-220ab to-220f ito-220 ito-220ab to-236 to-236ab to-243 to-247 to-251 ' +
    'to-252 to-252aa to-261 to-261aa to-262 to-263 to-263ab to-264 to-268 ll-34'
  ).split(' '),
)

/** Other names of the same case. */
export const SAME: Readonly<Record<string, string>> = {
  'sot-25': 'sot-23-5',
  'sot-26': 'sot-23-6',
  'sot-753': 'sot-23-5',
  'sot-457': 'sot-23-6',
  'sc-74': 'sot-23-6',
  'sc-74a': 'sot-23-5',
  'tsot-25': 'tsot-23-5',
  'tsot-26': 'tsot-23-6',
  'to-236': 'sot-23',
  'to-236ab': 'sot-23',
  'sc-70': 'sot-323',
  'sc-70-5': 'sot-353',
  'sc-70-6': 'sot-363',
  'sot-323-5': 'sot-353',
  'sot-323-6': 'sot-363',
  'sc-88': 'sot-363',
  'sc-88a': 'sot-353',
  'sc-75': 'sot-416',
  'sc-89': 'sot-523',
  'to-243': 'sot-89',
  'to-261': 'sot-223',
  'to-261aa': 'sot-223',
  'sc-76': 'sod-323',
  'sc-79': 'sod-523',
  'sod-123fl': 'sod-123f',
  'sod-80c': 'sod-80',
  'll-34': 'sod-80',
  'do-213aa': 'sod-80',
  'do-213ab': 'melf',
  'do-27': 'do-201',
  'do-201ad': 'do-201',
  'do-204ah': 'do-35',
  'do-204al': 'do-41',
  'do-214aa': 'smb',
  'do-214ab': 'smc',
  'do-214ac': 'sma',
  'do-219ab': 'smf',
  'do-221ac': 'smaf',
  'to-220ab': 'to-220',
  'ito-220': 'to-220f',
  'ito-220ab': 'to-220f',
  'to-252aa': 'to-252',
  'sot-428': 'to-252',
  'to-263ab': 'to-263',
  'sot-404': 'to-263',
}

/** Pins that a name has anyway: SOT-23-3 is SOT-23. */
export const OWN_PINS: Readonly<Record<string, readonly string[]>> = {
  'sot-353': ['5'],
  'sot-553': ['5'],
  'sot-363': ['6'],
  'sot-563': ['6'],
  'sot-666': ['6'],
  'sot-223': ['3', '4'],
  'sot-143': ['4'],
  'sot-343': ['4'],
  'to-252': ['2', '3'],
  'to-263': ['2', '3'],
}
/** Pins of all other names that have no number of their own. */
export const USUAL_PINS: readonly string[] = ['2', '3']

/** Names of letters alone. */
export const NAMED: Readonly<Record<string, string>> = {
  SMA: 'sma',
  SMAF: 'smaf',
  SMB: 'smb',
  SMBF: 'smbf',
  SMC: 'smc',
  SMF: 'smf',
  MELF: 'melf',
  MINIMELF: 'sod-80',
  DPAK: 'to-252',
  D2PAK: 'to-263',
  DDPAK: 'to-263',
  IPAK: 'to-251',
  MBS: 'mbs',
}

/** Cases of tantalum capacitors (EIA-535): the metric size and its letter. */
export const TANTALUM: Readonly<Record<string, string>> = {
  '3216': 'case-a',
  '3528': 'case-b',
  '6032': 'case-c',
  '7343': 'case-d',
}
