import { buyerKey } from '../../partners/buyer-key.ts'
import type { Basis, BuyerName, LotFacts } from '../facts.ts'
import type { Statement } from './precedence.ts'

/** A list that several records tell, and what of it does not come from the first of them. */
export interface MergedList<T> {
  value: T[]
  parts: PartOrigin[]
}

export interface PartOrigin {
  /** Number of the lot, or name of the buyer. */
  of: string
  /** Absent: the whole lot, or the buyer. */
  field?: keyof LotFacts
  recordId: number
  basis: Basis
}

/**
 * Who buys, out of what several records tell, the strongest first. Those who buy together (« groupement de commandes »)
 * are often named one by each source: a buyer is added where a record speaks of a group or where its SIREN is another's.
 * A name alone adds nobody: it is the same body in other words. Null where nobody is named.
 */
export function mergeBuyers(statements: Statement<BuyerName[]>[]): MergedList<BuyerName> | null {
  const [first] = statements
  if (!first) return null
  const parts: PartOrigin[] = []
  let value = first.reading.value
  for (const { record, reading } of statements.slice(1))
    for (const named of reading.value) {
      const known = value.find((each) => isSame(each, named))
      if (known) {
        if (named.coordinator && !value.some((each) => each.coordinator))
          value = value.map((each) => (each === known ? { ...each, coordinator: true } : each))
      } else if (isGroup(reading.value) || isGroup(value) || isAnother(named, value)) {
        const coordinates = named.coordinator && !value.some((each) => each.coordinator)
        value = [...value, { ...named, coordinator: coordinates }]
        parts.push({ of: named.name, recordId: record.id, basis: reading.basis })
      }
    }
  return { value, parts }
}

function isSame(one: BuyerName, other: BuyerName): boolean {
  const [siren, otherSiren] = [sirenOf(one), sirenOf(other)]
  return siren !== null && otherSiren !== null
    ? siren === otherSiren
    : buyerKey(one.name) === buyerKey(other.name)
}

function isGroup(buyers: BuyerName[]): boolean {
  return buyers.length > 1 || buyers.some((buyer) => buyer.coordinator)
}

function isAnother(buyer: BuyerName, known: BuyerName[]): boolean {
  return sirenOf(buyer) !== null && known.every((each) => sirenOf(each) !== null)
}

/** The legal body: the first nine figures. Its establishments are one buyer here. */
function sirenOf({ siret }: BuyerName): string | null {
  return /^\d{9}/.exec(siret?.replaceAll(/\s/g, '') ?? '')?.[0] ?? null
}
