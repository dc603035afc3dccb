import type { Grid } from '../../rencontres/schema.ts'

/** A meeting as it is told: partners and buyers by their words, days by their distance from today. */
export interface RencontreStory {
  title: string
  organiser: string
  trade: string | null
  /** When it was prepared and published, and when it takes place. */
  published: number
  at: number
  starts: string
  ends: string
  place: string
  description: string
  programme: [from: number, to: number, title: string, speaker: string][]
  buyers: BuyerStory[]
  moved?: { at: number; from: number; why: string }
  calledOff?: [number, string]
  /** Once it is over. */
  after?: { outcome: string; file: { name: string; title: string; text: string } }
}

export interface BuyerStory {
  buyer: string
  seeks: string
  spot: string
  grid: Grid | null
  /** Firms that booked, by their rank among FIRMS, one after the other; `wait` stand in the waiting list. */
  booked?: number[]
  wait?: number[]
  /** Firms that did not come, and that have answered since. */
  absent?: number[]
  bid?: number[]
  words?: string
}

const hours = (hour: number, minute = 0) => hour * 60 + minute
const AFTERNOON: Grid = {
  from: hours(14),
  to: hours(17),
  length: 20,
  breaks: [{ from: hours(15, 20), to: hours(15, 40) }],
}

export const RENCONTRES: RencontreStory[] = [
  {
    title: 'Travaux publics : les chantiers de l’année',
    organiser: 'ffb-aude',
    trade: 'voirie-reseaux',
    published: -9,
    at: 24,
    starts: '09:00',
    ends: '17:00',
    place: 'La Médiathèque, esplanade André Malraux, 11100 Narbonne',
    description:
      'Quatre maîtres d’ouvrage présentent leurs travaux des douze prochains mois, puis reçoivent les entreprises une par une. Entrée libre à la plénière ; les rendez-vous se réservent.\n\nVenez avec une page sur votre entreprise : métiers, effectif, deux chantiers récents.',
    programme: [
      [hours(9), hours(9, 15), 'Accueil', 'secrétariat général de la fédération'],
      [hours(9, 15), hours(10), 'Le plan de charge des routes', 'direction des mobilités'],
      [hours(10), hours(10, 45), 'Eau, assainissement, voirie', 'direction des achats'],
      [hours(11), hours(12), 'Répondre à plusieurs : le groupement', 'conseil juridique'],
    ],
    buyers: [
      {
        buyer: 'departement-de-l-aude',
        seeks: 'Entretien des routes, ouvrages d’art, bâtiments des collèges.',
        spot: 'table 1',
        grid: { ...AFTERNOON, length: 15, breaks: [] },
        booked: [8, 3, 6, 10, 5],
      },
      {
        buyer: 'grand-narbonne',
        seeks: 'Réseaux d’eau et d’assainissement, berges, déchèteries.',
        spot: 'table 2',
        grid: AFTERNOON,
        booked: [10, 5, 3],
      },
      {
        buyer: 'narbonne',
        seeks: 'Petits travaux de voirie et de bâtiment, sous 90 000 € HT.',
        spot: 'table 3',
        grid: { from: hours(14), to: hours(15), length: 20, breaks: [] },
        booked: [0, 1, 4],
        wait: [2, 11],
      },
      {
        buyer: 'carcassonne-agglo',
        seeks: 'Présentation du plan pluriannuel de voirie et de pistes cyclables.',
        spot: '',
        grid: null,
      },
    ],
  },
  {
    title: 'Services numériques des collectivités',
    organiser: 'cci-de-l-aude',
    trade: 'informatique-telecoms',
    published: -20,
    at: 47,
    starts: '09:30',
    ends: '16:00',
    place: 'CCI de l’Aude, 3 boulevard Camille Pelletan, 11000 Carcassonne',
    description:
      'Hébergement, maintenance, sites web, cybersécurité : ce qui s’achète, et comment.',
    programme: [
      [hours(9, 30), hours(10, 30), 'Ce que les communes externalisent', 'direction du numérique'],
    ],
    buyers: [
      {
        buyer: 'carcassonne',
        seeks: 'Postes de travail, téléphonie, sites web.',
        spot: 'salle Cers',
        grid: { from: hours(13, 30), to: hours(15, 30), length: 15, breaks: [] },
        booked: [9],
      },
    ],
    moved: { at: -4, from: 33, why: 'La salle n’était pas disponible.' },
  },
  {
    title: 'Bâtiment : entretien et rénovation',
    organiser: 'capeb-aude',
    trade: 'maintenance-batiments',
    published: -110,
    at: -70,
    starts: '13:30',
    ends: '18:00',
    place: 'Chambre de métiers, 20 avenue du Maréchal Juin, 11000 Carcassonne',
    description: 'Artisans du bâtiment et bailleurs : entretien courant, rénovation énergétique.',
    programme: [
      [
        hours(13, 30),
        hours(14, 15),
        'Accords-cadres d’entretien : lire un lot',
        'responsable des marchés',
      ],
    ],
    buyers: [
      {
        buyer: 'habitat-audois',
        seeks: 'Plomberie, électricité, peinture, menuiserie en logement occupé.',
        spot: 'table 1',
        grid: { from: hours(14, 20), to: hours(17), length: 20, breaks: [] },
        booked: [0, 1, 2, 4, 6, 11],
        absent: [6],
        bid: [1, 4],
        words: 'Deux artisans ont été mis en relation pour répondre ensemble.',
      },
      {
        buyer: 'carcassonne',
        seeks: 'Entretien des écoles pendant les congés.',
        spot: 'table 2',
        grid: { from: hours(14, 20), to: hours(16), length: 20, breaks: [] },
        booked: [1, 0, 3],
        bid: [0],
      },
    ],
    after: {
      outcome:
        'Les entreprises demandent des lots plus petits sur l’entretien courant, et des plannings connus deux mois avant les congés scolaires.',
      file: {
        name: 'lots-d-entretien.txt',
        title: 'Accords-cadres d’entretien : lire un lot',
        text: 'Support de la plénière (démonstration)\n\n1. Où trouver les lots\n2. Ce que le bordereau demande\n3. Les délais d’intervention\n',
      },
    },
  },
  {
    title: 'Restauration collective et circuits courts',
    organiser: 'chambre-d-agriculture-de-l-aude',
    trade: 'restauration-alimentation',
    published: -60,
    at: -15,
    starts: '10:00',
    ends: '12:30',
    place: 'Halle aux grains, 11400 Castelnaudary',
    description: 'Producteurs et acheteurs de denrées pour les cantines.',
    programme: [],
    buyers: [],
    calledOff: [-22, 'Trop peu d’acheteurs disponibles ; elle sera proposée au printemps.'],
  },
]
