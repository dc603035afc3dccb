import * as z from 'zod'
import { checkSiret } from '../partners/siret.ts'
import type { TrainingProblem, TrainingProblemCode } from './problem.ts'

/** Reads the fields of a form one by one and keeps what is wrong with each. */
export interface TypedForm {
  problems: TrainingProblem[]
  /** One line, trimmed. */
  line(field: string, most: number, optional?: 'optional'): string
  /** Several lines, trimmed. */
  text(field: string, most: number, optional?: 'optional'): string
  /** One of these words; null where it is none. */
  word<W extends string>(field: string, words: readonly W[]): W | null
  /** A whole number in this range; null where it is none. */
  whole(field: string, least: number, most: number): number | null
  /** An address of the web; null where it is empty or none. */
  link(field: string): string | null
  /** An e-mail address alone. */
  email(field: string): string
  refuse(field: string, code: TrainingProblemCode): void
}

/** A reader of this form, without problems yet. */
export function typedForm(form: URLSearchParams): TypedForm {
  const problems: TrainingProblem[] = []
  const refuse = (field: string, code: TrainingProblemCode) => {
    if (!problems.some((problem) => problem.field === field)) problems.push({ field, code })
  }
  const text = (field: string, most: number, optional?: 'optional') => {
    const typed = (form.get(field) ?? '').trim()
    if (typed === '' && !optional) refuse(field, 'missing')
    if (typed.length > most) refuse(field, 'too-long')
    return typed
  }
  const line = (field: string, most: number, optional?: 'optional') => {
    const typed = text(field, most, optional)
    if (/[\p{Cc}\u2028\u2029]/u.test(typed)) refuse(field, 'one-line')
    return typed
  }
  return {
    problems,
    refuse,
    text,
    line,
    word(field, words) {
      const typed = form.get(field) ?? ''
      const found = words.find((word) => word === typed)
      if (found === undefined) refuse(field, typed === '' ? 'missing' : 'choice')
      return found ?? null
    },
    whole(field, least, most) {
      const typed = (form.get(field) ?? '').replaceAll(/\s/g, '')
      if (typed === '') refuse(field, 'missing')
      else if (!/^\d{1,6}$/.test(typed) || Number(typed) < least || Number(typed) > most)
        refuse(field, 'number')
      else return Number(typed)
      return null
    },
    link(field) {
      const typed = (form.get(field) ?? '').trim()
      if (typed === '') return null
      if (!WEB_ADDRESS.safeParse(typed).success) refuse(field, 'url')
      return typed
    },
    email(field) {
      const typed = line(field, 254)
      if (typed !== '' && !z.email().safeParse(typed).success) refuse(field, 'email')
      return typed
    },
  }
}

/** Who writes, for which firm. */
export interface TypedFirm {
  firm: string
  siret: string | null
  person: string
  email: string
}

/** What a firm says of itself in any form that it needs no account for. */
export function typedFirm(typed: TypedForm): TypedFirm {
  const firm = typed.line('entreprise', 150)
  const siretText = typed.line('siret', 40, 'optional')
  const siret = siretText === '' ? null : checkSiret(siretText)
  if (siret && !siret.ok) typed.refuse('siret', `siret-${siret.problem}`)
  const person = typed.line('personne', 100)
  const email = typed.email('courriel')
  return { firm, siret: siret?.ok ? siret.siret : null, person, email }
}

const WEB_ADDRESS = z.url({ protocol: /^https?$/, hostname: z.regexes.domain }).max(2_000)
