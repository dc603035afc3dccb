import { nameKey } from '../places/name-key.ts'
import { contractKey } from './decp/key.ts'
import type { ContractFacts, ContractSupplier } from './facts.ts'

/** What a contract is known again by. */
export interface ContractKey {
  /** Buyer and number. */
  base: string
  /** Tells contracts of one buyer under one number apart, as lots often are: `supplier.object.amount`. */
  part: string
}

/**
 * The key of a contract as its facts say it: whose it is and its number there, then who holds it, what it is for and the
 * amount it was first let for. The same facts give the same key in any file, in any order.
 */
export function keyOf(facts: ContractFacts): ContractKey {
  const lead = supplierKey(facts.suppliers[0])
  const object = facts.object === null ? '' : shortHash(nameKey(facts.object))
  const amount = facts.amount === null ? '' : Math.round(facts.amount * 100)
  return { base: contractKey(facts), part: `${lead}.${object}.${amount}` }
}

/** The parts of a part: what a later state of the same contract may have kept. */
export function partsOf(part: string): { lead: string; object: string; amount: string } {
  const [lead = '', object = '', amount = ''] = part.split('.')
  return { lead, object, amount }
}

/** Whom two contracts have in common: the firm's SIREN, else what it is called by. Never holds a dot. */
function supplierKey(supplier: ContractSupplier | undefined): string {
  if (!supplier) return ''
  if (supplier.siret !== null) return supplier.siret.slice(0, 9)
  const written = nameKey(supplier.id ?? supplier.name ?? '')
  return written === '' ? '' : `x${shortHash(written)}`
}

/** Two multiplicative hashes of 32 bits side by side: texts of one buyer under one number are few. */
function shortHash(text: string): string {
  let one = 0x811c9dc5
  let other = 0x9e3779b9
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 0x01000193)
    other = Math.imul(other ^ code, 0x85ebca6b)
    other ^= other >>> 13
  }
  return `${(one >>> 0).toString(36)}${(other >>> 0).toString(36)}`
}
