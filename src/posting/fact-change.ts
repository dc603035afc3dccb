import { type FactName, factNames, type Facts } from '../consultations/facts.ts'

/** Facts that are stated from now on; undefined: no longer stated. */
export type FactChange = { [K in FactName]?: Facts[K] | undefined }

/** The facts as they will be, as far as nobody else says otherwise. */
export function changedFacts(facts: Partial<Facts>, change: FactChange): Partial<Facts> {
  const changed: FactChange = { ...facts, ...change }
  for (const name of factNames(changed)) if (changed[name] === undefined) delete changed[name]
  return changed as Partial<Facts>
}
