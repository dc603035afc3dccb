import type { Facts, LotFacts, Moment } from '../../src/consultations/facts.ts'
import type {
  Board,
  ConsultationPage,
  FilterLabels,
  ListedConsultation,
} from '../../src/consultations/shown.ts'
import type { Frame } from '../../views/layout/layout.tsx'

/** The instant that sample pages are looked at: a Saturday evening in Paris. */
export const NOW = new Date('2026-11-21T17:25:00Z')

export const sampleFrame: Frame = {
  path: '/',
  baseUrl: 'https://guichet.example',
  assets: (name) => `/assets/${name}`,
  integrity: () => undefined,
  operator: 'Chambre de commerce et d’industrie de l’Aude',
  contact: 'guichet@example.org',
  sourceCode: null,
  demonstration: false,
  accessibility: 'none',
  alerts: true,
}

/** A winter moment (Paris is one hour ahead of UTC). */
export function moment(wall: string, doubt?: Moment['doubt']): Moment {
  return { instant: new Date(`${wall}:00+01:00`).toISOString(), wall, doubt }
}

export function sampleListed(changes: Partial<ListedConsultation> = {}): ListedConsultation {
  return {
    reference: '2026-0042',
    path: '/consultations/2026-0042-renovation-thermique-de-l-ecole-jean-jaures',
    title: 'Rénovation thermique de l’école Jean-Jaurès',
    buyer: { name: 'Ville de Narbonne', slug: 'ville-de-narbonne' },
    state: 'open',
    tag: null,
    isNew: true,
    deadline: moment('2026-12-15T12:00'),
    deadlineStage: 'tender',
    matchingLots: [{ number: '6', title: 'Électricité, courants forts et faibles' }],
    lotCount: 12,
    place: { label: 'Narbonne', kind: 'commune', basis: 'given' },
    amount: { min: 40_000, max: 90_000 },
    amountOf: 'lot',
    category: 'works',
    procedure: 'adapted',
    siteVisit: {
      obligation: 'compulsory',
      dates: [moment('2026-12-03T14:00')],
      booking: 'sur rendez-vous au 04 00 00 00 00',
    },
    reserved: null,
    tradeBasis: 'cpv',
    unknowns: [],
    demonstration: false,
    ...changes,
  }
}

const sampleItems: ListedConsultation[] = [
  sampleListed({
    reference: '2026-0040',
    path: '/consultations/2026-0040-entretien-des-espaces-verts',
    title: 'Entretien des espaces verts et élagage des platanes du canal',
    buyer: { name: 'Carcassonne Agglo', slug: 'carcassonne-agglo' },
    tag: 'last-day',
    isNew: false,
    deadline: moment('2026-11-22T12:00'),
    matchingLots: [],
    lotCount: 3,
    place: { label: 'Carcassonne', kind: 'commune', basis: 'given' },
    amount: null,
    category: 'services',
    siteVisit: null,
    reserved: 'integration',
  }),
  sampleListed(),
  sampleListed({
    reference: '2026-0044',
    path: '/consultations/2026-0044-construction-d-un-groupe-scolaire',
    title: 'Construction d’un groupe scolaire et de son restaurant',
    buyer: { name: 'Commune de Lézignan-Corbières', slug: 'lezignan-corbieres' },
    tag: 'deadline-moved',
    isNew: false,
    deadline: moment('2026-12-18T16:30', 'sources-disagree'),
    matchingLots: [],
    lotCount: null,
    place: { label: 'Lézignan-Corbières', kind: 'commune', basis: 'buyer' },
    amount: { min: null, max: 5_000_000 },
    amountOf: 'whole',
    procedure: 'open',
    siteVisit: null,
    tradeBasis: 'building-works',
    unknowns: ['place'],
  }),
  sampleListed({
    reference: '2026-0045',
    path: '/consultations/2026-0045-maitrise-d-oeuvre-de-la-halle',
    title: 'Maîtrise d’œuvre pour la restauration de la halle',
    buyer: { name: 'Département de l’Aude', slug: 'departement-de-l-aude' },
    tag: 'changed',
    isNew: false,
    deadline: moment('2027-01-08T17:00'),
    deadlineStage: 'candidacy',
    matchingLots: [],
    lotCount: null,
    place: null,
    amount: { min: 200_000, max: 200_000 },
    amountOf: 'whole',
    category: null,
    procedure: 'restricted',
    siteVisit: null,
    tradeBasis: 'words',
    unknowns: ['place'],
  }),
]

export const noLabels: FilterLabels = { trade: null, place: null, buyer: null }

const few = (count: number) => ({ count, more: false })

export const sampleFacets: Board['facets'] = {
  category: [
    { value: 'works', label: 'works', count: few(25) },
    { value: 'services', label: 'services', count: few(17) },
  ],
  trade: [
    { value: 'electricite', label: 'Électricité', count: few(6), group: 'Bâtiment' },
    { value: 'gros-oeuvre', label: 'Gros œuvre', count: few(0), group: 'Bâtiment' },
    { value: 'voirie-reseaux', label: 'Voirie', count: few(9), group: 'Travaux publics' },
  ],
  procedure: [
    { value: 'adapted', label: 'adapted', count: few(30) },
    { value: 'open', label: 'open', count: few(5) },
    { value: 'restricted', label: 'restricted', count: few(2) },
  ],
  buyer: [{ value: 'ville-de-narbonne', label: 'Ville de Narbonne', count: few(8) }],
}

