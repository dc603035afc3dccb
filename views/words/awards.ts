import type { AwardPart, AwardProblem, WinnerPart } from '../../src/posting/read-award.ts'
import type { FormError } from '../shared/form.tsx'
import { fieldProblemSentence } from './file-problems.ts'

/** The questions about an award, and what to write. */
export const AWARD_LABELS: Record<WinnerPart | AwardPart, { label: string; hint?: string }> = {
  nom: { label: 'Titulaire' },
  identifiant: {
    label: 'SIRET',
    hint: '14 chiffres ; hors de France, le pays et le numéro : « ES B12345678 ».',
  },
  commune: { label: 'Commune' },
  taille: { label: 'Taille' },
  montant: {
    label: 'Montant attribué (HT)',
    hint: 'En euros : 68 400. Pour un accord-cadre, son maximum.',
  },
  offres: { label: 'Offres reçues' },
  pme: { label: 'Dont offres de PME' },
  irregulieres: { label: 'Dont offres irrégulières' },
  notification: { label: 'Date de notification' },
}

/** What is wrong with an award, at its field. */
export function awardError({ name, part, code }: AwardProblem): FormError {
  const { label } = AWARD_LABELS[part]
  switch (code) {
    case 'no-winner':
      return { name, text: 'Nommez au moins un titulaire.' }
    case 'name-missing':
      return { name, text: 'Titulaire : écrivez son nom.' }
    case 'not-an-identifier':
      return {
        name,
        text: `${label} : 14 chiffres, ou pays et numéro pour une entreprise étrangère.`,
      }
    case 'more-than-bids':
      return { name, text: `${label} : pas plus que les offres reçues.` }
    case 'not-yet':
      return { name, text: `${label} : cette date est à venir.` }
    default:
      return { name, text: fieldProblemSentence(label, code) }
  }
}
