import type { ContractFacts, ContractSupplier } from '../../src/contracts/facts.ts'
import type { ContractField } from '../../src/contracts/precedence.ts'
import { euros, longDate, numberText, percent, plural } from '../format.ts'
import { CATEGORY_LABELS } from '../words/categories.ts'
import { AWARD_PROCEDURE_LABELS, GROUPING_LABELS, NATURE_LABELS } from '../words/contracts.ts'
import { SIZE_LABELS } from '../words/sizes.ts'

/** A field of a contract in words; null where it is unknown. */
export function fieldText(field: ContractField, facts: ContractFacts): string | null {
  const said = facts[field]
  if (said === null || (Array.isArray(said) && said.length === 0)) return null
  return TEXTS[field]?.(facts) ?? plainText(said)
}

/** A firm that holds a contract: its name, number and what the buyer says of its size. */
export function supplierText({ name, siret, id, size }: ContractSupplier): string {
  const number = siret === null ? id : `SIRET ${siret}`
  const told = [number, size && SIZE_LABELS[size]].filter((each) => each)
  if (name === null) return told.join(', ') || 'non précisé'
  return told.length === 0 ? name : `${name} (${told.join(', ')})`
}

function plainText(said: unknown): string | null {
  if (typeof said === 'boolean') return said ? 'Oui' : 'Non'
  if (typeof said === 'number') return numberText(said)
  return typeof said === 'string' ? said : null
}

const TEXTS: { [K in ContractField]?: (facts: ContractFacts) => string | null } = {
  nature: ({ nature }) => NATURE_LABELS[nature],
  category: ({ category }) => category && CATEGORY_LABELS[category],
  procedure: ({ procedure }) => procedure && AWARD_PROCEDURE_LABELS[procedure],
  grouping: ({ grouping }) => grouping && GROUPING_LABELS[grouping],
  amount: ({ amount }) => (amount === null ? null : euros(amount)),
  notifiedOn: ({ notifiedOn }) => notifiedOn && longDate(notifiedOn),
  publishedOn: ({ publishedOn }) => publishedOn && longDate(publishedOn),
  months: ({ months }) => (months === null ? null : plural(months, 'mois', 'mois')),
  advanceRate: ({ advanceRate }) =>
    advanceRate === null ? null : percent(Math.round(advanceRate * 1000) / 10),
  suppliers: ({ suppliers }) => suppliers.map(supplierText).join(' ; '),
  modifications: ({ modifications }) =>
    plural(modifications.length, 'modification', 'modifications'),
  subcontracts: ({ subcontracts }) => plural(subcontracts.length, 'acte', 'actes'),
}
