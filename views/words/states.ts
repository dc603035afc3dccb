import type { Facts } from '../../src/consultations/facts.ts'
import type { State } from '../../src/consultations/filter.ts'
import type { Tag } from '../../src/consultations/shown.ts'

/** As choices of the filter. */
export const STATE_LABELS: Record<State | 'all', string> = {
  open: 'En cours',
  planned: 'À venir',
  ended: 'Remise des offres terminée',
  awarded: 'Attribuée',
  abandoned: 'Déclarée sans suite',
  unsuccessful: 'Infructueuse',
  withdrawn: 'Avis annulé',
  all: 'Toutes',
}

/** On a card, beside « Nouveau ». */
export const TAG_LABELS: Record<Tag, string> = {
  'last-day': 'Dernier jour',
  'deadline-moved': 'Date reportée',
  changed: 'Modifiée',
  withdrawn: 'Avis annulé',
  abandoned: 'Sans suite',
  unsuccessful: 'Infructueuse',
  restarted: 'Relancée',
  ended: 'Terminée',
  awarded: 'Attribuée',
}

/** What a source says has become of the procedure. */
export const STATUS_LABELS: Record<Facts['status'], string> = {
  planned: 'À venir',
  active: 'En cours',
  withdrawn: 'Avis annulé',
  abandoned: 'Sans suite',
  unsuccessful: 'Infructueuse',
  awarded: 'Attribuée',
}
