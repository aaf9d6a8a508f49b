/** How sure the bounds are. */
const CONFIDENCE = 0.95
const HALVINGS = 50

/** One-sided lower bound of a share by Clopper and Pearson: seen `count` times of `of`, it is at least this with 95 %. */
export function lowerBound(count: number, of: number): number {
  if (count === 0) return 0
  return solve((share) => 1 - atMostSeen(count - 1, of, share) > 1 - CONFIDENCE)
}

/** One-sided upper bound of a share: with 95 % it is at most this. */
export function upperBound(count: number, of: number): number {
  return 1 - lowerBound(of - count, of)
}

/** The share at which a rising condition begins to hold. */
function solve(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2
    if (holds(middle)) high = middle
    else low = middle
  }
  return low
}

/** Probability of at most `most` hits in `of` trials; in logarithms, for powers of small shares vanish otherwise. */
function atMostSeen(most: number, of: number, share: number): number {
  let sum = 0
  let logOfWays = 0
  for (let hits = 0; hits <= most; hits += 1) {
    if (hits > 0) logOfWays += Math.log((of - hits + 1) / hits)
    sum += Math.exp(logOfWays + hits * Math.log(share) + (of - hits) * Math.log1p(-share))
  }
  return sum
}
