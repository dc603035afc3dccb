import { checkSiret } from '../partners/siret.ts'
import { typedForm } from '../trainings/typed-text.ts'
import type { Outcome } from './problem.ts'

/** What a firm says of itself to have an appointment, and nothing else. */
export interface TypedBooking {
  firm: string
  siret: string | null
  person: string
  email: string
  phone: string | null
  /** What it sells. */
  sells: string
}

/** Reads the form of an appointment; refuses it without the agreement to keep these data. */
export function readBooking(form: URLSearchParams): Outcome<{ typed: TypedBooking }> {
  const typed = typedForm(form)
  const firm = typed.line('entreprise', 150)
  const siretText = typed.line('siret', 40, 'optional')
  const siret = siretText === '' ? null : checkSiret(siretText)
  if (siret && !siret.ok) typed.refuse('siret', `siret-${siret.problem}`)
  const person = typed.line('personne', 100)
  const email = typed.email('courriel')
  const phone = typed.line('telephone', 30, 'optional')
  const sells = typed.text('activite', 500)
  if (form.get('accord') !== 'oui') typed.refuse('accord', 'consent')
  if (typed.problems.length > 0) return { ok: false, problems: typed.problems }
  return {
    ok: true,
    typed: {
      firm,
      siret: siret?.ok ? siret.siret : null,
      person,
      email,
      phone: phone === '' ? null : phone,
      sells,
    },
  }
}
