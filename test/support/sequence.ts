/** Numbers that look random and are the same in every run. */
export function sequence(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** The same things in another order. */
export function shuffled<Thing>(things: readonly Thing[], pick: (below: number) => number): Thing[] {
  const rest = [...things]
  return things.map(() => rest.splice(pick(rest.length), 1)[0] as Thing)
}
