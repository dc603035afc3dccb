/** A training as it is told: partners by their words, days by their distance from today. */
export interface TrainingStory {
  title: string
  organiser: string
  with?: string[]
  /** Key of the working group that it came from. */
  group?: string
  /** Title of the action that it carries out. */
  action?: string
  stage: 'need' | 'design'
  from: number
  need: string
  programme: string
  aims: string
  audience: string
  length: string
  trainers: string
  price: string
  sessions: SessionStory[]
  balance?: { at: number; words: string }
}

export interface SessionStory {
  at: number
  place: string
  minimum: number
  seats: number
  opened?: number
  confirmed?: number
  cancelled?: [number, string]
  postponed?: { at: number; from: number; why: string }
  /** How many registered, and how many of them came. */
  registered?: number
  came?: number
}

const ADA = 'Chambre de métiers, 20 avenue du Maréchal Juin, 11000 Carcassonne'
const NARBONNE = 'La Médiathèque, esplanade André Malraux, 11100 Narbonne'

export const TRAININGS: TrainingStory[] = [
  {
    title: 'Répondre à sa première consultation',
    organiser: 'cma-de-l-aude',
    with: ['cci-de-l-aude', 'capeb-aude'],
    action: 'Former à la première réponse',
    stage: 'design',
    from: -330,
    need: 'Deux artisans sur trois n’ont jamais répondu ; une offre sur cinq est irrégulière.',
    programme:
      'Trouver une consultation ; lire le dossier ; remplir la candidature ; chiffrer ; déposer.',
    aims: 'Repartir avec une candidature complète et réutilisable.',
    audience: 'Artisans et petites entreprises qui n’ont jamais répondu.',
    length: 'Une journée',
    trainers: 'Un conseiller de la chambre et un acheteur du Département',
    price: 'Gratuit',
    sessions: [
      {
        at: -260,
        place: ADA,
        minimum: 6,
        seats: 12,
        opened: -300,
        confirmed: -268,
        registered: 12,
        came: 11,
      },
      {
        at: -135,
        place: NARBONNE,
        minimum: 6,
        seats: 12,
        opened: -170,
        confirmed: -142,
        registered: 11,
        came: 10,
      },
      { at: 33, place: NARBONNE, minimum: 6, seats: 12, opened: -12, registered: 7 },
    ],
    balance: {
      at: -8,
      words: 'Les dossiers de candidature sont complets ; le chiffrage reste le point faible.',
    },
  },
  {
    title: 'Chiffrer et rédiger un mémoire technique',
    organiser: 'cci-de-l-aude',
    with: ['ffb-aude'],
    action: 'Former à la première réponse',
    stage: 'design',
    from: -200,
    need: 'La valeur technique compte pour 40 à 60 % : les mémoires des petites entreprises sont trop courts.',
    programme: 'Lire les critères ; montrer ses moyens ; photos de chantiers ; relecture croisée.',
    aims: 'Un mémoire de huit pages prêt à adapter.',
    audience: 'Entreprises qui ont déjà répondu sans succès.',
    length: 'Deux demi-journées',
    trainers: 'Un économiste de la construction',
    price: '60 € par personne',
    sessions: [
      {
        at: -48,
        place: ADA,
        minimum: 6,
        seats: 10,
        opened: -90,
        confirmed: -55,
        registered: 10,
        came: 9,
      },
      {
        at: 26,
        place: ADA,
        minimum: 6,
        seats: 10,
        opened: -20,
        registered: 4,
        postponed: { at: -3, from: 12, why: 'Le formateur est retenu sur un chantier.' },
      },
    ],
  },
  {
    title: 'Répondre à plusieurs : le groupement d’entreprises',
    organiser: 'capeb-aude',
    group: 'allotissement',
    stage: 'design',
    from: -120,
    need: 'Les lots de 100 000 à 200 000 € sont à la taille de trois artisans, pas d’un.',
    programme: 'Formes de groupement ; contrat type ; qui signe, qui est payé.',
    aims: 'Savoir monter un groupement en une semaine.',
    audience: 'Artisans du bâtiment',
    length: 'Une demi-journée',
    trainers: 'La juriste de la CAPEB',
    price: 'Gratuit pour les adhérents, 40 € sinon',
    sessions: [
      {
        at: -40,
        place: NARBONNE,
        minimum: 8,
        seats: 16,
        opened: -80,
        registered: 3,
        cancelled: [-47, 'Trois inscrits pour un minimum de huit.'],
      },
    ],
  },
  {
    title: 'Déposer une offre en ligne sans se perdre',
    organiser: 'chambre-d-agriculture-de-l-aude',
    stage: 'design',
    from: -60,
    need: 'Restauration collective : les exploitations renoncent devant la plateforme.',
    programme: '',
    aims: 'Déposer une offre d’essai du début à la fin.',
    audience: 'Exploitations et ateliers de transformation',
    length: 'Une demi-journée',
    trainers: '',
    price: 'Gratuit',
    sessions: [],
  },
  {
    title: 'Les achats de travaux vus par l’acheteur',
    organiser: 'ffb-aude',
    stage: 'need',
    from: -25,
    need: 'Les entreprises demandent à comprendre comment les offres sont notées.',
    programme: '',
    aims: '',
    audience: '',
    length: '',
    trainers: '',
    price: '',
    sessions: [],
  },
]

/** Firms that register, all invented. */
export const FIRMS = [
  ['Menuiserie Exemple', 'Camille Essai', 'Narbonne', 'menuiserie-metallerie'],
  ['Électricité Modèle', 'Dominique Témoin', 'Carcassonne', 'electricite'],
  ['Peintures du Canal', 'Alex Fictif', 'Trèbes', 'peinture-sols-facades'],
  ['Maçonnerie des Corbières', 'Claude Inventé', 'Lézignan-Corbières', 'gros-oeuvre'],
  ['Plomberie Essai', 'Sacha Démo', 'Limoux', 'plomberie-chauffage-climatisation'],
  ['Jardins d’Oc', 'Lou Imaginé', 'Castelnaudary', 'espaces-verts-foret'],
  ['Couverture Lauragais', 'Andrea Prétexte', 'Castelnaudary', 'autre'],
  ['Nettoyage Clarté', 'Morgan Exempt', 'Narbonne', 'nettoyage'],
  ['Terrassement du Minervois', 'Charlie Feint', 'Trèbes', 'autre'],
  ['Imprimerie de l’Aude', 'Noa Supposé', 'Carcassonne', 'autre'],
  ['Serrurerie du Littoral', 'Maé Simulé', 'Gruissan', 'autre'],
  ['Carrelages Exemple', 'Eden Conçu', 'Coursan', 'autre'],
] as const
