import type { RencontreFilter } from '../../src/rencontres/filter.ts'
import type { Span } from '../../src/rencontres/grid.ts'
import type { BookingStatus, NewsKind } from '../../src/rencontres/schema.ts'
import { longDate, plural } from '../format.ts'

/** « 9 h 30 », from minutes since midnight. */
export function clockText(minute: number): string {
  return `${Math.floor(minute / 60)}\u00A0h\u00A0${String(minute % 60).padStart(2, '0')}`
}

/** « 9 h 30 à 9 h 45 » */
export function spanText({ from, to }: Span): string {
  return `${clockText(from)} à ${clockText(to)}`
}

/** « mardi 15 décembre 2026, 9 h 00 à 17 h 30 », from two wall times of one day. */
export function dayText(startsWall: string, endsWall: string): string {
  const [from, to] = [startsWall, endsWall].map(
    (wall) => Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16)),
  )
  return `${longDate(startsWall.slice(0, 10))}, ${clockText(from ?? 0)} à ${clockText(to ?? 0)}`
}

/** « 12 créneaux libres sur 40 », « Complet : liste d’attente ouverte » */
export function freeText({ slots, freeSlots }: { slots: number; freeSlots: number }): string {
  if (slots === 0) return 'Sans rendez-vous'
  if (freeSlots === 0) return 'Complet : liste d’attente ouverte'
  return `${plural(freeSlots, 'créneau libre', 'créneaux libres')} sur ${slots}`
}

export const BOOKING_LABELS: Record<BookingStatus, string> = {
  booked: 'Rendez-vous',
  waiting: 'Liste d’attente',
  offered: 'Créneau proposé',
  lapsed: 'Proposition expirée',
  cancelled: 'Annulé',
}

/** How a feed's entry begins. */
export const NEWS_LABELS: Record<NewsKind, string> = {
  published: 'Rencontre annoncée',
  moved: 'REPORT',
  'called-off': 'ANNULATION',
  documents: 'Documents en ligne',
  outcome: 'Bilan',
}

/** How long data are kept, as src/rencontres/erase.ts does it. */
export const KEPT_SENTENCE =
  'Le nom, l’e-mail et le téléphone sont effacés un an après la rencontre (un mois après une annulation) ; le nom de l’entreprise et son SIRET après trois ans, le temps de savoir quelles entreprises sont nouvelles pour l’acheteur.'

/** What was just done at the desk, by the word in the address. */
export const RENCONTRE_DONE = {
  ajoutee: 'La rencontre est enregistrée. Elle ne paraît pas encore.',
  modifiee: 'Les changements sont enregistrés.',
  publiee: 'La rencontre est publiée ; les rendez-vous sont ouverts.',
  reportee: 'La rencontre est reportée. Toutes les entreprises inscrites sont prévenues.',
  annulee: 'La rencontre est annulée. Toutes les entreprises inscrites sont prévenues.',
  supprimee: 'Le brouillon est supprimé.',
  programme: 'Le programme est enregistré.',
  acheteur: 'L’acheteur et ses créneaux sont enregistrés.',
  retire: 'L’acheteur est retiré. Les entreprises qui avaient rendez-vous sont prévenues.',
  'rendez-vous': 'Le rendez-vous est annulé. L’entreprise est prévenue.',
  document: 'Le document est en ligne.',
  'document-retire': 'Le document est retiré.',
  prevenues: 'Les entreprises sont prévenues que les documents sont en ligne.',
  bilan: 'Le bilan est enregistré.',
  presences: 'Les présences et les suites sont enregistrées.',
} as const

/** « Électricité, Ville de Narbonne, par CCI de l’Aude »: what a filter asks; empty where nothing. */
export function describeRencontres({ trade, buyer, organiser }: RencontreFilter): string {
  return [trade?.name, buyer?.name, organiser && `par ${organiser.name}`].filter(Boolean).join(', ')
}

/** The words of addresses of the list, the feeds and the calendar. */
export const RENCONTRE_WORDS = {
  acheteur: { label: 'Acheteur' },
  metier: { label: 'Métier' },
  organisateur: { label: 'Organisateur' },
  quand: { label: 'Date', values: { 'a-venir': 'À venir', passees: 'Passées' } },
}
