import { typedForm } from '../trainings/typed-text.ts'
import { readClock } from './clock.ts'
import { joined, type Outcome, type RencontreProblem } from './problem.ts'
import type { programmeItems } from './schema.ts'

export type TypedItem = Pick<
  typeof programmeItems.$inferSelect,
  'fromMinute' | 'toMinute' | 'title' | 'speaker'
>

export const MOST_ITEMS = 20

/** The programme of the plenary, in the order of the clock: lines `heure1`, `fin1`, `sujet1`, `intervenant1`, and so on. */
export function readProgramme(form: URLSearchParams): Outcome<{ items: TypedItem[] }> {
  const typed = typedForm(form)
  const problems: RencontreProblem[] = []
  const items: TypedItem[] = []
  for (let number = 1; number <= MOST_ITEMS; number += 1) {
    const names = ['heure', 'fin', 'sujet', 'intervenant'].map((word) => `${word}${number}`)
    if (names.every((name) => (form.get(name) ?? '').trim() === '')) continue
    const [start = '', end = '', subject = '', who = ''] = names
    const title = typed.line(subject, 200)
    const speaker = typed.line(who, 200, 'optional')
    const fromMinute = readClock(form.get(start) ?? '')
    const endText = (form.get(end) ?? '').trim()
    const toMinute = endText === '' ? null : readClock(endText)
    if (fromMinute === null) problems.push({ field: start, code: 'clock' })
    else if (endText !== '' && toMinute === null) problems.push({ field: end, code: 'clock' })
    else if (toMinute !== null && toMinute <= fromMinute)
      problems.push({ field: end, code: 'span' })
    else items.push({ fromMinute, toMinute, title, speaker })
  }
  const all = joined(typed, ...problems)
  if (all.length > 0) return { ok: false, problems: all }
  return {
    ok: true,
    items: items.toSorted((one, other) => one.fromMinute - other.fromMinute),
  }
}
