/** A set of SIREN or SIRET that takes eight bytes each: digits, all of one length. */
export interface NumberSet {
  has(number: string): boolean
}

/** The set of these numbers, some named more than once perhaps. */
export function numberSet(parts: Float64Array[]): NumberSet {
  const sorted = new Float64Array(parts.reduce((total, { length }) => total + length, 0))
  let at = 0
  for (const part of parts) {
    sorted.set(part, at)
    at += part.length
  }
  sorted.sort()
  return { has: (number) => includes(sorted, Number(number)) }
}

function includes(sorted: Float64Array, wanted: number): boolean {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return sorted[low] === wanted
}
