/** Row-vector 4×3 matrix as a 3MF writes it: three rows of the linear part, then the shift. */
export type Transform = Float64Array

export const IDENTITY: Transform = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)

/** The transform that does `first` and then `second`. */
export function chain(first: Transform, second: Transform): Transform {
  const result = new Float64Array(12)
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 3; column++) {
      let sum = row === 3 ? (second[9 + column] as number) : 0
      for (let k = 0; k < 3; k++) sum += (first[3 * row + k] as number) * (second[3 * k + column] as number)
      result[3 * row + column] = sum
    }
  }
  return result
}

/** The transform that only changes size. */
export function scaling(factor: number): Transform {
  return Float64Array.of(factor, 0, 0, 0, factor, 0, 0, 0, factor, 0, 0, 0)
}

/** True when the transform mirrors, which turns faces inside out. */
export function isMirroring(t: Transform): boolean {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = t
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) < 0
}

/** Writes the transformed points to `target`, beginning at coordinate `at`. */
export function transformPoints(points: Float64Array, t: Transform, goal: { target: Float64Array; at: number }): void {
  const { target, at } = goal
  for (let k = 0; k < points.length; k += 3) {
    const x = points[k] as number
    const y = points[k + 1] as number
    const z = points[k + 2] as number
    for (let axis = 0; axis < 3; axis++) {
      const linear = x * (t[axis] as number) + y * (t[3 + axis] as number) + z * (t[6 + axis] as number)
      target[at + k + axis] = linear + (t[9 + axis] as number)
    }
  }
}
