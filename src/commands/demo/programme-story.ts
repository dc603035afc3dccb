import type { PurchaseFacts } from '../../programme/purchase.ts'

/** A planned purchase of the demonstration; quarters are counted from the one that it starts in. */
export interface PurchaseStory {
  /** Address word of its buyer. */
  buyer: string
  /** Days ago that it was announced. */
  announced: number
  /** Quarters from now in which it is expected; null with `year`: no quarter is said. */
  quarter: number | null
  /** Years from now, where no quarter is said. */
  year?: number
  object: string
  facts?: Partial<Pick<PurchaseFacts, 'category' | 'cpv' | 'trades' | 'amount' | 'description'>>
  place?: string
  /** How the buyer's own file names it. */
  identifier?: string
  /** Later it was said for another quarter. */
  moved?: { days: number; quarter: number }
  dropped?: { days: number; reason: string }
  /** The consultation that came of it: the beginning of its title. */
  became?: { days: number; title: string }
}

/** What the buyers of the Aude expect to buy, and what has become of what they announced. */
export const PURCHASES: PurchaseStory[] = [
  {
    buyer: 'narbonne',
    announced: 290,
    quarter: 0,
    object: 'Rénovation énergétique de deux gymnases',
    facts: { category: 'works', amount: { min: 500_000, max: 1_000_000 }, cpv: ['45212200'] },
    place: 'Narbonne',
    became: { days: 3, title: 'Rénovation énergétique de deux gymnases' },
  },
  {
    buyer: 'narbonne',
    announced: 290,
    quarter: 1,
    object: 'Réfection de la cour et végétalisation de l’école Jean-Macé',
    facts: {
      category: 'works',
      trades: ['voirie-reseaux', 'espaces-verts-foret'],
      amount: { min: 90_000, max: 200_000 },
      description: 'Travaux pendant les vacances d’été. Deux lots envisagés : sols, plantations.',
    },
    place: 'Narbonne',
  },
  {
    buyer: 'narbonne',
    announced: 290,
    quarter: -1,
    object: 'Entretien des toitures-terrasses des bâtiments communaux',
    facts: { category: 'works', trades: ['charpente-couverture'] },
    place: 'Narbonne',
  },
  {
    buyer: 'narbonne',
    announced: 120,
    quarter: 2,
    object: 'Nettoyage des vitres des équipements culturels',
    facts: { category: 'services', amount: { min: null, max: 40_000 } },
    place: 'Narbonne',
    moved: { days: 20, quarter: 3 },
  },
  {
    buyer: 'narbonne',
    announced: 200,
    quarter: -1,
    object: 'Acquisition d’un podium couvert mobile',
    facts: { category: 'supplies', amount: { min: 40_000, max: 90_000 } },
    dropped: { days: 60, reason: 'Location plutôt qu’achat, décidée au budget supplémentaire' },
  },
  {
    buyer: 'grand-narbonne',
    announced: 250,
    quarter: 0,
    object: 'Réaménagement de la déchèterie de Coursan',
    facts: { category: 'works', amount: { min: 200_000, max: 500_000 } },
    place: 'Coursan',
    identifier: 'PC-2026-07',
    became: { days: 3, title: 'Réaménagement de la déchèterie de Coursan' },
  },
  {
    buyer: 'grand-narbonne',
    announced: 40,
    quarter: 2,
    object: 'Réhabilitation du réseau d’eaux usées du quartier des plages',
    facts: {
      category: 'works',
      trades: ['voirie-reseaux'],
      amount: { min: 500_000, max: 1_000_000 },
      cpv: ['45232410'],
    },
    place: 'Gruissan',
    identifier: 'PC-2027-02',
  },
  {
    buyer: 'grand-narbonne',
    announced: 40,
    quarter: null,
    year: 1,
    object: 'Étude de mobilité des zones d’activités',
    facts: { category: 'services', trades: ['etudes-controles'] },
    identifier: 'PC-2027-05',
  },
  {
    buyer: 'carcassonne',
    announced: 300,
    quarter: -1,
    object: 'Réfection des peintures intérieures de trois écoles',
    facts: {
      category: 'works',
      trades: ['peinture-sols-facades'],
      amount: { min: 40_000, max: 90_000 },
    },
    place: 'Carcassonne',
    became: { days: 2, title: 'Réfection des peintures intérieures de trois écoles' },
  },
  {
    buyer: 'carcassonne',
    announced: 60,
    quarter: 1,
    object: 'Remplacement des chaudières de deux groupes scolaires',
    facts: {
      category: 'works',
      trades: ['plomberie-chauffage-climatisation'],
      amount: { min: 90_000, max: 200_000 },
      cpv: ['45331000'],
    },
    place: 'Carcassonne',
  },
  {
    buyer: 'carcassonne',
    announced: 60,
    quarter: 2,
    object: 'Fourniture de mobilier pour la maison des associations',
    facts: { category: 'supplies', trades: ['fournitures-mobilier'] },
    place: 'Carcassonne',
  },
  {
    buyer: 'carcassonne-agglo',
    announced: 75,
    quarter: 1,
    object: 'Création d’une piste cyclable entre Trèbes et Carcassonne',
    facts: {
      category: 'works',
      trades: ['voirie-reseaux', 'signalisation-mobilier-urbain'],
      amount: { min: 500_000, max: 1_000_000 },
    },
    place: 'Trèbes',
  },
  {
    buyer: 'departement-de-l-aude',
    announced: 330,
    quarter: -2,
    object: 'Maintenance des ascenseurs des collèges',
    facts: { category: 'services', trades: ['maintenance-batiments'] },
    place: 'Aude',
  },
  {
    buyer: 'departement-de-l-aude',
    announced: 90,
    quarter: 1,
    object: 'Réfection des façades du collège de Quillan',
    facts: {
      category: 'works',
      trades: ['peinture-sols-facades'],
      amount: { min: 200_000, max: 500_000 },
      cpv: ['45443000'],
    },
    place: 'Quillan',
  },
  {
    buyer: 'departement-de-l-aude',
    announced: 90,
    quarter: 3,
    object: 'Enrobés et petits travaux de voirie, secteur des Corbières',
    facts: {
      category: 'works',
      trades: ['voirie-reseaux'],
      amount: { min: 1_000_000, max: 5_000_000 },
      description: 'Accord-cadre à bons de commande, alloti par canton.',
    },
    place: 'Aude',
  },
  {
    buyer: 'habitat-audois',
    announced: 50,
    quarter: 1,
    object: 'Remise en état de logements entre deux locataires, tous corps d’état',
    facts: { category: 'works', amount: { min: 200_000, max: 500_000 }, cpv: ['45453000'] },
    place: 'Aude',
  },
]
