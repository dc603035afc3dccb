/** A place in a list by instants, then by keys: what stands after it or before it. */
export interface InstantCursor {
  direction: 'after' | 'before'
  at: Date
  id: number
}

/** The place that a link of ours carries under `apres` or `avant`; null for anything else: the list's beginning. */
export function readInstantCursor(word: string, value: string): InstantCursor | null {
  const [, at, id] = /^(\d{1,13})_(\d{1,9})$/.exec(value) ?? []
  if (at === undefined) return null
  const direction = word === 'apres' ? 'after' : 'before'
  return { direction, at: new Date(Number(at)), id: Number(id) }
}

/** The word and the value that carry a place. */
export function cursorWord({ direction, at, id }: InstantCursor): [word: string, value: string] {
  return [direction === 'after' ? 'apres' : 'avant', `${at.getTime()}_${id}`]
}

/** A page of `size` rows out of those found beyond a place, one more than it where others follow; in the list's order. */
export function pageOf<Row extends { id: number }>(
  found: Row[],
  size: number,
  cursor: InstantCursor | null,
  instantOf: (row: Row) => Date,
) {
  const backwards = cursor?.direction === 'before'
  const more = found.length > size
  const rows = backwards ? found.slice(0, size).toReversed() : found.slice(0, size)
  const place = (
    direction: InstantCursor['direction'],
    row: Row | undefined,
  ): InstantCursor | null => (row ? { direction, at: instantOf(row), id: row.id } : null)
  return {
    rows,
    next: backwards || more ? place('after', rows.at(-1)) : null,
    previous: (backwards ? more : cursor !== null) ? place('before', rows[0]) : null,
  }
}
