/** The dates of a version, from which its state follows. */
export interface VersionDates {
  number: number
  adoptedOn: string | null
  inForceOn: string | null
}

export type VersionState = 'draft' | 'adopted' | 'in-force' | 'replaced'

/** The state of a version on a day (2026-11-22), beside all others: the last that came into force is in force. */
export function stateOn(
  version: VersionDates,
  all: readonly VersionDates[],
  day: string,
): VersionState {
  if (version.inForceOn === null) return 'draft'
  if (version.inForceOn > day) return 'adopted'
  return version.number === inForceOn(all, day)?.number ? 'in-force' : 'replaced'
}

/** The version in force on a day; null where none is yet. Of two of the same day the later one counts. */
export function inForceOn<V extends VersionDates>(all: readonly V[], day: string): V | null {
  const begun = all.filter(({ inForceOn: from }) => from !== null && from <= day)
  return (
    begun.toSorted(
      (a, b) => compare(b.inForceOn ?? '', a.inForceOn ?? '') || b.number - a.number,
    )[0] ?? null
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
