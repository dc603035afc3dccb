import type { Facts, LotFacts } from '../../consultations/facts.ts'
import type { Change } from '../../consultations/shown.ts'
import { lotKey } from '../../consultations/lot-key.ts'

/**
 * What was known after each of these notices: what is known now, with what later ones changed put back. A change of mere
 * form (case, spaces) makes no notice: it shows in the earlier states too. Where a notice was told of another consultation,
 * joined to this one since, nothing is put back.
 */
export function statesAfter(
  facts: Partial<Facts>,
  notices: { changes: Change[]; isOwn: boolean }[],
): Partial<Facts>[] {
  const states: Partial<Facts>[] = []
  let state = facts
  for (const { changes, isOwn } of notices.toReversed()) {
    states.push(state)
    if (isOwn) state = changes.toReversed().reduce(before, state)
  }
  return states.toReversed()
}

function before(facts: Partial<Facts>, change: Change): Partial<Facts> {
  const { field, lot } = change
  if (lot === undefined || !field.startsWith('lot.')) return withValue(facts, field, change.before)
  const lots = (facts.lots ?? []).map((each): LotFacts =>
    lotKey(each.number) === lotKey(lot)
      ? withValue(each, field.slice('lot.'.length), change.before)
      : each,
  )
  return { ...facts, lots }
}

function withValue<T extends object>(values: T, name: string, value: unknown): T {
  const others = Object.entries(values).filter(([key]) => key !== name)
  const known = value === null || value === undefined ? [] : [[name, value]]
  return Object.fromEntries([...others, ...known]) as T
}
