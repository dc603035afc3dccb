import type { VersionedKind } from '../../src/pact/schema.ts'

/** What was done, by the log's own word for it. */
const ACTIONS: Record<string, string> = {
  'access.ask': 'demande un rôle',
  'access.grant': 'donne le rôle demandé',
  'access.refuse': 'refuse le rôle demandé',
  'administrator.add': 'nomme un administrateur du guichet',
  'administrator.end': 'retire l’administration du guichet',
  'agent.add': 'ouvre un compte',
  'agent.disable': 'suspend un accès',
  'agent.enable': 'rouvre un accès',
  'analysis.answer': 'répond à un commentaire de l’analyse',
  'analysis.comment': 'commente l’analyse',
  'analysis.confirm': 'confirme ses lignes de l’analyse',
  'analysis.correct': 'corrige une ligne de l’analyse',
  'analysis.correct.withdraw': 'retire une correction de l’analyse',
  'analysis.sheet.publish': 'rend sa fiche publique',
  'analysis.sheet.withdraw': 'retire sa fiche publique',
  'analysis.sign': 'signe l’analyse',
  'buyer.join': 'rattache un acheteur',
  'buyer.keep-apart': 'garde un acheteur à part',
  'complement.refuse': 'ne veut pas être interrogé sur une consultation',
  'contacts.body.add': 'ajoute un organisme',
  'contacts.body.edit': 'modifie un organisme',
  'contacts.body.remove': 'retire un organisme',
  'contacts.check': 'vérifie une fiche de contact',
  'contacts.contact.add': 'ajoute un interlocuteur',
  'contacts.contact.edit': 'modifie un interlocuteur',
  'contacts.contact.remove': 'retire un interlocuteur',
  'contacts.practice.edit': 'dit comment il achète',
  'contacts.rule.add': 'ajoute une règle d’orientation',
  'contacts.rule.edit': 'modifie une règle d’orientation',
  'contacts.scheme.add': 'ajoute une fiche d’aide',
  'contacts.scheme.edit': 'modifie une fiche d’aide',
  'contacts.scheme.remove': 'retire une fiche d’aide',
  'consultation.abandon': 'déclare sans suite',
  'consultation.add-document': 'ajoute un document',
  'consultation.answer': 'répond à une question',
  'consultation.award': 'annonce une attribution',
  'consultation.cancel': 'annule un avis',
  'consultation.change': 'corrige une consultation',
  'consultation.extend': 'reporte une date limite',
  'consultation.join': 'réunit deux consultations',
  'consultation.keep-apart': 'garde deux consultations à part',
  'consultation.publish': 'publie une consultation',
  'consultation.relaunch': 'relance une consultation',
  'consultation.split': 'sépare deux consultations',
  'consultation.unsuccessful': 'déclare infructueux',
  'document.forget': 'efface un document',
  'document.store': 'dépose un document',
  'document.withdraw': 'retire un document',
  'draft.begin': 'commence un brouillon',
  'draft.discard': 'abandonne un brouillon',
  'draft.save': 'enregistre un brouillon',
  'identity.link': 'associe une identité',
  'identity.unlink': 'dissocie des identités',
  'library.edit': 'modifie la présentation d’un document de la bibliothèque',
  'library.leave': 'n’utilise plus une bonne pratique',
  'library.order': 'change l’ordre de sa bibliothèque',
  'library.publish': 'publie dans la bibliothèque',
  'library.use': 'reprend une bonne pratique',
  'library.version': 'publie une nouvelle version dans la bibliothèque',
  'library.withdraw': 'retire un document de la bibliothèque',
  'library.withdraw-version': 'retire une version de la bibliothèque',
  'membership.add': 'donne un rôle',
  'membership.change': 'change un rôle',
  'membership.end': 'retire un rôle',
  'pact.comment.add': 'commente le pacte',
  'pact.comment.withdraw': 'retire un commentaire du pacte',
  'partner.edit': 'modifie un partenaire',
  'partner.import': 'importe un partenaire',
  'request.handle': 'traite une saisine',
  'request.name-handlers': 'désigne qui traite les saisines',
  'request.route': 'confie une saisine',
  'programme.announce': 'annonce des achats au programme',
  'programme.became': 'lie un achat programmé à sa consultation',
  'programme.changed': 'modifie un achat programmé',
  'programme.dropped': 'abandonne un achat programmé',
  'programme.resumed': 'prévoit de nouveau un achat',
  'programme.unlinked': 'sépare un achat de sa consultation',
  'rencontre.attendance': 'note les entreprises venues à une rencontre',
  'rencontre.delete': 'supprime un brouillon de rencontre',
  'rencontre.call-off': 'annule une rencontre',
  'rencontre.change': 'modifie une rencontre',
  'rencontre.create': 'prépare une rencontre',
  'rencontre.documents': 'met à jour les documents d’une rencontre',
  'rencontre.move': 'reporte une rencontre',
  'rencontre.outcome': 'écrit le bilan d’une rencontre',
  'rencontre.publish': 'publie une rencontre',
  'rule.import': 'importe des règles',
  'session.end': 'ferme une session',
  'session.start': 'se connecte',
  'sign-in-link.make': 'fait un lien de connexion',
  'source.add': 'ajoute une source',
  'source-moved': 'suit une source qui a changé d’adresse',
  'source-identifiers-changed': 'reconnaît des fiches dont l’identifiant a changé',
  'template.adopt': 'note l’adoption du modèle commun',
  'template.begin': 'commence une version du modèle commun',
  'template.save': 'modifie une version du modèle commun',
  'template.use': 'déclare utiliser le modèle commun',
  'template.use-confirm': 'confirme une déclaration d’utilisation du modèle commun',
  'template.use-decline': 'écarte une déclaration d’utilisation du modèle commun',
  'token.make': 'fait un jeton',
  'token.revoke': 'révoque un jeton',
}

