/** Whole numbers that belong to the same groups. */
export interface Bucket {
  groups: number[]
  values: number[]
}

/**
 * Of each group, for each number of tenths, the least value that so many tenths of its values do not exceed: a value
 * that occurs (percentile_disc); null of a group without any. All are sorted once, whatever the number of groups that
 * each belongs to: values times buckets must stay below 2^53.
 */
export function percentiles(
  buckets: readonly Bucket[],
  groupCount: number,
  tenths: readonly number[],
): (number | null)[][] {
  const counts = Array.from({ length: groupCount }, () => 0)
  for (const { groups, values } of buckets)
    for (const group of groups) counts[group] = (counts[group] ?? 0) + values.length
  const ranks = counts.map((count) => tenths.map((each) => Math.ceil((count * each) / 10)))
  const found = counts.map(() => tenths.map((): number | null => null))
  const seen = new Int32Array(groupCount)
  for (const code of sortedCodes(buckets)) {
    const value = Math.floor(code / buckets.length)
    for (const group of buckets[code - value * buckets.length]?.groups ?? []) {
      const rank = (seen[group] ?? 0) + 1
      seen[group] = rank
      const wanted = ranks[group] ?? []
      for (let index = 0; index < wanted.length; index += 1) {
        const own = found[group]
        if (own && wanted[index] === rank) own[index] = value
      }
    }
  }
  return found
}

/** Each value with the place of its bucket in one number, rising by the value. */
function sortedCodes(buckets: readonly Bucket[]): Float64Array {
  const codes = new Float64Array(buckets.reduce((sum, { values }) => sum + values.length, 0))
  let at = 0
  for (const [place, { values }] of buckets.entries())
    for (const value of values) {
      codes[at] = value * buckets.length + place
      at += 1
    }
  return codes.sort()
}
