import type { Facts, LotFacts } from '../../src/consultations/facts.ts'
import type { ChangedField } from '../../src/consultations/shown.ts'

export const FIELD_LABELS: Record<keyof Facts, string> = {
  object: 'Objet',
  description: 'Description',
  buyers: 'Acheteurs',
  reference: 'Référence',
  boampId: 'Numéro BOAMP',
  category: 'Type de marché',
  procedure: 'Procédure',
  contractForm: 'Forme du marché',
  frameworkMaximum: "Maximum de l'accord-cadre",
  cpv: 'Codes CPV',
  trades: 'Métiers',
  place: 'Lieu',
  amount: 'Montant estimé',
  lots: 'Lots',
  divided: 'Allotissement',
  lotCount: 'Nombre de lots',
  deadline: 'Date limite',
  deadlineStage: 'Étape',
  questionsUntil: 'Fin des questions',
  siteVisit: 'Visite',
  duration: 'Durée',
  expectedStart: 'Démarrage prévu',
  renewals: 'Reconductions',
  variants: 'Variantes',
  grouping: "Groupement d'entreprises",
  reserved: 'Réservation',
  socialClauses: 'Clauses sociales',
  environmentalClauses: 'Clauses environnementales',
  criteria: 'Critères',
  qualifications: 'Qualifications demandées',
  requiredDocuments: 'Pièces demandées',
  minimumTurnover: "Chiffre d'affaires minimal",
  samples: 'Échantillons',
  advance: 'Avance',
  paymentDelayDays: 'Délai de paiement',
  response: 'Comment répondre',
  noticeUrl: "Adresse de l'avis",
  documentsUrl: 'Adresse du dossier',
  documentsVersion: 'Dossier de consultation',
  documents: 'Dossier de consultation',
  answers: 'Questions et réponses',
  contact: 'Contact',
  status: 'État',
  statusReason: 'Motif',
  outcome: 'Résultat',
  renews: 'Relance',
}

const LOT_FIELD_LABELS: Record<keyof LotFacts, string> = {
  number: 'Numéro',
  title: 'Intitulé',
  description: 'Description',
  category: 'Type de marché',
  cpv: 'Codes CPV',
  trades: 'Métiers',
  place: 'Lieu',
  amount: 'Montant estimé',
  deadline: 'Date limite',
  reserved: 'Réservation',
  outcome: 'Résultat',
}

/** The label of a changed field, a lot's or the consultation's (the lot is not named). */
export function fieldLabel(field: ChangedField): string {
  return isLotField(field) ? LOT_FIELD_LABELS[lotField(field)] : FIELD_LABELS[field]
}

type LotField = `lot.${keyof LotFacts & string}`

function isLotField(field: ChangedField): field is LotField {
  return field.startsWith('lot.')
}

function lotField(field: LotField): keyof LotFacts {
  return field.slice('lot.'.length) as keyof LotFacts
}
