import type { Amount, Category, Procedure } from '../../src/consultations/facts.ts'

/** A believable consultation of the Aude that nobody ever published. Amounts are euros excluding VAT. */
export interface Invented {
  reference: string
  object: string
  description: string
  buyer: string
  /** Where the work is done, and the INSEE code of that commune. */
  commune: { name: string; code: string }
  category: Category
  procedure: Procedure
  cpv: string
  /** Titles; none where the contract is not divided. */
  lots: string[]
  amount: Amount | null
  /** Calendar days between publication and deadline. */
  daysGiven: number
  /** Paris time of day of the deadline, `12:00`. */
  hour: string
}

/** The consultation of this number: always the same one. */
export function invent(number: number): Invented {
  const random = randomFrom(number)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const commune = pick(COMMUNES)
  const work = pick(WORKS)
  const place = pick(work.places)
  const amount = pick(AMOUNTS)
  const divided = work.lots.length > 0 && random() < 0.4
  return {
    reference: `${pick(['TX', 'MP', 'CP', 'DST'])}-${String(number).padStart(6, '0')}`,
    object: `${pick(work.actions)} ${place} à ${commune.name}`,
    description: `${pick(OPENINGS)} ${work.said} ${pick(DETAILS)} ${pick(DETAILS)} ${pick(CLOSINGS)}`,
    buyer: `${pick(work.buyers)} ${commune.name}`,
    commune,
    category: work.category,
    procedure: pick(PROCEDURES),
    cpv: work.cpv,
    lots: divided ? work.lots.slice(0, 2 + Math.floor(random() * (work.lots.length - 1))) : [],
    amount: random() < 0.5 ? { min: amount, max: amount * 2 } : null,
    daysGiven: 15 + Math.floor(random() * 30),
    hour: pick(['12:00', '12:00', '16:00', '17:00']),
  }
}

