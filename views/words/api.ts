import type { OperationId } from '../../src/api/operations.ts'
import type { ProblemKind } from '../../src/api/refusal.ts'

/** What each kind of problem says, and what to do about it. */
export const PROBLEM_WORDS: Record<ProblemKind, { title: string; advice: string }> = {
  json: {
    title: 'Corps illisible',
    advice:
      'Le corps n’est pas du JSON en UTF-8 ; la réponse dit à quelle position il cesse de l’être.',
  },
  query: {
    title: 'Paramètre refusé',
    advice: 'Un paramètre de l’adresse n’est pas permis.',
  },
  token: {
    title: 'Jeton absent ou refusé',
    advice:
      'Envoyez un jeton vivant : « Authorization: Bearer guichet_… ». Un jeton révoqué ne sert plus.',
  },
  scope: {
    title: 'Ce jeton ne permet pas cela',
    advice: 'Faites donner au jeton le droit de publier des consultations.',
  },
  'not-found': {
    title: 'Consultation inconnue',
    advice:
      'Rien n’a été poussé sous cet identifiant par ce partenaire, ou l’adresse n’existe pas.',
  },
  method: {
    title: 'Méthode refusée',
    advice: 'L’en-tête « Allow » de la réponse dit lesquelles l’adresse prend.',
  },
  state: {
    title: 'Impossible dans cet état',
    advice:
      'L’état de la consultation ne permet pas cet acte : attribuer ce qui est annulé, conclure avant la date limite, reprendre l’avis d’un autre acheteur.',
  },
  precondition: {
    title: 'La consultation a changé entre-temps',
    advice: 'Relisez-la, puis renvoyez votre changement avec son nouvel « ETag ».',
  },
  size: {
    title: 'Corps trop grand',
    advice: 'Un appel porte au plus 1 Mo, un lot ou un paquet OCDS 5 Mo : divisez-le.',
  },
  'media-type': {
    title: 'Type de contenu refusé',
    advice: 'Envoyez « Content-Type: application/json », sans compression.',
  },
  invalid: {
    title: 'Données refusées',
    advice: 'Chaque erreur dit où (pointeur JSON) et quoi corriger. Rien n’a été écrit.',
  },
  checks: {
    title: 'La règle s’y oppose',
    advice:
      'Une erreur de droit ne se passe pas outre ; une modification tardive veut une prolongation ou un motif écrit dans « kept ». Rien n’a été écrit.',
  },
  rate: {
    title: 'Trop de demandes',
    advice: 'Attendez les secondes que dit « Retry-After ». Un appel par lot en remplace mille.',
  },
  broken: {
    title: 'Erreur du guichet',
    advice: 'Ce n’est pas votre faute : signalez-la avec l’heure de l’appel.',
  },
  unavailable: {
    title: 'Service momentanément indisponible',
    advice: 'Renvoyez le même appel plus tard : dit deux fois, il ne change rien de plus.',
  },
}

/** What each call does. */
export const OPERATION_WORDS: Record<OperationId, { title: string; text: string }> = {
  putConsultation: {
    title: 'Annoncer une consultation, ou la changer',
    text: 'Le corps dit tout ce qui est annoncé : un champ omis n’est plus dit. Le même corps renvoyé ne change rien et ne fait pas d’avis ; une différence de casse, d’accents ou d’espaces non plus. Ce que la consultation est devenue reste.',
  },
  getConsultation: {
    title: 'Relire ce qui a été dit d’une consultation',
    text: 'Seulement ce que les programmes du partenaire ont dit.',
  },
  listConsultations: {
    title: 'Lister ses consultations',
    text: 'Les plus anciennes d’abord, par pages ; « next » mène à la suivante.',
  },
  cancelConsultation: {
    title: 'Annuler une consultation ou des lots',
    text: 'Avis annulé, sans suite avec son motif, ou infructueux.',
  },
  awardConsultation: {
    title: 'Dire qui a obtenu une consultation ou ses lots',
    text: 'Après la date limite. Redit avec d’autres valeurs, c’est une correction.',
  },
  writeBatch: {
    title: 'Écrire jusqu’à mille opérations, toutes ou aucune',
    text: 'En une seule transaction. Plusieurs opérations sur une même consultation se suivent ; chaque erreur dit sa ligne, comptée à partir de 0.',
  },
  takeOcds: {
    title: 'Recevoir un paquet OCDS 1.1',
    text: '« Release package » ou « record package », tout ou rien. L’ocid sert d’identifiant. Ce qui n’a pas été compris est rendu dans « unread ».',
  },
}

