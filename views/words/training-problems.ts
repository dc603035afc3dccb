import type { TrainingProblem, TrainingProblemCode } from '../../src/trainings/problem.ts'
import type { FormError } from '../shared/form.tsx'
import { REFUSAL_SENTENCES } from './trainings.ts'

const SENTENCES: Record<TrainingProblemCode, string> = {
  ...REFUSAL_SENTENCES,
  missing: 'à remplir.',
  'too-long': 'trop long.',
  'one-line': 'une seule ligne est attendue.',
  choice: 'choisissez une des réponses proposées.',
  date: 'cette date n’existe pas. Exemple : 4 février 2027.',
  hour: 'l’heure manque, ou n’existe pas ce jour-là. Exemple : 9 h 30.',
  'ambiguous-hour':
    'cette heure existe deux fois ce jour-là (changement d’heure), ou dit « minuit » : choisissez-en une autre.',
  past: 'cette date est passée.',
  'end-before-start': 'la fin doit venir après le début.',
  'too-long-session': 'une session dure un mois au plus : programmez-en plusieurs.',
  number: 'un nombre entier est attendu, dans les limites indiquées.',
  'minimum-above-seats': 'le minimum dépasse le nombre de places.',
  'seats-below-registered':
    'il y a déjà plus d’inscrits que cela : annulez d’abord des inscriptions.',
  'decision-after-start': 'la décision se prend avant la session.',
  'place-or-link': 'indiquez un lieu, ou un lien de visioconférence.',
  url: 'une adresse qui commence par https:// (ou http://) est attendue.',
  email: 'cette adresse n’est pas complète. Exemple : prenom@entreprise.fr.',
  'siret-length':
    'un SIRET compte 14 chiffres. Il est facultatif : laissez vide si vous ne l’avez pas.',
  'siret-digits': 'un SIRET ne compte que des chiffres. Il est facultatif.',
  'siret-checksum': 'ce SIRET n’existe pas : un chiffre est sans doute faux. Il est facultatif.',
  consent: 'votre accord est nécessaire pour vous inscrire.',
  'unknown-partner': 'ce partenaire n’est pas connu.',
  'won-above-answers': 'vous ne pouvez pas avoir obtenu plus de marchés que d’offres remises.',
  stale:
    'Quelqu’un a changé cette page entre-temps. Vos réponses sont gardées ci-dessous : vérifiez-les, puis enregistrez de nouveau.',
  'same-date': 'c’est déjà la date de la session.',
  'not-now': 'Cela ne peut plus, ou pas encore, être fait pour cette session.',
}

/** Labels of fields as error messages begin with them. */
export type FieldLabels = Record<string, string>

/** Messages of a form: « E-mail : cette adresse n’est pas complète. » */
export function trainingErrors(problems: TrainingProblem[], labels: FieldLabels): FormError[] {
  return problems.map(({ field, code }) => {
    const label = field === null ? undefined : labels[field]
    return { name: field, text: label ? `${label} : ${SENTENCES[code]}` : SENTENCES[code] }
  })
}

export const REGISTRATION_LABELS: FieldLabels = {
  entreprise: 'Entreprise',
  siret: 'SIRET',
  personne: 'Nom et prénom',
  courriel: 'E-mail',
  commune: 'Commune',
  metier: 'Métier',
  deja: 'Avez-vous déjà répondu à une consultation publique ?',
  accord: 'Accord',
}

export const INTEREST_LABELS: FieldLabels = { courriel: 'E-mail', accord: 'Accord' }

export const TRAINING_LABELS: FieldLabels = {
  titre: 'Titre',
  etape: 'Étape',
  besoin: 'Besoin',
  objectifs: 'Objectifs',
  programme: 'Programme',
  public: 'Public',
  prerequis: 'Prérequis',
  duree: 'Durée',
  formateurs: 'Formateurs',
  cout: 'Coût et financement',
  prix: 'Prix pour l’entreprise',
  accueil: 'Accueil des personnes handicapées',
  axe: 'Axe du pacte',
  groupe: 'Groupe de travail',
  action: 'Action du pacte',
  avec: 'Organisée avec',
  motif: 'Motif',
  fichier: 'Fichier',
  lien: 'Lien',
  mot: 'Commentaire',
}

export const SESSION_LABELS: FieldLabels = {
  debut: 'Début',
  fin: 'Fin',
  decision: 'Jour de décision',
  lieu: 'Lieu',
  lien: 'Lien de visioconférence',
  places: 'Nombre de places',
  minimum: 'Minimum d’inscrits',
  motif: 'Motif',
}

export const EVALUATION_LABELS: FieldLabels = {
  satisfaction: 'Cette formation a-t-elle répondu à vos attentes ?',
  pret: 'Vous sentez-vous prêt à répondre à une consultation ?',
  repondu: 'Avez-vous répondu à une consultation depuis ?',
  combien: 'À combien de consultations avez-vous répondu ?',
  obtenus: 'Combien de marchés avez-vous obtenus ?',
  mot: 'Commentaire',
}
