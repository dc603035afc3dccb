import type { ContractModification } from './facts.ts'

/** By the day they were notified, else published; those without a day stay where their number puts them. */
export function inOrder(modifications: ContractModification[]): ContractModification[] {
  let latest = ''
  const dated = modifications.map((change, position) => {
    const day = change.notifiedOn ?? change.publishedOn
    if (day !== null && day > latest) latest = day
    return { change, day: day ?? latest, position }
  })
  return dated
    .toSorted((one, other) => one.day.localeCompare(other.day) || one.position - other.position)
    .map(({ change }) => change)
}
