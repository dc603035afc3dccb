import type { BlockKey, TemplateDocument } from '../../src/templates/blocks.ts'
import type { ModelDocument } from '../../src/templates/asked-documents.ts'
import type { OfficeFormat } from '../../src/office/block.ts'

export const TEMPLATE_NAME = 'Modèle commun de consultation'

export const DOCUMENT_LABELS: Record<TemplateDocument, string> = {
  letter: 'Lettre de consultation (règlement)',
  deed: 'Acte d’engagement',
  prices: 'Cadre de prix',
  summary: 'Résumé d’une page pour les entreprises',
}

export const FORMAT_LABELS: Record<OfficeFormat, string> = {
  docx: 'DOCX, pour Word ou LibreOffice',
  odt: 'ODT, pour LibreOffice',
  pdf: 'PDF',
}

/** What the model has firms hand in. */
export const MODEL_DOCUMENT_LABELS: Record<ModelDocument, string> = {
  deed: 'l’acte d’engagement rempli, qui contient la déclaration sur l’honneur (sans signature)',
  prices: 'le cadre de prix rempli',
  'technical-note': 'une note technique courte, qui répond aux critères autres que le prix',
  'visit-certificate': 'l’attestation de visite remise sur place',
  qualifications: 'la preuve des qualifications demandées, ou d’une capacité équivalente',
  samples: 'les échantillons demandés',
}

/** Each block as its editors know it. */
export const BLOCK_LABELS: Record<BlockKey, string> = {
  'letter-intro': 'Introduction',
  subject: 'Ce que nous achetons',
  lots: 'Lots',
  'no-lots': 'Sans lots',
  calendar: 'Dates',
  'visit-compulsory': 'Visite obligatoire',
  'visit-advised': 'Visite conseillée',
  answer: 'Comment répondre',
  consortium: 'Groupement et sous-traitance',
  'asked-documents': 'Ce que vous remettez',
  turnover: 'Chiffre d’affaires minimal',
  'winner-documents': 'Demandé à la seule entreprise retenue',
  choice: 'Comment nous choisissons',
  negotiation: 'Négociation',
  'variants-allowed': 'Variantes autorisées',
  'variants-refused': 'Variantes refusées',
  after: 'Après la date limite',
  price: 'Prix',
  advance: 'Avance',
  payment: 'Paiement',
  subcontracting: 'Sous-traitance',
  insurance: 'Assurances',
  help: 'Questions, aide et recours',
  'deed-intro': 'Introduction',
  honour: 'Déclaration sur l’honneur',
  commitment: 'Engagement',
  'deed-terms': 'Conditions',
  signature: 'Signature',
  'lump-sum': 'Prix forfaitaire',
  'unit-prices': 'Prix unitaires',
  'prices-open': 'Forme du prix à choisir',
  'summary-intro': 'Introduction',
}

/** Kinds of states that a version is in. */
export const VERSION_STATES = {
  draft: 'projet, non adopté',
  adopted: 'adopté, pas encore en vigueur',
  'in-force': 'en vigueur',
  replaced: 'remplacé',
} as const
