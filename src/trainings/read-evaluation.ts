import type { Outcome } from './problem.ts'
import type { ColdAnswer, HotAnswer, Note } from './schema.ts'
import { typedForm } from './typed-text.ts'

/** Words of the notes in the form, from 1 to 4. */
const NOTES = ['1', '2', '3', '4'] as const

const LONGEST_WORDS = 1_000
/** Consultations that a small firm may have answered in four months. */
const MOST_ANSWERS = 200

/** What somebody thinks of the session on the day. */
export function readHot(form: URLSearchParams): Outcome<{ answer: HotAnswer }> {
  const typed = typedForm(form)
  const note = typed.word('satisfaction', NOTES)
  const ready = typed.word('pret', ['oui', 'non'])
  const words = typed.text('mot', LONGEST_WORDS, 'optional')
  if (typed.problems.length > 0 || note === null || ready === null)
    return { ok: false, problems: typed.problems }
  return {
    ok: true,
    answer: { satisfaction: Number(note) as Note, ready: ready === 'oui', words },
  }
}

/** What became of it four months later: « Avez-vous répondu à une consultation ? Combien ? Obtenu ? » */
export function readCold(form: URLSearchParams): Outcome<{ answer: ColdAnswer }> {
  const typed = typedForm(form)
  const answered = typed.word('repondu', ['oui', 'non'])
  const words = typed.text('mot', LONGEST_WORDS, 'optional')
  const isYes = answered === 'oui'
  const answers = isYes ? typed.whole('combien', 1, MOST_ANSWERS) : 0
  const won = isYes ? typed.whole('obtenus', 0, MOST_ANSWERS) : 0
  if (answers !== null && won !== null && won > answers)
    typed.refuse('obtenus', 'won-above-answers')
  if (typed.problems.length > 0 || answered === null || answers === null || won === null)
    return { ok: false, problems: typed.problems }
  return { ok: true, answer: { answered: isYes, answers, won, words } }
}
