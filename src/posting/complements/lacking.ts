import type { Facts } from '../../consultations/facts.ts'

/** The three things that help firms most and that sources seldom say. */
export const COMPLEMENTS = ['amount', 'lots', 'contact'] as const
export type Complement = (typeof COMPLEMENTS)[number]

/** Which of the three a consultation does not say. */
export function lackingIn(facts: Partial<Facts>): Complement[] {
  const { amount, lots = [], lotCount, divided, contact } = facts
  const lacks: Record<Complement, boolean> = {
    amount: !amount && !lots.some((lot) => lot.amount),
    lots: lots.length === 0 && lotCount === undefined && divided !== false,
    contact: !contact?.phone && !contact?.email,
  }
  return COMPLEMENTS.filter((each) => lacks[each])
}
