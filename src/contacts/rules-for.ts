/** What of a rule decides whether it holds. */
export interface Conditions {
  employeesFrom: number | null
  employeesBelow: number | null
  /** Keys of places; empty: everywhere. */
  territories: string[]
  /** Calendar days, both included. */
  inForceFrom: string
  inForceUntil: string | null
}

/**
 * The rules among these that hold for a firm on a day, in the order given. A rule for a head count (from, included;
 * below, excluded) or for places also holds where the firm's is not known (null), but is not `certain`.
 */
export function rulesFor<R extends Conditions>(
  rules: R[],
  { keys, headCount, day }: { keys: string[] | null; headCount: number | null; day: string },
): { rule: R; certain: boolean }[] {
  return rules.flatMap((rule) => {
    if (!isInForce(rule, day)) return []
    const bySize = holdsForSize(rule, headCount)
    const byPlace =
      rule.territories.length === 0
        ? true
        : keys && rule.territories.some((key) => keys.includes(key))
    return bySize === false || byPlace === false
      ? []
      : [{ rule, certain: bySize !== null && byPlace !== null }]
  })
}

/** Whether a rule is in force on a day (2026-11-22). */
function isInForce(
  { inForceFrom, inForceUntil }: Pick<Conditions, 'inForceFrom' | 'inForceUntil'>,
  day: string,
): boolean {
  return inForceFrom <= day && (inForceUntil === null || day <= inForceUntil)
}

/** Null where it depends on a head count that is not known. */
function holdsForSize(
  { employeesFrom, employeesBelow }: Conditions,
  headCount: number | null,
): boolean | null {
  if (employeesFrom === null && employeesBelow === null) return true
  if (headCount === null) return null
  return (
    (employeesFrom === null || headCount >= employeesFrom) &&
    (employeesBelow === null || headCount < employeesBelow)
  )
}
