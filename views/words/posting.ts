import type { FormField, FormStep } from '../../src/posting/form-steps.ts'
import type { TypedProblem } from '../../src/posting/read-typed.ts'
import { COLUMNS } from '../../src/sources/file/template.ts'
import type { FormError } from '../shared/form.tsx'
import { fieldProblemSentence } from './file-problems.ts'

export const STEP_TITLES: Record<FormStep['slug'], string> = {
  essentiel: 'L’essentiel',
  dates: 'Les dates',
  'lieu-montant-lots': 'Lieu, montant et lots',
  reponse: 'Comment répondre',
}

interface FieldWords {
  label: string
  hint?: string
  optional?: boolean
}

/** The question that each field of the form puts, and what to write. */
export const FIELD_WORDS: Partial<Record<FormField, FieldWords>> = {
  object: {
    label: 'Objet de la consultation',
    hint: 'Ce qu’il faut faire et où, en une phrase : « Réfection de la toiture de l’école Jean-Jaurès ».',
  },
  category: { label: 'Type de marché' },
  procedure: { label: 'Procédure' },
  trades: {
    label: 'Métiers concernés',
    hint: 'Laissez vide si vous hésitez : ils seront déduits de l’objet et des lots.',
    optional: true,
  },
  cpv: { label: 'Codes CPV', hint: 'Huit chiffres, un par ligne : 45310000.', optional: true },
  reference: { label: 'Votre référence', hint: 'Par exemple 2026-TX-42.', optional: true },
  description: { label: 'Description', optional: true },
  deadline: {
    label: 'Date limite de remise des offres',
    hint: 'Heure de Paris. Par exemple 18, décembre, 2026, 12 h 00.',
  },
  deadlineStage: { label: 'Ce qui est remis à cette date', optional: true },
  urgencyGround: {
    label: 'Urgence qui permet un délai réduit',
    hint: 'Seulement pour une procédure formalisée. Non publié.',
    optional: true,
  },
  priorNotice: { label: 'Un avis de préinformation a-t-il été publié ?', optional: true },
  questionsUntil: { label: 'Fin des questions', optional: true },
  visit: { label: 'Visite des lieux' },
  visitDates: {
    label: 'Dates de visite',
    hint: 'Une par ligne : 03/12/2026 14:00, ou 03/12/2026.',
    optional: true,
  },
  visitBooking: { label: 'Comment prendre rendez-vous pour la visite', optional: true },
  duration: { label: 'Durée', hint: 'Par exemple « 5 mois ».', optional: true },
  expectedStart: { label: 'Démarrage prévu', hint: 'Par exemple « mars 2027 ».', optional: true },
  renewals: { label: 'Reconductions', optional: true },
  place: {
    label: 'Lieu d’exécution',
    hint: 'Une commune, une intercommunalité ou « Aude ». C’est le lieu des travaux ou de la livraison, pas votre siège.',
  },
  amountBand: {
    label: 'Tranche de montant (HT)',
    hint: 'Publiée : les entreprises jugent ainsi si le marché est à leur taille.',
  },
  estimate: {
    label: 'Estimation exacte (HT)',
    hint: 'En euros. Non publiée : elle sert seulement à rappeler les règles qui s’appliquent.',
    optional: true,
  },
  contractForm: { label: 'Forme du marché', optional: true },
  frameworkMaximum: { label: 'Maximum de l’accord-cadre (HT)', optional: true },
  divided: { label: 'Marché alloti' },
  lots: { label: 'Lots' },
  lotGround: {
    label: 'S’il n’y a pas de lots : motif',
    hint: 'Art. L. 2113-10 et L. 2113-11. Non publié.',
    optional: true,
  },
  lotReason: {
    label: 'S’il n’y a pas de lots : les faits, en une ligne',
    hint: 'Le motif seul ne suffit pas en droit. Non publié.',
    optional: true,
  },
  otherBuyers: {
    label: 'Autres acheteurs du groupement de commandes',
    hint: 'Un par ligne.',
    optional: true,
  },
  responseKind: { label: 'Comment répondre' },
  responseAddress: {
    label: 'Adresse où répondre',
    hint: 'L’adresse de la consultation sur la plateforme (https://…), l’adresse électronique, ou l’adresse postale.',
  },
  signature: { label: 'Signature électronique exigée', optional: true },
  documentsUrl: {
    label: 'Adresse du dossier de consultation',
    hint: 'Une adresse https://… où le dossier se télécharge librement.',
    optional: true,
  },
  criteria: {
    label: 'Critères',
    hint: 'Un par ligne, avec leur poids : « Prix 60 % ». Ensemble 100 %.',
    optional: true,
  },
  requiredDocuments: {
    label: 'Pièces demandées',
    hint: 'Une par ligne, le moins possible.',
    optional: true,
  },
  qualifications: { label: 'Qualifications demandées', hint: 'Une par ligne.', optional: true },
  minimumTurnover: {
    label: 'Chiffre d’affaires minimal exigé (€)',
    hint: 'Plafonné par la loi ; laissez vide si possible.',
    optional: true,
  },
  samples: { label: 'Échantillons', optional: true },
  variants: { label: 'Variantes', optional: true },
  grouping: { label: 'Groupement d’entreprises', hint: 'Par exemple « libre ».', optional: true },
  reserved: { label: 'Marché réservé', optional: true },
  socialClauses: { label: 'Clauses sociales', optional: true },
  environmentalClauses: { label: 'Clauses environnementales', optional: true },
  advance: { label: 'Avance', hint: 'Par exemple « 30 % ».', optional: true },
  paymentDelayDays: { label: 'Délai de paiement (jours)', optional: true },
  contactName: { label: 'Contact : personne ou service', optional: true },
  contactPhone: { label: 'Téléphone', optional: true },
  contactEmail: { label: 'Courriel', optional: true },
}

