import type { Category } from '../consultations/facts.ts'
import { CPV_CODES } from './cpv-codes.ts'
import { type Finding, found } from './finding.ts'

/**
 * CPV codes, with or without their check digit: each of eight digits and of the vocabulary (regulation (EC) no.
 * 213/2008), and the first, which is the main one, of the contract's category. Additional codes may be of another.
 */
export function checkCpv(asked: { category: Category | null; cpv: string[] }): Finding[] {
  const { category } = asked
  const findings: Finding[] = []
  for (const [index, cpv] of asked.cpv.entries()) {
    const digits = /^(\d{8})(?:-\d)?$/.exec(cpv.trim())?.[1]
    if (digits === undefined) {
      findings.push(found('error', { code: 'cpv-malformed', cpv: cpv.slice(0, 40) }))
      continue
    }
    if (!CPV_CODES.has(digits)) findings.push(found('warning', { code: 'cpv-unknown', cpv }))
    const means = categoryOfCpv(digits)
    if (index === 0 && category !== null && means !== category)
      findings.push(found('warning', { code: 'cpv-of-other-category', cpv, category, means }))
  }
  return findings
}

/** Works begin with 45, services with 49 to 98, and software (48) is a supply. */
export function categoryOfCpv(digits: string): Category {
  const division = Number(digits.slice(0, 2))
  if (division === 45) return 'works'
  return division <= 48 ? 'supplies' : 'services'
}
