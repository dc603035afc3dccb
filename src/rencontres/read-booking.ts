import { type TypedFirm, typedFirm, typedForm } from '../trainings/typed-text.ts'
import type { Outcome } from './problem.ts'

/** What a firm says of itself to have an appointment, and nothing else. */
export interface TypedBooking extends TypedFirm {
  phone: string | null
  /** What it sells. */
  sells: string
}

/** Reads the form of an appointment; refuses it without the agreement to keep these data. */
export function readBooking(form: URLSearchParams): Outcome<{ typed: TypedBooking }> {
  const typed = typedForm(form)
  const who = typedFirm(typed)
  const phone = typed.line('telephone', 30, 'optional')
  const sells = typed.text('activite', 500)
  if (form.get('accord') !== 'oui') typed.refuse('accord', 'consent')
  if (typed.problems.length > 0) return { ok: false, problems: typed.problems }
  return {
    ok: true,
    typed: {
      ...who,
      phone: phone === '' ? null : phone,
      sells,
    },
  }
}
