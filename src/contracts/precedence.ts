import type { ContractFacts, ContractSupplier } from './facts.ts'

export type Origin = 'board' | 'decp' | 'correction'

/**
 * The table of precedence: what a buyer corrects wins over essential data, these over what notices on the board say; of
 * two records of one origin the newer one. Null never hides what another knows.
 */
export const STRENGTH: Record<Origin, number> = { correction: 3, decp: 2, board: 1 }

/** What one record says, and since when. */
export interface StatedContract {
  id: number
  origin: Origin
  facts: ContractFacts
  changedAt: Date
}

export type ContractField = Exclude<keyof ContractFacts, 'rest'>

export interface MergedContract {
  facts: ContractFacts
  /** The record that each known field is taken from. */
  from: Partial<Record<ContractField, number>>
}

/** Every field that is shown, in the order in which pages show them. */
export const CONTRACT_FIELDS = [
  'number',
  'buyerSiret',
  'buyerName',
  'nature',
  'object',
  'cpv',
  'category',
  'procedure',
  'amount',
  'notifiedOn',
  'publishedOn',
  'months',
  'placeDepartement',
  'bids',
  'smeBids',
  'irregularBids',
  'advance',
  'advanceRate',
  'subcontracting',
  'grouping',
  'social',
  'environmental',
  'innovative',
  'suppliers',
  'modifications',
  'subcontracts',
] as const satisfies ContractField[]

/**
 * What all records of a contract say together, each field taken whole from the strongest that knows it; to the firms
 * that hold it the others add names and sizes. Null where there is no record.
 */
export function mergeContract(records: StatedContract[]): MergedContract | null {
  const strongest = records.toSorted(
    (one, other) =>
      STRENGTH[other.origin] - STRENGTH[one.origin] ||
      other.changedAt.getTime() - one.changedAt.getTime() ||
      one.id - other.id,
  )
  const [first] = strongest
  if (!first) return null
  const facts = { ...first.facts }
  const from: MergedContract['from'] = {}
  for (const field of CONTRACT_FIELDS) {
    const saying = strongest.find((record) => isKnown(record.facts[field]))
    if (!saying) continue
    from[field] = saying.id
    if (saying !== first) take(facts, field, saying.facts)
  }
  if (strongest.length > 1)
    facts.suppliers = facts.suppliers.map((supplier) => completed(supplier, strongest))
  return { facts, from }
}

function take<K extends ContractField>(facts: ContractFacts, field: K, said: ContractFacts): void {
  facts[field] = said[field]
}

function isKnown(value: ContractFacts[ContractField]): boolean {
  return value !== null && !(Array.isArray(value) && value.length === 0)
}

function completed(supplier: ContractSupplier, records: StatedContract[]): ContractSupplier {
  const same = records
    .flatMap(({ facts }) => facts.suppliers)
    .filter(({ siret }) => siret !== null && siret.slice(0, 9) === supplier.siret?.slice(0, 9))
  const size = supplier.size ?? same.find((each) => each.size !== undefined)?.size
  return {
    ...supplier,
    name: supplier.name ?? same.find(({ name }) => name !== null)?.name ?? null,
    ...(size === undefined ? {} : { size }),
  }
}
