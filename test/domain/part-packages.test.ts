import fc from 'fast-check'

import { packageClasses, packageValues } from '../../src/domain/part-packages.js'

function packageOf(text: string): number | string | undefined {
  return packageValues({ fields: [{ field: 'package', text }] })[0]?.value
}

describe('packages have one name each', () => {
  test.each([
    ['0603', '0603'],
    ['01005', '01005'],
    ['2512', '2512'],
    ['C_0603_1608Metric', '0603'],
    ['0603 Metric', '0201'],
    ['0402M', '01005'],
    ['6332M', '2512'],
    ['R0603', '0603'],
    ['SMD0805', '0805'],
    ['0805 SMD', '0805'],
    ['CAP0402', '0402'],
    ['R 0402', '0402'],
    ['LED0603-RD', '0603'],
    ['R_0402_5MIL_DWS', '0402'],
    ['C_0805:2012Metric', '0805'],
    ['RESC1608X55N', '0603'],
    ['49.9R/1%/R0402', '0402'],
    ['10uF,25V,0805', '0805'],
    ['RES SMD 10K OHM 1% 1/10W 0603', '0603'],
    ['R_Array_Convex_4x0603', '4x0603'],
    ['R_0402x4', '4x0402'],
    ['LED-2x0603', '2x0603'],
  ])('the chip %s is %s', (text, name) => {
    expect(packageOf(text)).toBe(name)
  })

  test.each([
    ['SOT23', 'sot-23'],
    ['SOT-23-3_L2.9-W1.6-P1.90-LS2.8-BR', 'sot-23'],
    ['TO-236-3, SC-59, SOT-23-3', 'sot-23'],
    ['SOT23-5', 'sot-23-5'],
    ['SOT-753; SC-74A', 'sot-23-5'],
    ['TSOT-25', 'tsot-23-5'],
    ['SOT-363_SC-70-6', 'sot-363'],
    ['SC-70', 'sot-323'],
    ['SOT-223-4', 'sot-223'],
    ['D_SOD-123', 'sod-123'],
    ['SOD-123FL', 'sod-123f'],
    ['DO-214AC (SMA)', 'sma'],
    ['D_SMA_Handsoldering', 'sma'],
    ['DO-214AA', 'smb'],
    ['MiniMELF DO-213AA', 'sod-80'],
    ['DO-204AL', 'do-41'],
    ['R_Axial_DIN0207_L6.3mm_D2.5mm_P10.16mm_Horizontal', 'axial'],
    ['CP_Radial_D5.0mm_P2.00mm', 'radial'],
    ['Crystal_HC49-U_Vertical', 'hc-49'],
    ['HC-49/US', 'hc-49'],
    ['HC-49S', 'hc-49'],
    ['HC49SMD', 'hc-49-smd'],
    ['HC-49/S-SMD', 'hc-49-smd'],
    ['TO-220-3', 'to-220'],
    ['TO220AB', 'to-220'],
    ['ITO-220', 'to-220f'],
    ['TO-252-2', 'to-252'],
    ['D2PAK', 'to-263'],
    ['D2PAK-5', 'to-263-5'],
    ['PG-TO-263-5_L10.2', 'to-263-5'],
    ['SO-8', 'soic-8'],
    ['SOIC-8_L4.9-W3.9-P1.27', 'soic-8'],
    ['8-SOIC (0.154", 3.90mm Width)', 'soic-8'],
    ['SOIC-8_5.23x5.23mm_P1.27mm', 'soic-8-208mil'],
    ['ESOP-8', 'hsoic-8'],
    ['TSSOP-14_4.4x5mm_P0.65mm', 'tssop-14'],
    ['SC18IS602B_TSSOP16', 'tssop-16'],
    ['VQFN-32', 'qfn-32'],
    ['QFN32_EP(33)_5.00x5.00x0.90mm', 'qfn-32'],
    ['Si5351C_20QFN', 'qfn-20'],
    ['LQFP48', 'lqfp-48'],
    ['PDIP-08', 'dip-8'],
    ['8 pin DIP', 'dip-8'],
    ['D_DFN1006-2L', 'dfn1006-2'],
    ['CP_EIA-3528-21_Kemet-B', 'case-b'],
    ['C_CASE-A-3216-18(mm)', 'case-a'],
  ])('the case %s is %s', (text, name) => {
    expect(packageOf(text)).toBe(name)
  })

  test.each([
    'L_1008_1210',
    'D_SMB-SMC_Universal_Handsoldering',
    'SMD 1210 or 1812',
    'Through-hole',
    'QFN',
    'RC0603FR-0710KL',
    'up to 92 pieces',
    '1210 Ω',
    '10.0603',
    'PowerPAK_SO-8_Single',
    'M25P40-VMN6TPB_SO8N',
    'CRYSTAL-SMD_L5.0-W3.2',
  ])('%s names no package, or two', (text) => {
    expect(packageOf(text)).toBeUndefined()
  })

  test('a field for packages is believed before any other, and the place is told', () => {
    const fields = [
      { field: 'name', text: '100n 0402' },
      { field: 'package', text: 'C_0603' },
    ]
    expect(packageValues({ fields })).toEqual([
      { name: 'package', value: '0603', span: { field: 'package', start: 0, end: 6 } },
    ])
  })

  test('letters before a chip size tell the class', () => {
    const classesOf = (text: string) => packageClasses({ fields: [{ field: 'package', text }] })
    expect(classesOf('C_0603_1608Metric')).toEqual(['capacitor'])
    expect(classesOf('RES0402')).toEqual(['resistor'])
    expect(classesOf('L0805')).toEqual(['inductor', 'ferrite'])
    expect(classesOf('LED_0603')).toEqual(['led'])
    expect(classesOf('0603')).toEqual([])
  })

  test('any text gives an answer', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void packageOf(text)))
  })
})