/** What each schema of the document is. */
export const SCHEMA_WORDS: Record<string, string> = {
  Consultation: 'Consultation annoncée',
  Lot: 'Lot annoncé',
  Buyer: 'Acheteur',
  Place: 'Lieu d’exécution',
  Amount: 'Montant ou tranche',
  SiteVisit: 'Visite',
  Contact: 'Contact',
  Document: 'Pièce à une autre adresse',
  Answer: 'Réponse donnée à tous',
  Checks: 'Pour les contrôles seulement, jamais publié',
  Cancellation: 'Fin sans contrat',
  Award: 'Résultat',
  Operation: 'Opération d’un lot d’appels',
  LotAward: 'Résultat d’un lot ou du tout',
  Winner: 'Titulaire',
  Batch: 'Écritures groupées',
  Written: 'Réponse d’une écriture',
  BatchWritten: 'Réponse d’écritures groupées',
  Stated: 'Consultation telle que dite',
  Outcome: 'Ce qu’un lot est devenu',
  Warning: 'Constat d’un contrôle',
  Page: 'Page de consultations',
  Problem: 'Problème (RFC 9457)',
}

/** What each field is, by its name; by « Schema.name » where the name alone does not say. */
export const API_FIELD_WORDS: Record<string, string> = {
  title: 'Objet, en une phrase',
  'Lot.title': 'Intitulé du lot',
  'Warning.title': 'Constat, en français',
  'Problem.title': 'Titre, en français',
  description: 'Description',
  buyers:
    'Acheteurs : le premier achète, pour les autres aussi s’il y en a ; absent : le partenaire',
  reference: 'Référence de l’acheteur, telle que les entreprises la lisent',
  'Stated.reference': 'Référence publique du guichet',
  boampId: 'Numéro de l’avis au BOAMP',
  category: 'Travaux, fournitures ou services',
  procedure: 'Procédure ; « formal » si l’on ne sait pas laquelle',
  contractForm: 'Marché ordinaire ou accord-cadre',
  frameworkMaximum: 'Maximum de l’accord-cadre, en euros HT',
  cpv: 'Codes CPV, le principal d’abord',
  trades: 'Métiers du guichet, par le mot que portent ses adresses',
  place: 'Lieu d’exécution',
  amount: 'Montant publié, en euros HT',
  'LotAward.amount': 'Montant du contrat, en euros HT',
  'Outcome.amount': 'Montant du contrat, en euros HT',
  lots: 'Lots',
  'Cancellation.lots': 'Numéros des lots ; absent : le tout',
  divided: 'Alloti ou non, si les lots ne sont pas listés',
  lotCount: 'Nombre de lots, s’ils ne sont pas listés',
  deadline: 'Date et heure limites, obligatoires sauf consultation à venir',
  'Lot.deadline': 'Date limite du lot, si elle diffère',
  deadlineStage: 'Ce qui est dû : offres (défaut) ou candidatures',
  questionsUntil: 'Fin des questions',
  siteVisit: 'Visite des lieux',
  duration: 'Durée, en mots',
  expectedStart: 'Démarrage prévu, en mots ou date',
  renewals: 'Reconductions',
  variants: 'Variantes autorisées, refusées ou exigées',
  grouping: 'Groupement d’entreprises',
  reserved: 'Marché réservé',
  socialClauses: 'Clauses sociales',
  environmentalClauses: 'Clauses environnementales',
  criteria: 'Critères, avec leur poids en %',
  qualifications: 'Qualifications demandées',
  requiredDocuments: 'Pièces demandées',
  minimumTurnover: 'Chiffre d’affaires minimal exigé, en euros',
  samples: 'Échantillons',
  advance: 'Avance',
  paymentDelayDays: 'Délai de paiement, en jours',
  response: 'Comment répondre, où, et s’il faut signer',
  noticeUrl: 'Adresse de l’avis officiel',
  documentsUrl: 'Adresse du dossier',
  documentsVersion: 'Un mot qui change avec le dossier',
  documents: 'Pièces, chacune par son adresse',
  answers: 'Réponses données à tous',
  contact: 'À qui s’adresser',
  status: 'À venir ou en cours (défaut)',
  'Stated.status': 'Ce que la consultation est devenue',
  'Problem.status': 'Code HTTP',
  changeReason: 'Motif du changement, publié dans l’historique',
  renews: 'Référence de la consultation relancée',
  publishedAt: 'Première parution, ici ou ailleurs ; absent : maintenant',
  checks: 'Ce que seuls les contrôles demandent',
  kept: 'Avertissements maintenus, avec leur motif',
  'Warning.kept': 'Maintenu avec un motif',
  number: 'Numéro',
  name: 'Nom',
  code: 'Code INSEE de la commune, SIREN de l’intercommunalité ou numéro du département',
  'Warning.code': 'Code du constat, que « kept » reprend',
  siret: 'SIRET, clé vérifiée',
  min: 'Minimum, en euros HT',
  max: 'Maximum, en euros HT',
  obligation: 'Obligatoire, conseillée ou aucune',
  dates: 'Dates, avec ou sans heure',
  booking: 'Comment prendre rendez-vous',
  phone: 'Téléphone',
  email: 'Courriel',
  url: 'Adresse',
  addedOn: 'Jour de l’ajout',
  question: 'Question',
  answer: 'Réponse',
  answeredOn: 'Jour de la réponse',
  estimate: 'Estimation exacte, en euros HT, si seule une tranche est publiée',
  singleLot: 'Pourquoi il n’y a pas de lots : motif et faits',
  urgencyGround: 'Pourquoi l’urgence abrège le délai',
  priorNotice: 'Un avis de préinformation a été publié',
  kind: 'Nature',
  ground: 'Motif, obligatoire pour une déclaration sans suite',
  'Outcome.ground': 'Motif',
  bids: 'Offres reçues',
  irregularBids: 'dont irrégulières',
  smeBids: 'dont de PME',
  awards: 'Un résultat pour le tout, ou un par lot',
  lot: 'Numéro du lot ; absent ou nul : le tout',
  winners: 'Titulaires',
  foreign: 'Pays et numéro, pour une entreprise sans SIRET',
  foreignId: 'Pays et numéro d’une entreprise étrangère',
  commune: 'Commune',
  size: 'Taille (loi 2008-776, art. 51)',
  notifiedOn: 'Jour de la notification',
  operations: 'Opérations, dans leur ordre',
  externalId: 'Identifiant du partenaire, toujours le même',
  'Operation.operation': 'Ce que fait l’opération',
  'Operation.consultation': 'Pour put : la consultation annoncée',
  'Operation.cancellation': 'Pour cancel : la fin sans contrat',
  'Operation.award': 'Pour award : le résultat',
  ocid: 'Identifiant Open Contracting',
  statusReason: 'Motif donné',
  changedAt: 'Dernier changement',
  consultation: 'Ce qui a été annoncé, sauf « checks » et « kept »',
  outcomes: 'Ce que la consultation ou ses lots sont devenus',
  result: 'Créée, changée ou inchangée',
  warnings: 'Constats des contrôles',
  stated: 'La consultation telle que dite',
  results: 'Un par opération ou par parution',
  unread: 'OCDS : ce qui n’a pas été compris',
  severity: 'Erreur, avertissement ou question',
  pointer: 'Pointeur JSON dans le corps envoyé',
  detail: 'Explication',
  article: 'Article du code de la commande publique',
  proposal: 'Une date limite qui conviendrait',
  consultations: 'Les consultations de la page',
  next: 'Adresse de la page suivante ; nul : c’est la dernière',
  type: 'Nature du problème : une ancre de la page des problèmes',
  errors: 'Chaque erreur : pointeur, explication, ligne',
}

/** The name that sources give to what a partner's programs push. */
export function apiSourceName(partner: string): string {
  return `Logiciel de ${partner}`
}
