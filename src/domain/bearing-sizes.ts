/**
 * Sizes of deep groove ball bearings in tenths of a millimetre: number, bore, outer diameter, width, and the width with
 * shields or seals where it is another (ISO 15; miniature ones as their makers number them).
 */
const ROWS = `
603 30 90 50|604 40 120 40|605 50 140 50|606 60 170 60|607 70 190 60|608 80 220 70|609 90 240 70
623 30 100 40|624 40 130 50|625 50 160 50|626 60 190 60|627 70 220 70|628 80 240 80|629 90 260 80
633 30 130 50|634 40 160 50|635 50 190 60
682 20 50 15 23|683 30 70 20 30|684 40 90 25 40|685 50 110 30 50|686 60 130 35 50|687 70 140 35 50|688 80 160 40 50
689 90 170 40 50
692 20 60 23 30|693 30 80 30 40|694 40 110 40|695 50 130 40|696 60 150 50|697 70 170 50|698 80 190 60|699 90 200 60
MR52 20 50 20 25|MR62 20 60 25|MR63 30 60 20 25|MR83 30 80 25 30|MR93 30 90 25 40|MR74 40 70 20 25|MR84 40 80 20 30
MR104 40 100 30 40|MR85 50 80 20 25|MR95 50 90 25 30|MR105 50 100 30 40|MR115 50 110 40|MR106 60 100 25 30
MR126 60 120 30 40|MR117 70 110 25 30|MR137 70 130 30 40|MR128 80 120 25 35|MR148 80 140 35 40
6700 100 150 30 40|6701 120 180 40|6702 150 210 40|6703 170 230 40|6704 200 270 40|6705 250 320 40|6706 300 370 40
6707 350 440 50|6708 400 500 60|6709 450 550 60|6710 500 620 60
6800 100 190 50|6801 120 210 50|6802 150 240 50|6803 170 260 50|6804 200 320 70|6805 250 370 70|6806 300 420 70
6807 350 470 70|6808 400 520 70|6809 450 580 70|6810 500 650 70|6811 550 720 90|6812 600 780 100
6900 100 220 60|6901 120 240 60|6902 150 280 70|6903 170 300 70|6904 200 370 90|6905 250 420 90|6906 300 470 90
6907 350 550 100|6908 400 620 120|6909 450 680 120|6910 500 720 120
16002 150 320 80|16003 170 350 80|16004 200 420 80|16005 250 470 80|16006 300 550 90|16007 350 620 90
16100 100 280 80|16101 120 300 80
6000 100 260 80|6001 120 280 80|6002 150 320 90|6003 170 350 100|6004 200 420 120|6005 250 470 120|6006 300 550 130
6007 350 620 140|6008 400 680 150|6009 450 750 160|6010 500 800 160
6200 100 300 90|6201 120 320 100|6202 150 350 110|6203 170 400 120|6204 200 470 140|6205 250 520 150|6206 300 620 160
6207 350 720 170|6208 400 800 180|6209 450 850 190|6210 500 900 200
6300 100 350 110|6301 120 370 120|6302 150 420 130|6303 170 470 140|6304 200 520 150|6305 250 620 170|6306 300 720 190
6307 350 800 210|6308 400 900 230|6309 450 1000 250|6310 500 1100 270
`

const SIZES: ReadonlyMap<string, BearingSize> = new Map(
  ROWS.split(/[|\n]/)
    .filter((row) => row !== '')
    .map((row) => {
      const [number = '', ...tenths] = row.split(' ')
      const [inner = 0, outer = 0, open = 0, closed = open] = tenths.map((text) => Number(text) * 100)
      return [number, { inner, outer, open, closed }]
    }),
)

/** Of a number without prefix of form or suffix of seals: `625`, `MR63`, `6805`, or `61805`, which is the same. */
export function sizeOfBearing(number: string): BearingSize | undefined {
  return SIZES.get(number.replace(/^61([789]\d\d)$/, '6$1'))
}

/** The number of the only bearing of this size (µm), with seals or without. */
export function bearingOfSize(values: readonly number[]): string | undefined {
  const [inner, outer, width] = values
  const numbers = [...SIZES].flatMap(([number, size]) =>
    size.inner === inner && size.outer === outer && (size.open === width || size.closed === width) ? [number] : [],
  )
  return numbers.length === 1 ? numbers[0] : undefined
}

/** µm */
export interface BearingSize {
  readonly inner: number
  readonly outer: number
  /** width without shields */
  readonly open: number
  readonly closed: number
}
