import * as z from 'zod'

export interface TypedPerson {
  /** In lower case. */
  email: string
  /** On one line. */
  name: string
}

const email = z.email().max(254)

/** A person as a form names one (`courriel`, `nom`); else which of the two is wrong. */
export function readPerson(
  form: URLSearchParams,
): { ok: true; person: TypedPerson } | { ok: false; wrong: ('courriel' | 'nom')[] } {
  const address = email.safeParse((form.get('courriel') ?? '').trim().toLowerCase())
  const name = lineOf(form.get('nom'))
  const wrong: ('courriel' | 'nom')[] = []
  if (!address.success) wrong.push('courriel')
  if (name === '' || name.length > 100) wrong.push('nom')
  return address.success && wrong.length === 0
    ? { ok: true, person: { email: address.data, name } }
    : { ok: false, wrong }
}

/** What was typed into one line: control characters and repeated spaces are one space. */
export function lineOf(typed: string | null): string {
  return (typed ?? '').replaceAll(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim()
}
