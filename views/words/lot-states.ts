import type { LotFacts, LotOutcome } from '../../src/consultations/facts.ts'
import { numberRanges } from './number-ranges.ts'

/** One lot, several. */
const STATES: Record<LotOutcome['kind'] | 'open', [string, string]> = {
  awarded: ['attribué', 'attribués'],
  unsuccessful: ['infructueux', 'infructueux'],
  abandoned: ['sans suite', 'sans suite'],
  open: ['sans résultat connu', 'sans résultat connu'],
}

/**
 * « lots 1 à 5 attribués, lot 6 infructueux »: what has become of the lots where it is not the same of all; '' where it is,
 * and where nothing is known yet.
 */
export function lotStatesText(lots: LotFacts[]): string {
  const byState = Map.groupBy(lots, (lot) => lot.outcome?.kind ?? 'open')
  if (byState.size < 2) return ''
  return (Object.keys(STATES) as (keyof typeof STATES)[])
    .flatMap((state) => {
      const those = byState.get(state) ?? []
      const [one, several] = STATES[state]
      if (those.length === 0) return []
      const numbers = numberRanges(those.map((lot) => lot.number))
      return [those.length === 1 ? `lot ${numbers} ${one}` : `lots ${numbers} ${several}`]
    })
    .join(', ')
}