/** The choices of the fields that have some; values are the words of the file of consultations. */
export const FIELD_CHOICES: Partial<
  Record<FormField, { value: string; label: string; hint?: string }[]>
> = {
  category: [
    { value: 'travaux', label: 'Travaux' },
    { value: 'fournitures', label: 'Fournitures' },
    { value: 'services', label: 'Services' },
  ],
  procedure: [
    {
      value: 'petit marché',
      label: 'Petit marché',
      hint: 'Sous le seuil de publicité obligatoire.',
    },
    { value: 'adaptée', label: 'Procédure adaptée (MAPA)' },
    { value: 'appel d’offres ouvert', label: 'Appel d’offres ouvert' },
    { value: 'appel d’offres restreint', label: 'Appel d’offres restreint' },
    { value: 'avec négociation', label: 'Procédure avec négociation' },
    { value: 'dialogue compétitif', label: 'Dialogue compétitif' },
    { value: 'concession', label: 'Concession, délégation de service public' },
  ],
  deadlineStage: [
    { value: 'offres', label: 'Les offres' },
    { value: 'candidatures', label: 'Les candidatures' },
  ],
  priorNotice: [{ value: 'oui', label: 'Oui' }],
  visit: [
    { value: 'aucune', label: 'Pas de visite' },
    { value: 'conseillée', label: 'Conseillée' },
    { value: 'obligatoire', label: 'Obligatoire' },
  ],
  contractForm: [
    { value: 'ordinaire', label: 'Marché ordinaire' },
    { value: 'accord-cadre à bons de commande', label: 'Accord-cadre à bons de commande' },
    { value: 'accord-cadre à marchés subséquents', label: 'Accord-cadre à marchés subséquents' },
  ],
  divided: [
    { value: 'oui', label: 'Oui, en lots' },
    { value: 'non', label: 'Non, marché unique' },
  ],
  responseKind: [
    { value: 'plateforme', label: 'Sur notre profil d’acheteur' },
    { value: 'courriel', label: 'Par courriel' },
    { value: 'papier', label: 'Sur papier' },
  ],
  signature: [
    { value: 'non', label: 'Non' },
    { value: 'oui', label: 'Oui' },
  ],
  variants: [
    { value: 'autorisées', label: 'Autorisées' },
    { value: 'refusées', label: 'Refusées' },
    { value: 'exigées', label: 'Exigées' },
  ],
  reserved: [
    { value: 'non', label: 'Non' },
    { value: 'entreprises adaptées', label: 'Aux entreprises adaptées' },
    { value: 'insertion', label: 'À l’insertion' },
    { value: 'ESS', label: 'À l’économie sociale et solidaire' },
  ],
}

/** The name that sources give to what a partner's agents type. */
export function typedSourceName(partner: string): string {
  return `Saisie par ${partner}`
}

/** The label of a field by the name it is sent under. */
export function fieldLabelOf(name: string): string {
  const words: Partial<Record<string, FieldWords>> = FIELD_WORDS
  return words[name.replace(/\.\w+$/, '')]?.label ?? name
}

/** What is wrong with a field, in the words of the form, and the field that it stands at. */
export function typedProblemError({ column, lot, code }: TypedProblem): FormError {
  if (column === null) return { name: null, text: fieldProblemSentence('Formulaire', code) }
  const field = FORM_NAMES[column] ?? column
  const label = FIELD_WORDS[field]?.label ?? COLUMNS[column].name
  if (lot === null) return { name: field, text: fieldProblemSentence(label, code) }
  return { name: `${column}-${lot}`, text: fieldProblemSentence(`Lot ${lot + 1}, ${label}`, code) }
}

/** Columns that the form asks for under another name. */
const FORM_NAMES: Partial<Record<keyof typeof COLUMNS, FormField>> = {
  amountMin: 'amountBand',
  amountMax: 'amountBand',
  lotNumber: 'lots',
  lotTitle: 'lots',
}

const UNKNOWN_ADDRESSES = {
  malformed:
    'Adresse ou numéro illisible : une adresse commençant par https://, ou un numéro comme 26-12345.',
  'not-found':
    'Rien n’a été trouvé à cette adresse dans ce que le guichet lit. Choisissez un formulaire ci-dessous.',
  unreachable:
    'Le BOAMP ne répond pas en ce moment. Réessayez plus tard, ou choisissez un formulaire ci-dessous.',
}

/** Why an address that was pasted filled in nothing. */
export function unknownAddressSentence(why: keyof typeof UNKNOWN_ADDRESSES): string {
  return UNKNOWN_ADDRESSES[why]
}
