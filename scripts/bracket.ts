/** An L-bracket of 60 × 40 × 25 mm and 5 mm thick, as a binary STL: what the demo and the smoke sequence upload. */
export function bracketStl(): Buffer {
  const triangles = [...sides(), ...caps()]
  const stl = Buffer.alloc(84 + 50 * triangles.length)
  stl.write('L-bracket, millimetres')
  stl.writeUInt32LE(triangles.length, 80)
  triangles.forEach((triangle, index) => {
    triangle.flat().forEach((value, at) => stl.writeFloatLE(value, 84 + 50 * index + 12 + 4 * at))
  })
  return stl
}

type Point = readonly [number, number, number]
type Triangle = readonly [Point, Point, Point]

const WIDTH = 25
/** Counter-clockwise; it begins at the inner corner, from which every other corner can be seen. */
const PROFILE = [
  [5, 5],
  [5, 40],
  [0, 40],
  [0, 0],
  [60, 0],
  [60, 5],
] as const

function corner(index: number, y: number): Point {
  const [x, z] = PROFILE[index % PROFILE.length] ?? PROFILE[0]
  return [x, y, z]
}

function sides(): Triangle[] {
  return PROFILE.flatMap((_, index): Triangle[] => {
    const [a, b] = [corner(index, 0), corner(index + 1, 0)]
    const [c, d] = [corner(index, WIDTH), corner(index + 1, WIDTH)]
    return [
      [a, c, b],
      [b, c, d],
    ]
  })
}

function caps(): Triangle[] {
  const fan = Array.from({ length: PROFILE.length - 2 }, (_, index) => index + 1)
  return fan.flatMap((index): Triangle[] => [
    [corner(0, 0), corner(index, 0), corner(index + 1, 0)],
    [corner(0, WIDTH), corner(index + 1, WIDTH), corner(index, WIDTH)],
  ])
}
