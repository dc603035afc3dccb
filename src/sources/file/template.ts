import type {
  Category,
  FactName,
  Facts,
  LotOutcome,
  Procedure,
  Reserved,
} from '../../consultations/facts.ts'
import {
  type CellReader,
  euros,
  oneOf,
  prose,
  several,
  wholeNumber,
  wordFor,
  words,
  wordsOrDay,
} from './cell-values.ts'

/** One column of the file of consultations, as the person who fills it sees it. */
export interface FileColumn {
  /** As the header line has it; case, accents and punctuation make no difference. */
  name: string
  /** What a cell takes, to follow « attendu : ». */
  takes: string
  example: string
  /** The header line must have it. */
  compulsory: boolean
  /** Of the whole consultation, said on any of its rows; or of the row: its lot, else the whole. */
  of: 'consultation' | 'row'
}

export const CATEGORIES: Record<string, Category> = {
  travaux: 'works',
  fournitures: 'supplies',
  services: 'services',
}

export const PROCEDURES: Record<string, Procedure> = {
  'petit marché': 'below-threshold',
  adaptée: 'adapted',
  'procédure adaptée': 'adapted',
  MAPA: 'adapted',
  'appel d’offres ouvert': 'open',
  'appel d’offres restreint': 'restricted',
  'avec négociation': 'negotiated',
  'procédure avec négociation': 'negotiated',
  'dialogue compétitif': 'competitive-dialogue',
  formalisée: 'formal',
  'procédure formalisée': 'formal',
  concession: 'concession',
  'délégation de service public': 'concession',
}

export const CONTRACT_FORMS: Record<string, Facts['contractForm']> = {
  ordinaire: 'ordinary',
  'marché ordinaire': 'ordinary',
  'accord-cadre à bons de commande': 'framework-orders',
  'accord-cadre à marchés subséquents': 'framework-subsequent',
}

export const STAGES: Record<string, Facts['deadlineStage']> = {
  offres: 'tender',
  candidatures: 'candidacy',
}

export const VISITS: Record<string, Facts['siteVisit']['obligation']> = {
  aucune: 'none',
  conseillée: 'advised',
  obligatoire: 'compulsory',
}

const VARIANTS: Record<string, Facts['variants']> = {
  autorisées: 'allowed',
  refusées: 'refused',
  exigées: 'required',
}

export const RESERVED: Record<string, Reserved | 'none'> = {
  non: 'none',
  'entreprises adaptées': 'adapted-enterprises',
  insertion: 'integration',
  ESS: 'social-economy',
}

export const RESPONSES: Record<string, Facts['response']['kind']> = {
  plateforme: 'platform',
  courriel: 'email',
  papier: 'paper',
}

export const STATUSES: Record<string, Facts['status']> = {
  'à venir': 'planned',
  'en cours': 'active',
  'avis annulé': 'withdrawn',
  'sans suite': 'abandoned',
  infructueuse: 'unsuccessful',
  attribuée: 'awarded',
}

export const OUTCOMES: Record<string, LotOutcome['kind']> = {
  attribué: 'awarded',
  infructueux: 'unsuccessful',
  'sans suite': 'abandoned',
}

const MOMENT = 'jj/mm/aaaa hh:mm, heure de Paris'
const EUROS = 'des euros HT en chiffres'

