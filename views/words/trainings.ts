import type { Life } from '../../src/trainings/life.ts'
import type { SessionRefusal } from '../../src/trainings/problem.ts'
import { longDate, plain, plural } from '../format.ts'

/** Where a training or a session stands (users.md 7.3). */
export const LIFE_LABELS: Record<Life, string> = {
  need: 'Besoin recensé',
  design: 'En conception',
  dropped: 'Abandonnée',
  planned: 'Programmée',
  open: 'Inscriptions ouvertes',
  closed: 'Inscriptions closes',
  confirmed: 'Confirmée',
  postponed: 'Reportée',
  cancelled: 'Annulée',
  over: 'Passée',
  held: 'Réalisée',
  evaluated: 'Évaluée à chaud',
  'evaluated-later': 'Évaluée à froid',
  balance: 'Bilan publié',
}

/** Why nobody can register for a session now. */
export const REFUSAL_SENTENCES: Record<SessionRefusal, string> = {
  'not-open-yet': 'Les inscriptions ne sont pas encore ouvertes.',
  closed: 'Les inscriptions sont closes.',
  cancelled: 'Cette session est annulée.',
  over: 'Cette session est passée.',
}

/** What each part of a training is called, in the order of its page. */
export const PART_LABELS = {
  need: 'Besoin',
  aims: 'Objectifs',
  programme: 'Programme',
  audience: 'Public',
  prerequisites: 'Prérequis',
  length: 'Durée',
  trainers: 'Formateurs',
  cost: 'Coût et financement',
  price: 'Prix pour l’entreprise',
  access: 'Accueil des personnes handicapées',
} as const

/** Notes of the evaluation of the day, from 1 to 4. */
export const NOTE_LABELS = ['Pas du tout', 'Plutôt non', 'Plutôt oui', 'Tout à fait'] as const

export const OTHER_TRADE_LABEL = 'Autre métier'

/** Labels of the trades that people gave, by their words. */
export function tradeLabelIn(trades: { slug: string; label: string }[]): (word: string) => string {
  const labels = new Map(trades.map(({ slug, label }) => [slug, label]))
  return (word) => labels.get(word) ?? OTHER_TRADE_LABEL
}

/** What was just done with a training or a session, by the word in the address. */
export const TRAINING_DONE = {
  ajoutee: 'La formation est ajoutée.',
  modifiee: 'Les changements sont enregistrés.',
  abandonnee: 'La formation est marquée comme abandonnée.',
  supports: 'Les supports sont publiés.',
  bilan: 'Le bilan est publié.',
  programmee: 'La session est programmée. Les inscriptions ne sont pas encore ouvertes.',
  ouverte: 'Les inscriptions sont ouvertes.',
  close: 'Les inscriptions sont closes.',
  confirmee: 'La session est confirmée.',
  reportee: 'La session est reportée.',
  annulee: 'La session est annulée.',
  retiree: 'L’inscription est annulée.',
  presences: 'Les présences sont enregistrées.',
} as const

/** « 3 places libres sur 12 », « Complet : liste d’attente ouverte ». */
export function seatsText({ seats, registered }: { seats: number; registered: number }): string {
  const free = seats - registered
  if (free <= 0) return 'Complet : liste d’attente ouverte'
  return `${plural(free, 'place libre', 'places libres')} sur ${seats}`
}

/** « 4 février », for a title. */
export function dayText(wall: string): string {
  return plain(longDate(wall.slice(0, 10)))
    .replace(/^\S+ /, '')
    .replace(/ \d{4}$/, '')
}

/** The commune that a place ends with: « Narbonne » out of « CCI, 1 avenue de la Gare, 11100 Narbonne ». */
export function townOf(place: string): string {
  return (place.split(/,|–| - /).at(-1) ?? '').replace(/\b\d{5}\b/, '').trim()
}

/** « de 9 h 30 à 12 h 30 » on one day; otherwise until when. */
export function spanText(startsWall: string, endsWall: string): string {
  const hour = (wall: string) => `${Number(wall.slice(11, 13))}\u00A0h\u00A0${wall.slice(14, 16)}`
  const isOneDay = startsWall.slice(0, 10) === endsWall.slice(0, 10)
  return isOneDay
    ? `${longDate(startsWall.slice(0, 10))} de ${hour(startsWall)} à ${hour(endsWall)}`
    : `du ${longDate(startsWall.slice(0, 10))} à ${hour(startsWall)} au ${longDate(endsWall.slice(0, 10))} à ${hour(endsWall)}`
}
