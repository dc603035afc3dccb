import type { BodyKind, Problem, RuleTarget, SchemeTheme } from './schema.ts'

interface SeedBody {
  slug: string
  kind: BodyKind
  name: string
  role: string
  territories: string[]
  problems: Problem[]
  source: string
}

interface SeedRule {
  slug: string
  problem: Problem
  employeesFrom?: number
  employeesBelow?: number
  territories?: string[]
  target: RuleTarget
  /** Address word of a body. */
  body?: string
  rank: number
  reason: string
  source: string
}

interface SeedScheme {
  slug: string
  theme: SchemeTheme
  title: string
  what: string
  audience?: string
  amount?: string
  steps: string
  law?: string
  body?: string
  source: string
}

const STATE = 'Organisation des services de l’État'
const PACT = 'Pacte : un correspondant PME par signataire'
const USE = 'Usage du guichet'
const CODE = 'Code de la commande publique'

/** Since when the rules below are shown to hold. */
export const SEED_IN_FORCE_FROM = '2026-01-01'

/**
 * Bodies that an instance of the Aude starts with. Their telephones and addresses are « à compléter », and their pages
 * say that nobody has checked them yet.
 */
export const BODIES: SeedBody[] = [
  {
    slug: 'mediateur-des-entreprises',
    kind: 'state-service',
    name: 'Médiateur des entreprises',
    role: 'Aide une entreprise et son client, public ou privé, à sortir d’un blocage : retard de paiement, clause, rupture. La médiation est gratuite et confidentielle.',
    territories: [],
    problems: ['mediation', 'payment'],
    source: STATE,
  },
  {
    slug: 'crp',
    kind: 'state-service',
    name: 'Commissaire aux restructurations et à la prévention des difficultés des entreprises (CRP)',
    role: 'Service de l’État en région : accompagne en confidence les entreprises de moins de 400 salariés en difficulté, du diagnostic à la recherche d’une solution. Il a succédé au délégué au redressement productif.',
    territories: [],
    problems: ['difficulty'],
    source: STATE,
  },
  {
    slug: 'codefi-de-l-aude',
    kind: 'instance',
    name: 'CODEFI de l’Aude',
    role: 'Comité départemental d’examen des problèmes de financement des entreprises : reçoit les entreprises du département de moins de 400 salariés.',
    territories: ['d:11'],
    problems: ['difficulty'],
    source: STATE,
  },
  {
    slug: 'ciri',
    kind: 'state-service',
    name: 'Comité interministériel de restructuration industrielle (CIRI)',
    role: 'Service national de l’État pour les entreprises de 400 salariés et plus en difficulté.',
    territories: [],
    problems: ['difficulty'],
    source: STATE,
  },
]

export const HELP_RULES: SeedRule[] = [
  {
    slug: 'question-acheteur',
    problem: 'question',
    target: 'buyer-correspondent',
    rank: 10,
    reason: 'Le correspondant PME de l’acheteur répond aux entreprises.',
    source: PACT,
  },
  {
    slug: 'question-chambres',
    problem: 'question',
    target: 'chambers',
    rank: 20,
    reason:
      'Les chambres conseillent leurs entreprises sur les consultations de tous les acheteurs.',
    source: USE,
  },
  {
    slug: 'orientation-chambres',
    problem: 'orientation',
    target: 'chambers',
    rank: 10,
    reason: 'Les chambres connaissent les acheteurs, les formations et les aides du territoire.',
    source: USE,
  },
  {
    slug: 'orientation-organisations',
    problem: 'orientation',
    target: 'professional-bodies',
    rank: 20,
    reason: 'Les organisations professionnelles conseillent les entreprises de leur métier.',
    source: USE,
  },
  {
    slug: 'paiement-acheteur',
    problem: 'payment',
    target: 'buyer-correspondent',
    rank: 10,
    reason: 'Le correspondant PME de l’acheteur peut dire où en est la facture.',
    source: PACT,
  },
  {
    slug: 'paiement-mediateur',
    problem: 'payment',
    target: 'body',
    body: 'mediateur-des-entreprises',
    rank: 20,
    reason: 'Quand l’acheteur ne répond pas, ou n’a pas signé le pacte.',
    source: STATE,
  },
  {
    slug: 'mediation-acheteur',
    problem: 'mediation',
    target: 'buyer-correspondent',
    rank: 10,
    reason: 'Le correspondant PME est le premier médiateur entre son organisme et les entreprises.',
    source: PACT,
  },
  {
    slug: 'mediation-mediateur',
    problem: 'mediation',
    target: 'body',
    body: 'mediateur-des-entreprises',
    rank: 20,
    reason:
      'Quand le correspondant n’a pas pu débloquer la situation, ou que l’acheteur n’a pas signé le pacte.',
    source: STATE,
  },
  {
    slug: 'innovation-acheteur',
    problem: 'innovation',
    target: 'buyer-correspondent',
    rank: 10,
    reason: 'Le correspondant PME fait suivre la proposition au service qu’elle intéresse.',
    source: PACT,
  },
  {
    slug: 'innovation-chambres',
    problem: 'innovation',
    target: 'chambers',
    rank: 20,
    reason: 'Les chambres aident à présenter une innovation et à la financer.',
    source: USE,
  },
  {
    slug: 'financement-chambres',
    problem: 'financing',
    target: 'chambers',
    rank: 10,
    reason: 'Les chambres orientent vers les aides, les garanties et les prêts du moment.',
    source: USE,
  },
  {
    slug: 'difficulte-moins-de-400',
    problem: 'difficulty',
    employeesBelow: 400,
    target: 'body',
    body: 'crp',
    rank: 10,
    reason: 'Moins de 400 salariés : l’État accompagne en région.',
    source: STATE,
  },
  {
    slug: 'difficulte-aude-moins-de-400',
    problem: 'difficulty',
    employeesBelow: 400,
    territories: ['d:11'],
    target: 'body',
    body: 'codefi-de-l-aude',
    rank: 20,
    reason: 'Moins de 400 salariés dans l’Aude : le comité du département examine le financement.',
    source: STATE,
  },
  {
    slug: 'difficulte-400-et-plus',
    problem: 'difficulty',
    employeesFrom: 400,
    target: 'body',
    body: 'ciri',
    rank: 30,
    reason: '400 salariés et plus : le comité national est compétent.',
    source: STATE,
  },
]