/** Every column that a file may have, in the order of the template: the law of the reader and of its documentation. */
export const COLUMNS = {
  reference: compulsory(
    'Référence',
    'la référence de l’acheteur, toujours la même pour une consultation ; ses lots la répètent, un par ligne',
    '2026-0042',
  ),
  object: compulsory('Objet', 'l’objet en une phrase', 'Rénovation de l’école Jean-Jaurès'),
  category: compulsory('Type', 'travaux, fournitures ou services', 'travaux'),
  deadline: compulsory(
    'Date limite',
    `${MOMENT} ; vide seulement pour une consultation à venir ou achevée`,
    '15/12/2026 12:00',
  ),
  trades: optional(
    'Métier',
    'un ou plusieurs métiers du guichet, séparés par « | »',
    'Électricité, éclairage, solaire, courants faibles',
  ),
  place: optional(
    'Lieu',
    'le lieu d’exécution : commune, intercommunalité ou « Aude »',
    'Narbonne',
  ),
  responseKind: optional('Comment répondre', 'plateforme, courriel ou papier', 'plateforme'),
  responseAddress: optional(
    'Adresse de réponse',
    'l’adresse de la plateforme, l’adresse électronique ou l’adresse postale',
    'https://marchespublics.aude.fr',
  ),
  signature: optional('Signature électronique', 'oui ou non, si elle est exigée', 'non'),
  amountMin: optional('Montant minimal HT', `${EUROS}, publié`, '40000'),
  amountMax: optional('Montant maximal HT', `${EUROS}, publié`, '90000'),
  visit: optional('Visite', 'aucune, conseillée ou obligatoire', 'obligatoire'),
  visitDates: optional(
    'Dates de visite',
    'jj/mm/aaaa hh:mm ou jj/mm/aaaa, séparées par « | »',
    '03/12/2026 14:00 | 04/12/2026',
  ),
  visitBooking: optional('Rendez-vous de visite', 'comment le prendre', '04 68 00 00 00'),
  criteria: optional(
    'Critères',
    'les critères avec leur poids en %, séparés par « | » ; ensemble 100 %',
    'Prix 60 % | Valeur technique 40 %',
  ),
  contactName: optional('Contact', 'une personne ou un service', 'Service de la commande publique'),
  contactPhone: optional('Téléphone', 'un numéro français', '04 68 00 00 00'),
  contactEmail: optional('Courriel', 'une adresse électronique', 'marches@narbonne.example'),
  documentsUrl: optional(
    'Adresse du dossier',
    'une adresse commençant par http:// ou https://',
    'https://marchespublics.aude.fr/dossier/42',
  ),
  procedure: optional(
    'Procédure',
    'petit marché, adaptée, appel d’offres ouvert, appel d’offres restreint, avec négociation, dialogue compétitif, formalisée ou concession',
    'adaptée',
  ),
  publishedAt: optional('Parution', 'jj/mm/aaaa ou jj/mm/aaaa hh:mm, pas à venir', '20/11/2026'),
  description: optional('Description', 'un texte', 'Isolation, menuiseries et éclairage.'),
  buyer: optional('Acheteur', 'le nom de l’acheteur ; vide : le partenaire', 'Ville de Narbonne'),
  buyerSiret: optional('SIRET de l’acheteur', '14 chiffres', '21110262900014'),
  otherBuyers: optional(
    'Autres acheteurs',
    'les autres membres du groupement de commandes, séparés par « | »',
    'Le Grand Narbonne',
  ),
  boampId: optional('Numéro BOAMP', 'l’année et le numéro', '26-12345'),
  noticeUrl: optional(
    'Adresse de l’avis',
    'une adresse commençant par http:// ou https://',
    'https://marchespublics.aude.fr/avis/42',
  ),
  contractForm: optional(
    'Forme du marché',
    'ordinaire, accord-cadre à bons de commande ou accord-cadre à marchés subséquents',
    'accord-cadre à bons de commande',
  ),
  frameworkMaximum: optional('Maximum de l’accord-cadre HT', EUROS, '90000'),
  cpv: optional('CPV', 'des codes de 8 chiffres, séparés par « | »', '45310000 | 45311200'),
  divided: optional('Marché alloti', 'oui ou non', 'oui'),
  lotCount: optional('Nombre de lots', 'un nombre entier', '1'),
  deadlineStage: optional('Étape', 'offres ou candidatures', 'offres'),
  questionsUntil: optional('Fin des questions', MOMENT, '08/12/2026 12:00'),
  duration: optional('Durée', 'un texte', '5 mois'),
  expectedStart: optional('Démarrage prévu', 'un texte ou une date', 'mars 2027'),
  renewals: optional('Reconductions', 'un texte', '3 fois un an'),
  variants: optional('Variantes', 'autorisées, refusées ou exigées', 'refusées'),
  grouping: optional('Groupement d’entreprises', 'un texte', 'autorisé, conjoint'),
  reserved: optional('Réservé', 'non, entreprises adaptées, insertion ou ESS', 'non'),
  socialClauses: optional('Clauses sociales', 'un texte', '70 heures d’insertion'),
  environmentalClauses: optional('Clauses environnementales', 'un texte', 'Tri des déchets'),
  qualifications: optional(
    'Qualifications demandées',
    'séparées par « | »',
    'Qualifelec ou équivalent',
  ),
  requiredDocuments: optional('Pièces demandées', 'séparées par « | »', 'DC1 | DC2 | Mémoire'),
  minimumTurnover: optional('Chiffre d’affaires minimal', 'des euros en chiffres', '80000'),
  samples: optional('Échantillons', 'un texte', 'aucun'),
  advance: optional('Avance', 'un texte', '30 %'),
  paymentDelayDays: optional('Délai de paiement', 'un nombre de jours', '30'),
  documentsVersion: optional('Version du dossier', 'un texte qui change avec le dossier', 'V2'),
  status: optional(
    'État',
    'à venir, en cours, avis annulé, sans suite, infructueuse ou attribuée',
    'en cours',
  ),
  statusReason: optional('Motif', 'le motif d’un changement d’état ou de date', 'visite ajoutée'),
  renews: optional('Relance', 'la référence de la consultation relancée', '2026-0017'),
  lotNumber: ofRow('Lot', 'le numéro du lot que décrit la ligne', '6'),
  lotTitle: ofRow('Intitulé du lot', 'un texte, obligatoire pour un lot', 'Électricité CFO-CFA'),
  lotDescription: ofRow('Description du lot', 'un texte', 'Courants forts et faibles.'),
  lotCategory: ofRow('Type du lot', 'travaux, fournitures ou services', 'travaux'),
  lotTrades: ofRow(
    'Métier du lot',
    'un ou plusieurs métiers du guichet, séparés par « | »',
    'Électricité, éclairage, solaire, courants faibles',
  ),
  lotCpv: ofRow('CPV du lot', 'des codes de 8 chiffres, séparés par « | »', '45310000'),
  lotPlace: ofRow('Lieu du lot', 'comme « Lieu », s’il diffère', 'Narbonne'),
  lotAmountMin: ofRow('Montant minimal du lot HT', `${EUROS}, publié`, '40000'),
  lotAmountMax: ofRow('Montant maximal du lot HT', `${EUROS}, publié`, '90000'),
  lotDeadline: ofRow('Date limite du lot', `${MOMENT}, si elle diffère`, '15/12/2026 12:00'),
  lotReserved: ofRow('Lot réservé', 'non, entreprises adaptées, insertion ou ESS', 'non'),
  outcome: ofRow('Résultat', 'attribué, infructueux ou sans suite', 'attribué'),
  winners: ofRow('Titulaire', 'un nom, ou les membres séparés par « | »', 'SARL Exemple'),
  winnerSirets: ofRow('SIRET du titulaire', '14 chiffres, dans le même ordre', '73282932000074'),
  winnerCommunes: ofRow('Commune du titulaire', 'dans le même ordre', 'Carcassonne'),
  awardedAmount: ofRow('Montant attribué HT', EUROS, '68400'),
  bids: ofRow('Offres reçues', 'un nombre entier', '4'),
  irregularBids: ofRow('Offres irrégulières', 'un nombre entier', '1'),
  notifiedOn: ofRow('Date de notification', 'jj/mm/aaaa', '20/01/2027'),
  ground: ofRow('Motif du résultat', 'un texte', 'aucune offre'),
} satisfies Record<string, FileColumn>