/** « donne un rôle »; the log's own word where there is no other. */
export function actionLabel(action: string): string {
  return ACTIONS[action] ?? pactLabel(action) ?? action
}

/** « ajoute un jalon », « modifie une action »: every change of the pact is logged by what it is of. */
function pactLabel(action: string): string | null {
  const [, kind = '', change] = /^pact\.([a-z]+)\.(create|change)$/.exec(action) ?? []
  if (!Object.hasOwn(PACT_SUBJECTS, kind)) return null
  return `${change === 'create' ? 'ajoute' : 'modifie'} ${PACT_SUBJECTS[kind as VersionedKind]}`
}

const PACT_SUBJECTS: Record<VersionedKind, string> = {
  pact: 'le pacte',
  text: 'un texte du pacte',
  axis: 'un axe du pacte',
  problem: 'un problème partagé',
  group: 'un groupe de travail',
  member: 'un membre d’un groupe',
  step: 'une étape close',
  meeting: 'une réunion',
  decision: 'une décision',
  action: 'une action du pacte',
  council: 'la situation d’une collectivité',
  milestone: 'un jalon',
  evidence: 'un justificatif',
  measure: 'une mesure',
  reminder: 'une relance',
  commitment: 'un engagement',
  answer: 'une réponse à un engagement',
  paper: 'un document du pacte',
  training: 'une formation',
  session: 'une session de formation',
  analysis: 'une analyse annuelle',
}

/** Actions to filter by: every kind, and each one under its kind. */
export const ACTION_FAMILIES: { value: string; label: string }[] = [
  { value: 'session', label: 'Connexions' },
  { value: 'membership', label: 'Rôles' },
  { value: 'access', label: 'Demandes de rôle' },
  { value: 'agent', label: 'Comptes' },
  { value: 'identity', label: 'Identités' },
  { value: 'sign-in-link', label: 'Liens de connexion' },
  { value: 'administrator', label: 'Administrateurs du guichet' },
  { value: 'token', label: 'Jetons' },
  { value: 'partner', label: 'Partenaires' },
  { value: 'consultation', label: 'Consultations' },
  { value: 'contacts', label: 'Contacts' },
  { value: 'draft', label: 'Brouillons' },
  { value: 'complement', label: 'Précisions demandées' },
  { value: 'document', label: 'Documents' },
  { value: 'buyer', label: 'Acheteurs' },
  { value: 'source', label: 'Sources' },
  { value: 'pact', label: 'Pacte' },
  { value: 'analysis', label: 'Analyse annuelle' },
  { value: 'library', label: 'Bibliothèque' },
  { value: 'programme', label: 'Programmation' },
  { value: 'request', label: 'Saisines' },
  { value: 'template', label: 'Modèle commun' },
  { value: 'rule', label: 'Règles' },
]

const ACTORS: [RegExp, string][] = [
  [/^command:/, 'ligne de commande'],
  [/^poller$/, 'relevé des sources'],
]

/** Who did it: their name, or what acted by itself. */
export function actorLabel(actor: string, name: string | null): string {
  return name ?? ACTORS.find(([pattern]) => pattern.test(actor))?.[1] ?? actor
}

const FACTS: Record<string, string> = {
  administrator: 'administrateur du guichet',
  aliases: 'autres noms',
  buyerProfileUrl: 'profil d’acheteur',
  correspondent: 'correspondant PME',
  coverage: 'couverture',
  disabled: 'accès suspendu',
  ended: 'sessions fermées',
  fields: 'champs',
  how: 'moyen',
  issuer: 'fournisseur d’identité',
  issuers: 'fournisseurs d’identité',
  name: 'nom',
  role: 'rôle',
  scopes: 'portée',
  since: 'signataire depuis',
  until: 'signataire jusqu’au',
  version: 'version',
  website: 'site',
}

/** What a fact of a line is about; the log's own word where there is no other. */
export function factLabel(name: string): string {
  return FACTS[name] ?? name
}

export const JOURNAL_HEADER = [
  'numero',
  'date',
  'acteur',
  'nom_acteur',
  'partenaire',
  'action',
  'objet',
  'avant',
  'apres',
]

export const JOURNAL_PROBLEMS = {
  day: 'Donnez un jour qui existe, comme 02/03/2026.',
  reversed: 'Le dernier jour précède le premier.',
  year: 'Un fichier couvre un an au plus : rapprochez les deux jours.',
  many: 'Plus de 50 000 lignes : rapprochez les deux jours.',
} as const

export type JournalProblem = keyof typeof JOURNAL_PROBLEMS
