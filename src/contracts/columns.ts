import type { ContractFacts, ContractSupplier } from './facts.ts'
import { inOrder } from './modifications.ts'
import type { contracts, contractSuppliers } from './schema.ts'

/** What is computed of a contract from its facts. */
export type ContractColumns = Pick<
  typeof contracts.$inferInsert,
  | 'number'
  | 'buyerSiret'
  | 'buyerName'
  | 'nature'
  | 'object'
  | 'cpv'
  | 'category'
  | 'procedure'
  | 'amount'
  | 'currentAmount'
  | 'notifiedOn'
  | 'year'
  | 'publishedOn'
  | 'months'
  | 'placeDepartement'
  | 'bids'
  | 'smeBids'
  | 'irregularBids'
  | 'advance'
  | 'advanceRate'
  | 'subcontracting'
  | 'grouping'
  | 'social'
  | 'environmental'
  | 'innovative'
  | 'modifications'
>

/** A contract as it stands after its modifications, in the order of their dates. */
export function contractColumns(facts: ContractFacts): ContractColumns {
  const { amount, months } = standing(facts)
  return {
    number: facts.number,
    buyerSiret: facts.buyerSiret,
    buyerName: facts.buyerName,
    nature: facts.nature,
    object: facts.object,
    cpv: facts.cpv,
    category: facts.category,
    procedure: facts.procedure,
    amount: facts.amount,
    currentAmount: amount,
    notifiedOn: facts.notifiedOn,
    year: facts.notifiedOn === null ? null : Number(facts.notifiedOn.slice(0, 4)),
    publishedOn: facts.publishedOn,
    months,
    placeDepartement: facts.placeDepartement,
    bids: facts.bids,
    smeBids: facts.smeBids,
    irregularBids: facts.irregularBids,
    advance: facts.advance,
    advanceRate: facts.advanceRate,
    subcontracting: facts.subcontracting,
    grouping: facts.grouping,
    social: facts.social,
    environmental: facts.environmental,
    innovative: facts.innovative,
    modifications: facts.modifications.length,
  }
}

/** The firms that hold a contract as it stands now, each once, the lead first. */
export function supplierRows(
  contractId: number,
  facts: ContractFacts,
): (typeof contractSuppliers.$inferInsert)[] {
  const seen = new Set<string>()
  const rows: (typeof contractSuppliers.$inferInsert)[] = []
  for (const { siret, id, name, size } of standing(facts).suppliers) {
    const known = siret ?? id ?? name ?? ''
    if (known === '' || seen.has(known)) continue
    seen.add(known)
    rows.push({
      contractId,
      position: rows.length,
      siret,
      siren: siret?.slice(0, 9) ?? null,
      otherId: siret === null ? id : null,
      name,
      sizeSaid: size ?? null,
    })
  }
  return rows
}

interface Standing {
  amount: number | null
  months: number | null
  suppliers: ContractSupplier[]
}

function standing({ amount, months, suppliers, modifications }: ContractFacts): Standing {
  if (modifications.length === 0) return { amount, months, suppliers }
  return inOrder(modifications).reduce<Standing>(
    (before, change) => ({
      amount: change.amount ?? before.amount,
      months: change.months ?? before.months,
      suppliers: change.suppliers?.length ? change.suppliers : before.suppliers,
    }),
    { amount, months, suppliers },
  )
}
