import type { SourceRow } from '../../src/sources/queries.ts'
import { numberText, shortDate, shortMoment } from '../format.ts'

/** Since when a source that answers tells nothing, in a sentence; null where it is not silent. */
export function silenceSentence(
  { state, emptySince, lastNewAt }: SourceRow,
  now: Date,
): string | null {
  if (state === 'empty' && emptySince)
    return `Sans aucune fiche depuis le ${shortMoment(emptySince, now)}.`
  if (state === 'quiet' && lastNewAt)
    return `Rien de nouveau depuis le ${shortDate(lastNewAt)}, plus longtemps que d’ordinaire.`
  return null
}

/** How a source that nobody looks at gets its consultations; null for the others. */
export function manualSentence({ kind, state, lastImport }: SourceRow, now: Date): string | null {
  if (state !== 'manual') return null
  if (kind !== 'file') return 'Saisie par les agents.'
  if (lastImport === null) return 'Fichiers importés par « import consultations ».'
  const rows = lastImport.rows === 1 ? 'une ligne' : `${numberText(lastImport.rows)} lignes`
  return `Dernier fichier importé (« import consultations ») le ${shortMoment(lastImport.at, now)} : ${rows}.`
}