export function sampleBoard(changes: Partial<Board> = {}): Board {
  return {
    filter: {},
    items: sampleItems,
    next: 'suite',
    previous: null,
    lookedTo: null,
    total: few(42),
    unknowns: few(0),
    openCount: few(42),
    buyerCount: 17,
    facets: sampleFacets,
    proposedTrade: null,
    without: [],
    updatedAt: new Date('2026-11-21T17:12:00Z'),
    silentSources: [],
    ...changes,
  }
}

const sampleLots: LotFacts[] = [
  {
    number: '1',
    title: 'Gros œuvre, démolition',
    amount: { min: 200_000, max: 500_000 },
    place: { kind: 'commune', name: 'Narbonne', code: '11262' },
  },
  {
    number: '6',
    title: 'Électricité, courants forts et faibles',
    amount: { min: 40_000, max: 90_000 },
  },
]

const sampleFacts: Partial<Facts> = {
  object: 'MARCHE DE TRAVAUX POUR LA RENOVATION THERMIQUE DE L’ECOLE JEAN-JAURES – LOTS 1 A 12',
  description: 'Isolation par l’extérieur, menuiseries, électricité et ventilation.',
  reference: '26TX014',
  boampId: '26-00000',
  category: 'works',
  procedure: 'adapted',
  contractForm: 'ordinary',
  cpv: ['45214200', '45310000'],
  amount: { min: 500_000, max: 1_000_000 },
  deadline: moment('2026-12-15T12:00'),
  siteVisit: {
    obligation: 'compulsory',
    dates: [moment('2026-12-03T14:00')],
    booking: 'sur rendez-vous au 04 00 00 00 00',
  },
  duration: '5 mois',
  expectedStart: 'mars 2027',
  variants: 'refused',
  grouping: 'Groupement libre',
  criteria: [
    { name: 'Prix', weight: 60 },
    { name: 'Valeur technique', weight: 40 },
  ],
  qualifications: ['Qualifelec ou équivalent'],
  requiredDocuments: ['DC1', 'DC2', 'mémoire technique'],
  response: { kind: 'platform', address: 'https://marchespublics.aude.fr/c/1', signature: false },
  documentsUrl: 'https://marchespublics.aude.fr/c/1',
  contact: { name: 'Service de la commande publique', phone: '04 00 00 00 00', email: null },
  paymentDelayDays: 30,
}

export function samplePage(changes: Partial<ConsultationPage> = {}): ConsultationPage {
  const readAt = new Date('2026-11-20T05:30:00Z')
  return {
    listed: sampleListed(),
    ocid: 'ocds-abc123-2026-0042',
    publishedAt: new Date('2026-11-20T05:00:00Z'),
    daysGiven: 25,
    facts: sampleFacts,
    buyers: [
      { name: 'Ville de Narbonne', siret: null, coordinator: true, slug: 'ville-de-narbonne' },
      { name: 'Grand Narbonne', siret: null, coordinator: false, slug: 'grand-narbonne' },
    ],
    lots: sampleLots,
    provenance: {
      deadline: {
        source: 'marchespublics.aude.fr',
        url: 'https://marchespublics.aude.fr/rss',
        words: 'Date limite de remise des offres : 15/12/2026 à 12h00',
        basis: 'extracted',
        readAt,
        parts: [],
      },
      procedure: {
        source: 'BOAMP',
        url: null,
        words: null,
        basis: 'structured',
        readAt,
        parts: [],
      },
    },
    history: [
      {
        id: 2,
        kind: 'extension',
        publishedAt: new Date('2026-11-21T09:00:00Z'),
        recordedAt: new Date('2026-11-21T09:10:00Z'),
        changes: [
          {
            field: 'deadline',
            before: moment('2026-12-08T12:00'),
            after: moment('2026-12-15T12:00'),
          },
          { field: 'lot.amount', lot: '6', before: null, after: { min: 40_000, max: 90_000 } },
        ],
        reason: 'visite supplémentaire',
        source: 'marchespublics.aude.fr',
      },
      {
        id: 1,
        kind: 'tender',
        publishedAt: new Date('2026-11-20T05:00:00Z'),
        recordedAt: readAt,
        changes: [],
        reason: null,
        source: 'marchespublics.aude.fr',
      },
    ],
    sources: [
      {
        name: 'marchespublics.aude.fr',
        url: 'https://marchespublics.aude.fr/c/1',
        lastSeen: new Date('2026-11-21T17:12:00Z'),
      },
    ],
    correspondent: {
      name: 'Camille Exemple',
      function: 'directrice de la commande publique',
      phone: '04 00 00 00 01',
      email: 'pme@example.org',
    },
    sameBuyer: [sampleItems[0]].filter((item) => item !== undefined),
    similar: [],
    trades: [{ slug: 'electricite', label: 'Électricité' }],
    questionsUntil: moment('2026-12-09T12:00'),
    renewedBy: null,
    renews: null,
    ...changes,
  }
}
