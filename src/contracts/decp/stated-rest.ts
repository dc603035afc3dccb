import {
  type ContractField,
  type MergedContract,
  type StatedContract,
  STRENGTH,
} from '../precedence.ts'
import type { Fields } from './contract.ts'

/** What a remainder belongs to: it means something beside the same record's field only. */
const BESIDE: Record<string, ContractField> = {
  acheteur: 'buyerSiret',
  autoriteConcedante: 'buyerSiret',
  nature: 'nature',
  procedure: 'procedure',
  typeGroupementOperateurs: 'grouping',
  lieuExecution: 'placeDepartement',
  considerationsSociales: 'social',
  considerationsEnvironnementales: 'environmental',
  titulaires: 'suppliers',
  concessionnaires: 'suppliers',
  modifications: 'modifications',
  actesSousTraitance: 'subcontracts',
}

/**
 * What no fact holds of several records together: each name from the strongest that has it, or from the record that the
 * fact which it stands beside is taken from.
 */
export function statedRest(records: StatedContract[], from: MergedContract['from']): Fields {
  const strongestLast = records.toSorted(
    (one, other) =>
      STRENGTH[one.origin] - STRENGTH[other.origin] ||
      one.changedAt.getTime() - other.changedAt.getTime() ||
      other.id - one.id,
  )
  return Object.fromEntries(
    strongestLast.flatMap(({ id, facts }) =>
      Object.entries(facts.rest).filter(([name]) => {
        const field = BESIDE[name]
        return field === undefined || from[field] === undefined || from[field] === id
      }),
    ),
  )
}
