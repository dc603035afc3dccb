import type { CorrectedField } from '../../src/analysis/years/schema.ts'
import type { YearState } from '../../src/analysis/years/states.ts'

/** What the analysis of a year is called. */
export function analysisTitle(year: number): string {
  return `L’accès des PME à la commande publique en ${year}`
}

/** Where a year stands, as a tag. */
export const YEAR_STATE_LABELS: Record<YearState, string> = {
  open: 'Données en cours',
  frozen: 'Vérification par les acheteurs',
  draft: 'Projet en préparation',
  shared: 'Projet soumis aux signataires',
  adopted: 'À la signature',
  published: 'Publiée',
}

/** What a move is, in the news: « Analyse publiée ». */
export const YEAR_STATE_EVENTS: Record<YearState, string> = {
  open: 'ouverte',
  frozen: 'données gelées',
  draft: 'corrigée par les acheteurs',
  shared: 'soumise aux signataires',
  adopted: 'adoptée',
  published: 'publiée',
}

/** What happens in each state, for who reads about it. */
export const YEAR_STATE_SENTENCES: Record<YearState, string> = {
  open: 'Les marchés de l’année sont encore recueillis : les chiffres bougent chaque jour.',
  frozen: 'Les données sont gelées. Chaque acheteur vérifie ses propres marchés et les corrige.',
  draft: 'Les corrections des acheteurs sont prises en compte. La partie écrite se prépare.',
  shared: 'Les signataires et les chambres lisent le projet et le commentent, mesure par mesure.',
  adopted: 'Le texte est arrêté. Chaque signataire le signe, avec une réserve s’il en a une.',
  published: 'L’analyse est publiée : ses chiffres ne changent plus.',
}

/** The button that leads to a state. */
export const MOVE_LABELS: Record<YearState, string> = {
  open: 'Ouvrir',
  frozen: 'Geler les données',
  draft: 'Clore la vérification et préparer le projet',
  shared: 'Soumettre le projet aux signataires',
  adopted: 'Arrêter le texte et le proposer à la signature',
  published: 'Publier',
}

/** What a buyer may correct of a line. */
export const CORRECTED_FIELD_LABELS: Record<CorrectedField, string> = {
  size: 'Taille de l’entreprise',
  place: 'Département de l’établissement titulaire',
  amount: 'Montant HT',
  notified: 'Date de notification',
  'not-ours': 'Ce marché n’est pas le nôtre',
}
