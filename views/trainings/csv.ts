import type { RegistrationRow } from '../../src/trainings/queries.ts'
import { isoWithOffset } from '../format.ts'

/** Columns of the list of those registered. */
export const REGISTRATION_COLUMNS = [
  'etat',
  'personne',
  'entreprise',
  'siret',
  'courriel',
  'commune',
  'metier',
  'a_deja_repondu',
  'inscrit_le',
  'presence',
]

/** One registration in the order of the columns. */
export function registrationRow(
  row: RegistrationRow,
  tradeLabel: (word: string) => string,
): (string | null)[] {
  return [
    STATUS_WORDS[row.status],
    row.person,
    row.firm,
    row.siret,
    row.email,
    row.commune,
    tradeLabel(row.trade),
    row.answeredBefore ? 'oui' : 'non',
    isoWithOffset(row.registeredAt),
    row.attendance === null ? null : row.attendance === 'present' ? 'présent' : 'absent',
  ]
}

const STATUS_WORDS: Record<RegistrationRow['status'], string> = {
  registered: 'inscrit',
  waiting: 'liste d’attente',
  cancelled: 'annulé',
}
