import type { ActionStatus } from '../actions/schema.ts'

/** Columns of a file of actions, in the order in which they are exported. */
export const COLUMNS = [
  'external_id',
  'titre',
  'description',
  'axe',
  'groupe',
  'pilote',
  'partenaires',
  'debut',
  'echeance',
  'budget_ht',
  'indicateur',
  'unite',
  'cible',
  'statut',
  'motif',
  'justificatif',
  'justificatif_titre',
  'justificatif_date',
] as const

export type Column = (typeof COLUMNS)[number]

/** Columns of the public file that say nothing to be read back. */
export const UNREAD = ['en_retard', 'modifiee_le', 'adresse']

/** What several values in one cell are separated by. */
export const MANY = '|'

/** How statuses are written: ours, and the words of other tools. Without accents, in lower case. */
export const STATUS_SPELLINGS: Record<string, ActionStatus> = {
  'a lancer': 'to-launch',
  'non commence': 'to-launch',
  'non commencee': 'to-launch',
  lance: 'launched',
  lancee: 'launched',
  engage: 'launched',
  engagee: 'launched',
  partiel: 'partly-done',
  partielle: 'partly-done',
  'realisee en partie': 'partly-done',
  realise: 'done',
  realisee: 'done',
  tenu: 'done',
  tenue: 'done',
  abandonne: 'abandoned',
  abandonnee: 'abandoned',
}