/** Numbers from 0 to 1 that follow from the seed alone (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const COMMUNES = [
  { name: 'Carcassonne', code: '11069' },
  { name: 'Narbonne', code: '11262' },
  { name: 'Castelnaudary', code: '11076' },
  { name: 'Lézignan-Corbières', code: '11203' },
  { name: 'Limoux', code: '11206' },
  { name: 'Coursan', code: '11106' },
  { name: 'Trèbes', code: '11397' },
  { name: 'Sigean', code: '11379' },
  { name: 'Gruissan', code: '11170' },
  { name: 'Leucate', code: '11202' },
  { name: 'Quillan', code: '11304' },
  { name: 'Bram', code: '11049' },
  { name: 'Port-la-Nouvelle', code: '11266' },
  { name: 'Fleury', code: '11145' },
  { name: 'Cuxac-d’Aude', code: '11116' },
]

const PROCEDURES: Procedure[] = ['adapted', 'adapted', 'adapted', 'below-threshold', 'open']
const AMOUNTS = [12_000, 25_000, 45_000, 90_000, 160_000, 320_000, 800_000, 2_500_000]

const TOWN = ['Commune de', 'Ville de', 'Mairie de']
const TOWN_OR_HOUSING = [...TOWN, 'Office public de l’habitat de', 'CCAS de']

interface Work {
  actions: string[]
  places: string[]
  said: string
  category: Category
  cpv: string
  buyers: string[]
  lots: string[]
}

const WORKS: Work[] = [
  {
    actions: ['Réfection de la voirie', 'Aménagement de la chaussée', 'Renforcement du revêtement'],
    places: [
      'de l’avenue de la Gare',
      'du chemin des Vignes',
      'du centre ancien',
      'de la rue Basse',
    ],
    said: 'Les travaux comprennent le terrassement, la couche de forme, les enrobés et les bordures.',
    category: 'works',
    cpv: '45233140',
    buyers: TOWN,
    lots: ['Voirie et enrobés', 'Réseaux humides', 'Signalisation horizontale', 'Espaces verts'],
  },
  {
    actions: ['Rénovation énergétique', 'Restructuration', 'Extension et mise aux normes'],
    places: [
      'de l’école Jean-Jaurès',
      'du groupe scolaire',
      'de la mairie',
      'du gymnase municipal',
    ],
    said: 'Le bâtiment reste occupé pendant le chantier, qui est mené en deux phases.',
    category: 'works',
    cpv: '45214200',
    buyers: TOWN_OR_HOUSING,
    lots: [
      'Gros œuvre, démolition',
      'Charpente, couverture',
      'Menuiseries extérieures',
      'Plâtrerie, isolation',
      'Électricité, courants forts et faibles',
      'Plomberie, chauffage, ventilation',
      'Peinture, revêtements de sols',
    ],
  },
  {
    actions: ['Entretien des espaces verts', 'Élagage et taille des arbres', 'Débroussaillage'],
    places: ['des quartiers sud', 'des parcs et jardins', 'des berges du canal', 'du cimetière'],
    said: 'Les prestations sont commandées par bons selon un calendrier annuel.',
    category: 'services',
    cpv: '77310000',
    buyers: TOWN_OR_HOUSING,
    lots: ['Tonte et taille', 'Élagage'],
  },
  {
    actions: ['Nettoyage des locaux', 'Entretien ménager et vitrerie'],
    places: ['des bâtiments communaux', 'de la médiathèque', 'des crèches', 'des écoles'],
    said: 'Une clause d’insertion s’applique à l’exécution du marché.',
    category: 'services',
    cpv: '90910000',
    buyers: TOWN_OR_HOUSING,
    lots: ['Locaux administratifs', 'Locaux scolaires', 'Vitrerie'],
  },
  {
    actions: ['Fourniture de repas en liaison froide', 'Fourniture de denrées alimentaires'],
    places: ['pour la restauration scolaire', 'pour le portage à domicile'],
    said: 'Une part de produits biologiques et de circuits courts est demandée.',
    category: 'supplies',
    cpv: '15894200',
    buyers: TOWN_OR_HOUSING,
    lots: ['Fruits et légumes', 'Viandes', 'Produits laitiers', 'Épicerie'],
  },
  {
    actions: ['Maîtrise d’œuvre pour la réhabilitation', 'Étude de programmation pour l’extension'],
    places: ['de la salle polyvalente', 'du foyer rural', 'de la halle', 'de la piscine'],
    said: 'La mission va des études de diagnostic à l’assistance aux opérations de réception.',
    category: 'services',
    cpv: '71200000',
    buyers: TOWN,
    lots: [],
  },
  {
    actions: ['Acquisition de matériel informatique', 'Fourniture de postes et de serveurs'],
    places: ['pour les services', 'pour les écoles élémentaires'],
    said: 'La livraison, l’installation et la reprise de l’ancien matériel sont comprises.',
    category: 'supplies',
    cpv: '30200000',
    buyers: TOWN,
    lots: ['Postes de travail', 'Serveurs et sauvegarde'],
  },
  {
    actions: [
      'Renouvellement du réseau d’eau potable',
      'Réhabilitation du réseau d’assainissement',
    ],
    places: ['du faubourg', 'de la rue de la République', 'du lotissement des Oliviers'],
    said: 'Les branchements sont repris jusqu’à la limite de propriété.',
    category: 'works',
    cpv: '45231300',
    buyers: [...TOWN, 'Syndicat des eaux de'],
    lots: ['Canalisations', 'Contrôles et essais'],
  },
]

const OPENINGS = [
  'Le marché est passé selon une procédure adaptée ouverte.',
  'La consultation est ouverte à toutes les entreprises, seules ou en groupement.',
  'La collectivité souhaite retenir un prestataire unique par lot.',
]
const DETAILS = [
  'Le délai d’exécution est de six mois à compter de l’ordre de service.',
  'Les candidats remettent un mémoire technique de dix pages au plus.',
  'Une période de préparation de trente jours précède le démarrage.',
  'Les variantes ne sont pas autorisées.',
  'Le paiement intervient sous trente jours.',
  'Les offres sont remises par voie électronique sur le profil d’acheteur.',
]
const CLOSINGS = [
  'Les renseignements sont demandés par la messagerie de la plateforme.',
  'Le dossier de consultation est téléchargeable gratuitement.',
]
