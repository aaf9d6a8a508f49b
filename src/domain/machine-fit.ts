import type { MaterialPrint, PrintMachine } from './rate-card.js'

/** Box of a part as it lies in the file. */
export interface PartSize {
  readonly x: number
  readonly y: number
  readonly z: number
}

export type MachineFit =
  | { readonly fit: 'fits'; readonly machine: PrintMachine }
  /** machines are large enough, none of them prints the material */
  | { readonly fit: 'material_conflict' }
  | { readonly fit: 'too_big' }

/** The cheapest machine that fits the part and prints the material. Machines are listed cheapest first. */
export function fitMachine(size: PartSize, material: MaterialPrint, machines: readonly PrintMachine[]): MachineFit {
  const fitting = machines.filter((machine) => fitsUpright(size, machine.usableMm))
  const machine = fitting.find(({ word }) => material.machines.includes(word))
  if (machine) return { fit: 'fits', machine }
  return { fit: fitting.length > 0 ? 'material_conflict' : 'too_big' }
}

/** True when any machine can print the part in the orientation of the file, whatever the material. */
export function fitsAnyMachine(size: PartSize, machines: readonly PrintMachine[]): boolean {
  return machines.some((machine) => fitsUpright(size, machine.usableMm))
}

/** True when a part that does not stand on any machine would fit lying down. */
export function fitsOnItsSide({ x, y, z }: PartSize, machines: readonly PrintMachine[]): boolean {
  return fitsAnyMachine({ x, y: z, z: y }, machines) || fitsAnyMachine({ x: z, y, z: x }, machines)
}

/** As uploaded or turned by 90° about the vertical; a part is never laid down on its own. */
function fitsUpright(size: PartSize, usable: PartSize): boolean {
  const isStraight = size.x <= usable.x && size.y <= usable.y
  const isTurned = size.y <= usable.x && size.x <= usable.y
  return size.z <= usable.z && (isStraight || isTurned)
}
