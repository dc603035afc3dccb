import type { Statements } from '../db/settings.ts'

/** How far the service respects the RGAA, as it must say on every page: not, in part, wholly. */
export type Accessibility = 'none' | 'partial' | 'full'

/** Years that an audit stands for (decree 2019-768, article 6 of the order of 20 September 2019). */
const VALID_YEARS = 3
/** Percents of the criteria from which a service conforms in part. */
const PARTIAL_FROM = 50

/**
 * What an audit lets an operator say of its service: in part from half of the criteria, wholly with all of them. « Not »
 * where there was none, where what is known of it is incomplete, and when it is more than three years old.
 */
export function accessibilityOf(
  { auditDate, auditBy, auditRate }: Pick<Statements, 'auditDate' | 'auditBy' | 'auditRate'>,
  now: Date,
): Accessibility {
  if (auditDate === null || auditBy === null || auditRate === null) return 'none'
  const until = new Date(`${auditDate}T00:00:00Z`)
  until.setUTCFullYear(until.getUTCFullYear() + VALID_YEARS)
  if (now >= until) return 'none'
  const rate = Number(auditRate)
  if (rate === 100) return 'full'
  return rate >= PARTIAL_FROM ? 'partial' : 'none'
}