export const SCHEMES: SeedScheme[] = [
  {
    slug: 'avance',
    theme: 'advance',
    title: 'L’avance au début du marché',
    what: 'L’acheteur verse une partie du prix avant le début des travaux ou de la livraison. Elle est due quand le marché dépasse 50 000 € HT et dure plus de deux mois.',
    amount:
      'De 5 à 30 % du montant TTC. Pour une PME, au moins 30 % avec l’État, 10 % avec les collectivités et les établissements de l’État dont les dépenses de fonctionnement dépassent 60 millions d’euros, 5 % avec les autres.',
    steps:
      'Regardez l’article « avance » du cahier des charges. Ne cochez pas la case par laquelle on y renonce dans l’acte d’engagement.',
    law: 'Art. R. 2191-3 et R. 2191-7',
    source: CODE,
  },
  {
    slug: 'delais-de-paiement',
    theme: 'financing',
    title: 'Être payé à temps',
    what: 'Un acheteur public paie dans les 30 jours, un hôpital public dans les 50 jours. Passé ce délai, des intérêts et une somme forfaitaire sont dus.',
    steps:
      'Déposez la facture sur le portail de facturation de l’État et gardez la date de dépôt. En cas de retard, écrivez au correspondant PME de l’acheteur avant tout recours.',
    body: 'mediateur-des-entreprises',
    source: CODE,
  },
  {
    slug: 'ceder-sa-creance',
    theme: 'financing',
    title: 'Se faire avancer le prix du marché par sa banque',
    what: 'La créance née d’un marché public peut être cédée ou donnée en garantie à une banque ou à un affactureur, qui avance alors le prix.',
    audience: 'Titulaires, et sous-traitants payés directement.',
    steps:
      'Demandez à l’acheteur l’exemplaire unique du marché, ou un certificat de cessibilité, puis remettez-le à la banque.',
    source: CODE,
  },
  {
    slug: 'proposer-une-innovation',
    theme: 'innovation',
    title: 'Proposer une solution innovante',
    what: 'Sous un seuil fixé par le code, un acheteur peut acheter une solution innovante sans publicité ni mise en concurrence. Une entreprise peut donc la lui présenter sans attendre de consultation.',
    steps:
      'Décrivez en une page le besoin auquel la solution répond, ce qui est nouveau et un ordre de prix, puis envoyez-la au correspondant PME de l’acheteur.',
    source: CODE,
  },
  {
    slug: 'entreprise-en-difficulte',
    theme: 'difficulty',
    title: 'Mon entreprise est en difficulté : à qui parler ?',
    what: 'Plus on en parle tôt, plus il y a de solutions : délais, médiation, recherche de financement. L’échange est confidentiel.',
    audience:
      'Moins de 400 salariés : le commissaire aux restructurations et à la prévention des difficultés des entreprises, ou le CODEFI du département. 400 salariés et plus : le CIRI.',
    steps:
      'Préparez la situation de trésorerie, le carnet de commandes et le nombre d’emplois concernés.',
    body: 'crp',
    source: STATE,
  },
]
