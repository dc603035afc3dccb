import type { Rhythm } from '../../src/alerts/schema.ts'

/** Rhythms as they are chosen. */
export const RHYTHM_LABELS: Record<Rhythm, string> = {
  now: 'Dès la parution',
  daily: 'Chaque jour à 7 h',
  weekly: 'Chaque lundi à 7 h',
}

/** The same within a sentence. */
export const RHYTHM_SENTENCES: Record<Rhythm, string> = {
  now: 'dès la parution',
  daily: 'chaque jour à 7 h s’il y a du nouveau',
  weekly: 'chaque lundi à 7 h s’il y a du nouveau',
}
