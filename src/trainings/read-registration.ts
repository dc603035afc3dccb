import type { Outcome } from './problem.ts'
import { type TypedFirm, typedFirm, typedForm } from './typed-text.ts'

/** What somebody says of themselves to come to a session: what users.md 7.3 asks, and nothing else. */
export interface TypedRegistration extends TypedFirm {
  commune: string
  /** A trade's word, or `autre`. */
  trade: string
  answeredBefore: boolean
}

/** The trade of who finds theirs in no list. */
export const OTHER_TRADE = 'autre'

/** Reads the form of a registration; refuses it without the agreement to keep these data. */
export function readRegistration(
  form: URLSearchParams,
  trades: readonly string[],
): Outcome<{ typed: TypedRegistration }> {
  const typed = typedForm(form)
  const who = typedFirm(typed)
  const commune = typed.line('commune', 80)
  const trade = typed.word('metier', [...trades, OTHER_TRADE])
  const before = typed.word('deja', ['oui', 'non'])
  if (form.get('accord') !== 'oui') typed.refuse('accord', 'consent')
  if (typed.problems.length > 0 || trade === null || before === null)
    return { ok: false, problems: typed.problems }
  return {
    ok: true,
    typed: {
      ...who,
      commune,
      trade,
      answeredBefore: before === 'oui',
    },
  }
}