export type ColumnKey = keyof typeof COLUMNS

/** The columns in the order of the template. */
export const COLUMN_KEYS = Object.keys(COLUMNS) as ColumnKey[]

/** How the cell is read that tells a fact, and what would be written in it. */
interface PlainCell<T> {
  read: CellReader<T>
  write: (value: T) => string
}

const LINE: PlainCell<string> = { read: words(500), write: String }
const TEXT: PlainCell<string> = { read: prose(20_000), write: String }
const LINES: PlainCell<string[]> = { read: several(words(500)), write: (all) => all.join('\n') }

/** Facts that the column of their own name tells by itself: what the contract is like… */
const TERMS = {
  duration: LINE,
  expectedStart: { read: wordsOrDay(500), write: String },
  renewals: LINE,
  variants: oneWord(VARIANTS),
  grouping: LINE,
  reserved: oneWord(RESERVED),
  socialClauses: TEXT,
  environmentalClauses: TEXT,
} satisfies { [K in FactName]?: PlainCell<Facts[K]> }

/** …and what is asked of firms, and paid to them. */
const DEMANDS = {
  qualifications: LINES,
  requiredDocuments: LINES,
  minimumTurnover: { read: euros, write: String },
  samples: TEXT,
  advance: LINE,
  paymentDelayDays: { read: wholeNumber(1, 365), write: String },
} satisfies { [K in FactName]?: PlainCell<Facts[K]> }

export const TERM_NAMES = Object.keys(TERMS) as (keyof typeof TERMS)[]
export const DEMAND_NAMES = Object.keys(DEMANDS) as (keyof typeof DEMANDS)[]

export type PlainFact = keyof typeof TERMS | keyof typeof DEMANDS

export const PLAIN_CELLS: { [K in PlainFact]: PlainCell<Facts[K]> } = { ...TERMS, ...DEMANDS }

function oneWord<T>(table: Record<string, T>): PlainCell<T> {
  return { read: oneOf(table), write: (meaning) => wordFor(table, meaning) ?? '' }
}

function compulsory(name: string, takes: string, example: string): FileColumn {
  return { name, takes, example, compulsory: true, of: 'consultation' }
}

function optional(name: string, takes: string, example: string): FileColumn {
  return { name, takes, example, compulsory: false, of: 'consultation' }
}

function ofRow(name: string, takes: string, example: string): FileColumn {
  return { name, takes, example, compulsory: false, of: 'row' }
}
