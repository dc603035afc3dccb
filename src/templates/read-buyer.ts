import { checkSiret } from '../partners/siret.ts'
import type { TemplateProblem } from './problem.ts'

export type BuyerRead =
  | { ok: true; buyer: { name: string; siret: string | null } }
  | { ok: false; problems: TemplateProblem[] }

const LONGEST_NAME = 150

/** Reads who a buyer without account is: its name, and its SIRET where that is asked of it. */
export function readBuyer(form: URLSearchParams, asked: 'with-siret' | 'name-only'): BuyerRead {
  const problems: TemplateProblem[] = []
  const name = (form.get('acheteur') ?? '').replaceAll(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim()
  const typed = (form.get('siret') ?? '').trim()
  const siret = typed === '' ? null : checkSiret(typed)
  if (name === '') problems.push({ field: 'acheteur', code: 'missing' })
  if (name.length > LONGEST_NAME) problems.push({ field: 'acheteur', code: 'too-long' })
  if (siret === null && asked === 'with-siret') problems.push({ field: 'siret', code: 'missing' })
  if (siret && !siret.ok) problems.push({ field: 'siret', code: 'siret' })
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, buyer: { name, siret: siret?.ok ? siret.siret : null } }
}
