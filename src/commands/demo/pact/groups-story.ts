import type { Step } from '../../../pact/groups/schema.ts'
import type { GroupValues } from '../../../pact/groups/values.ts'

type Written = Pick<
  GroupValues,
  | 'title'
  | 'purpose'
  | 'problemStatement'
  | 'problemFigure'
  | 'aim'
  | 'perimeter'
  | 'deliverables'
  | 'internalConstraints'
  | 'legalConstraints'
  | 'indicator'
  | 'indicatorUnit'
  | 'indicatorStart'
  | 'indicatorTarget'
  | 'rhythmMeetings'
  | 'rhythmPeriod'
>

/** A working group as it is told: partners by their words, days by their distance from today. */
export interface GroupStory extends Written {
  key: string
  axis: string
  problem: { title: string; statement: string; figure: string; source: string }
  pilot: string
  coPilot: string
  members: string[]
  starts: number
  ends: number
  /** Steps closed, each with its deliverable and the day of its validation. */
  steps: [Step, string, number][]
  /** Measured values of its indicator, each with its source. */
  measures: { at: number; value: number; source: string }[]
  meetings: MeetingStory[]
}

export interface MeetingStory {
  at: number
  hour: string
  place: string
  agenda: string
  /** Partners that came. Absent: it is still to come. */
  present?: string[]
  excused?: string[]
  decisions?: { what: string; who?: string; due?: number; becomesAction?: boolean }[]
  minutes?: string
  /** Whether its minutes are for all. */
  open?: boolean
  cancelled?: string
}

const DOME = 'Salle du Dôme, rue du 4 septembre, 11000 Carcassonne'
const MEDIATHEQUE = 'La Médiathèque, esplanade André Malraux, 11100 Narbonne'
const CHAMBRE = 'CCI de l’Aude, 3 boulevard Camille Pelletan, 11000 Carcassonne'

export const GROUPS: GroupStory[] = [
  {
    key: 'modele',
    axis: 'simplifier',
    title: 'Modèle commun de consultation',
    purpose: 'Un même dossier, court, pour les petits travaux de toutes les collectivités.',
    problem: {
      title: 'Des dossiers trop lourds pour de petits travaux',
      statement:
        'Pour un chantier de 30 000 €, une entreprise lit de 40 à 90 pages, différentes d’un acheteur à l’autre.',
      figure: '61 pages en moyenne pour des travaux de moins de 90 000 € HT (démonstration)',
      source: 'Lecture de 48 dossiers des cinq signataires',
    },
    pilot: 'carcassonne-agglo',
    coPilot: 'capeb-aude',
    members: ['narbonne', 'carcassonne', 'departement-de-l-aude', 'grand-narbonne', 'ffb-aude'],
    problemStatement:
      'Les petites entreprises renoncent à répondre devant des dossiers longs et tous différents.',
    problemFigure: '61 pages en moyenne par dossier, 9 pièces demandées.',
    aim: 'Un dossier de dix pages au plus, le même partout, pour les travaux de moins de 90 000 € HT.',
    perimeter: 'Travaux de moins de 90 000 € HT. Les marchés à bons de commande n’en sont pas.',
    deliverables: 'Un modèle de dossier, sa notice pour les agents, un relevé de son usage.',
    internalConstraints: 'Les services n’ont qu’un juriste pour trois collectivités.',
    legalConstraints: 'Code de la commande publique : égalité, liberté d’accès, transparence.',
    indicator: 'Consultations de travaux de moins de 90 000 € passées avec le modèle',
    indicatorUnit: '%',
    indicatorStart: 0,
    indicatorTarget: 80,
    rhythmMeetings: 1,
    rhythmPeriod: 'quarter',
    starts: -660,
    ends: 120,
    steps: [
      ['framing', 'Lettre de mission', -640],
      ['diagnosis', 'Constat : 48 dossiers lus', -560],
      ['co-construction', 'Modèle relu par les juristes', -430],
      ['experiment', 'Douze chantiers d’essai, bilan chiffré', -250],
    ],
    measures: [
      { at: -200, value: 22, source: 'Relevé des dossiers de trois collectivités (démonstration)' },
      { at: -30, value: 46, source: 'Relevé des dossiers des cinq signataires (démonstration)' },
    ],
    meetings: [
      {
        at: -600,
        hour: '09:30',
        place: DOME,
        agenda: 'Lecture de 48 dossiers\nCe que disent les artisans',
        present: ['carcassonne-agglo', 'capeb-aude', 'narbonne', 'carcassonne', 'ffb-aude'],
        excused: ['grand-narbonne'],
        decisions: [
          { what: 'Limiter le dossier à dix pages.', who: 'carcassonne-agglo', due: -430 },
          { what: 'Ne plus demander les pièces que l’État détient déjà.' },
        ],
        minutes:
          'Les artisans décrivent le temps passé : deux jours pour répondre à un chantier d’une semaine. Le groupe s’accorde sur un dossier unique.',
        open: true,
      },
      {
        at: -240,
        hour: '09:30',
        place: DOME,
        agenda: 'Bilan des douze chantiers d’essai\nDéploiement',
        present: ['carcassonne-agglo', 'capeb-aude', 'narbonne', 'departement-de-l-aude'],
        excused: ['ffb-aude'],
        decisions: [{ what: 'Chaque conseil délibère sur l’usage du modèle.', due: -60 }],
        minutes: 'Deux offres de plus en moyenne par chantier d’essai ; aucun recours.',
        open: true,
      },
      {
        at: -35,
        hour: '09:30',
        place: DOME,
        agenda: 'Où en est chaque collectivité\nNotice pour les secrétaires de mairie',
        present: ['carcassonne-agglo', 'capeb-aude', 'narbonne', 'carcassonne', 'grand-narbonne'],
        decisions: [
          {
            what: 'Écrire une notice d’une page pour les secrétaires de mairie.',
            who: 'carcassonne-agglo',
            due: 60,
            becomesAction: true,
          },
        ],
      },
      {
        at: 40,
        hour: '09:30',
        place: DOME,
        agenda: 'Relevé d’usage du trimestre\nPréparer l’évaluation',
      },
    ],
  },
  {
    key: 'paiement',
    axis: 'simplifier',
    title: 'Délais de paiement',
    purpose: 'Payer les entreprises dans les délais, et le montrer.',
    problem: {
      title: 'Des paiements qui tardent',
      statement: 'Un retard de paiement coûte à une petite entreprise plus que sa marge.',
      figure: '34 jours en moyenne, 12 % des factures au-delà de 30 jours (démonstration)',
      source: 'Relevé des services financiers',
    },
    pilot: 'departement-de-l-aude',
    coPilot: 'cci-de-l-aude',
    members: ['narbonne', 'carcassonne', 'grand-narbonne', 'cma-de-l-aude'],
    problemStatement: 'Douze factures sur cent sont payées après trente jours.',
    problemFigure: '34 jours en moyenne entre la facture et le paiement.',
    aim: 'Moins de 5 % de factures payées après trente jours, et un délai publié chaque trimestre.',
    perimeter: 'Factures de marchés publics des signataires, hors subventions.',
    deliverables: 'Un circuit court de validation, un relevé trimestriel publié.',
    internalConstraints: 'Le paiement lui-même relève du comptable public.',
    legalConstraints: 'Trente jours au plus, intérêts moratoires de droit.',
    indicator: 'Factures payées après trente jours',
    indicatorUnit: '%',
    indicatorStart: 12,
    indicatorTarget: 5,
    rhythmMeetings: 1,
    rhythmPeriod: 'month',
    starts: -400,
    ends: 250,
    steps: [
      ['framing', 'Lettre de mission', -380],
      ['diagnosis', 'Constat : le circuit d’une facture', -270],
    ],
    measures: [
      {
        at: -220,
        value: 11,
        source: 'Trésoreries des signataires, premier semestre (démonstration)',
      },
      {
        at: -40,
        value: 7.5,
        source: 'Trésoreries des signataires, second semestre (démonstration)',
      },
    ],
    meetings: [
      {
        at: -290,
        hour: '14:00',
        place: CHAMBRE,
        agenda: 'Le circuit d’une facture, service par service',
        present: ['departement-de-l-aude', 'cci-de-l-aude', 'narbonne', 'cma-de-l-aude'],
        decisions: [
          {
            what: 'Mesurer le délai service par service.',
            who: 'departement-de-l-aude',
            due: -200,
          },
        ],
        minutes: 'Neuf jours sur trente-quatre sont passés à attendre un visa.',
        open: true,
      },
      {
        at: -28,
        hour: '14:00',
        place: CHAMBRE,
        agenda: 'Premier relevé\nVisa unique : essai à Narbonne',
        present: ['departement-de-l-aude', 'cci-de-l-aude', 'narbonne', 'carcassonne'],
        excused: ['grand-narbonne'],
        decisions: [
          {
            what: 'Publier le délai de paiement de chaque trimestre.',
            who: 'departement-de-l-aude',
            due: 80,
            becomesAction: true,
          },
          { what: 'Essayer le visa unique pendant trois mois.', who: 'narbonne', due: 100 },
        ],
        minutes: 'Compte rendu réservé aux membres : chiffres par service.',
      },
      { at: 19, hour: '09:30', place: DOME, agenda: 'Relevé du trimestre\nVisa unique' },
      {
        at: -90,
        hour: '14:00',
        place: CHAMBRE,
        agenda: 'Visa unique',
        cancelled: 'Trop peu de membres disponibles ; le sujet passe à la réunion suivante.',
      },
    ],
  },
  {
    key: 'guichet',
    axis: 'informer',
    title: 'Guichet des consultations',
    purpose: 'Toutes les consultations à une seule adresse.',
    problem: {
      title: 'Les petites consultations restent introuvables',
      statement: 'Sous les seuils, chaque collectivité annonce où elle veut, ou n’annonce pas.',
      figure: '4 consultations sur 10 ne paraissent que sur le site de l’acheteur (démonstration)',
      source: 'Relevé des publications sur un trimestre',
    },
    pilot: 'grand-narbonne',
    coPilot: 'cma-de-l-aude',
    members: [
      'narbonne',
      'carcassonne',
      'carcassonne-agglo',
      'departement-de-l-aude',
      'cci-de-l-aude',
    ],
    problemStatement: 'Une entreprise doit surveiller dix plateformes et vingt sites.',
    problemFigure: '4 consultations sur 10 trouvées par les entreprises interrogées.',
    aim: 'Toutes les consultations des signataires, dès le premier euro annoncé.',
    perimeter: 'Consultations des signataires ; les autres acheteurs peuvent s’y joindre.',
    deliverables: 'Le guichet, ses flux, une phrase de couverture par signataire.',
    internalConstraints: 'Aucune ressaisie : les services ne publient qu’une fois.',
    legalConstraints: 'Seuls l’avis et le dossier publiés par l’acheteur font foi.',
    indicator: 'Consultations des signataires parues au guichet',
    indicatorUnit: '%',
    indicatorStart: 40,
    indicatorTarget: 95,
    rhythmMeetings: null,
    rhythmPeriod: null,
    starts: -700,
    ends: -30,
    steps: [
      ['framing', 'Lettre de mission', -680],
      ['diagnosis', 'Constat : où paraissent les avis', -620],
      ['co-construction', 'Cahier des charges ouvert', -540],
      ['experiment', 'Trois mois à trois collectivités', -420],
      ['deployment', 'Le guichet est ouvert à tous', -300],
      ['evaluation', 'Indicateur avant et après ; suite : garder', -45],
    ],
    measures: [
      { at: -300, value: 71, source: 'Comparaison avec les profils d’acheteur (démonstration)' },
      { at: -60, value: 92, source: 'Comparaison avec les profils d’acheteur (démonstration)' },
    ],
    meetings: [
      {
        at: -50,
        hour: '10:00',
        place: MEDIATHEQUE,
        agenda: 'Évaluation\nSuite à donner',
        present: [
          'grand-narbonne',
          'cma-de-l-aude',
          'narbonne',
          'carcassonne',
          'carcassonne-agglo',
        ],
        decisions: [
          { what: 'Garder le guichet et l’ouvrir aux syndicats.', who: 'grand-narbonne' },
        ],
        minutes:
          '93 % des consultations des signataires y paraissent ; il en manquait six sur dix.',
        open: true,
      },
    ],
  },
  {
    key: 'allotissement',
    axis: 'susciter',
    title: 'Lots et délais à la taille des entreprises',
    purpose: 'Des lots que de petites entreprises peuvent prendre, et le temps de répondre.',
    problem: {
      title: 'Des lots trop gros, des délais trop courts',
      statement: 'Un lot qui demande douze salariés écarte neuf entreprises audoises sur dix.',
      figure: '41 % des lots n’ont reçu qu’une offre (démonstration)',
      source: 'Attributions de l’année écoulée',
    },
    pilot: 'narbonne',
    coPilot: 'ffb-aude',
    members: ['carcassonne', 'departement-de-l-aude', 'capeb-aude'],
    problemStatement: 'Quatre lots sur dix ne reçoivent qu’une offre, ou aucune.',
    problemFigure: '41 % de lots à une seule offre, 21 jours de délai médian.',
    aim: 'Moins d’un lot sur quatre à une seule offre ; 28 jours de délai médian.',
    perimeter: 'Travaux et services, toutes procédures.',
    deliverables: 'Un guide de découpage en lots, un calendrier des planchers de délai.',
    internalConstraints: 'Plus de lots font plus de suivi : les services doivent s’y préparer.',
    legalConstraints: 'Allotissement de principe ; motifs à donner quand on y renonce.',
    indicator: 'Lots qui n’ont reçu qu’une offre',
    indicatorUnit: '%',
    indicatorStart: 41,
    indicatorTarget: 25,
    rhythmMeetings: 1,
    rhythmPeriod: 'quarter',
    starts: -500,
    ends: 200,
    steps: [
      ['framing', 'Lettre de mission', -480],
      ['diagnosis', 'Constat : les lots sans concurrence', -390],
      ['co-construction', 'Guide de découpage en lots', -180],
    ],
    measures: [{ at: -90, value: 36, source: 'Rapports d’analyse de 64 lots (démonstration)' }],
    meetings: [
      {
        at: -190,
        hour: '09:00',
        place: MEDIATHEQUE,
        agenda: 'Guide de découpage en lots\nPlanchers de délai',
        present: ['narbonne', 'ffb-aude', 'carcassonne', 'capeb-aude'],
        decisions: [
          { what: 'Publier le guide et le joindre aux formations.', who: 'narbonne', due: -120 },
        ],
        minutes: 'Le guide donne six exemples de découpage, du gymnase à la voirie.',
        open: true,
      },
      { at: 12, hour: '09:00', place: MEDIATHEQUE, agenda: 'Essai du guide : premiers résultats' },
    ],
  },
  {
    key: 'veille',
    axis: 'accompagner',
    title: 'Cellule de veille des entreprises fragiles',
    purpose: 'Repérer tôt les entreprises en difficulté et les orienter.',
    problem: {
      title: 'Des entreprises titulaires qui tombent en cours de marché',
      statement: 'Une défaillance en cours de chantier coûte à tous, et se voit venir.',
      figure: '9 défaillances de titulaires en un an (démonstration)',
      source: 'Chambres consulaires',
    },
    pilot: 'cci-de-l-aude',
    coPilot: 'departement-de-l-aude',
    members: ['cma-de-l-aude', 'chambre-d-agriculture-de-l-aude', 'narbonne', 'ffb-aude'],
    problemStatement: 'Les signes de difficulté sont connus, mais de personnes différentes.',
    problemFigure: '9 titulaires défaillants en un an.',
    aim: 'Orienter chaque entreprise signalée en moins de dix jours.',
    perimeter: 'Titulaires et sous-traitants des signataires. Aucun nom n’est publié.',
    deliverables: 'Une fiche d’orientation, un relevé annuel sans nom.',
    internalConstraints: 'Confidentialité : rien ne sort de la cellule.',
    legalConstraints: 'Secret des affaires, protection des données personnelles.',
    indicator: 'Entreprises orientées en moins de dix jours',
    indicatorUnit: '%',
    indicatorStart: 0,
    indicatorTarget: 90,
    rhythmMeetings: 2,
    rhythmPeriod: 'month',
    starts: -150,
    ends: 400,
    steps: [['framing', 'Lettre de mission', -130]],
    measures: [],
    meetings: [
      {
        at: -20,
        hour: '08:30',
        place: CHAMBRE,
        agenda: 'Tour de table confidentiel',
        present: ['cci-de-l-aude', 'departement-de-l-aude', 'cma-de-l-aude'],
        excused: ['narbonne'],
        decisions: [{ what: 'Rédiger la fiche d’orientation.', who: 'cma-de-l-aude', due: 30 }],
        minutes: 'Réservé aux membres.',
      },
      { at: 7, hour: '08:30', place: CHAMBRE, agenda: 'Tour de table confidentiel' },
      { at: 21, hour: '08:30', place: CHAMBRE, agenda: 'Tour de table confidentiel' },
    ],
  },
]

/** Meetings of the steering committee. */
export const COMMITTEE: MeetingStory[] = [
  {
    at: -690,
    hour: '14:30',
    place: 'Hôtel du Département, 11000 Carcassonne',
    agenda: 'Installation\nCalendrier de l’année',
    present: ['departement-de-l-aude', 'narbonne', 'carcassonne', 'cci-de-l-aude', 'cma-de-l-aude'],
    decisions: [{ what: 'Ouvrir deux groupes de travail : guichet et modèle commun.' }],
    minutes: 'Le comité se réunira deux fois par an.',
    open: true,
  },
  {
    at: -330,
    hour: '14:30',
    place: MEDIATHEQUE,
    agenda: 'Bilan de la première année\nNouveaux groupes',
    present: [
      'departement-de-l-aude',
      'narbonne',
      'grand-narbonne',
      'carcassonne-agglo',
      'cci-de-l-aude',
    ],
    excused: ['carcassonne'],
    decisions: [
      { what: 'Ouvrir un groupe sur les délais de paiement.', who: 'departement-de-l-aude' },
      { what: 'Répondre chaque année aux dix engagements.', due: -200 },
    ],
    minutes: 'Le guichet couvre 80 % des consultations ; le modèle est à l’essai.',
    open: true,
  },
  {
    at: -60,
    hour: '14:30',
    place: 'Hôtel du Département, 11000 Carcassonne',
    agenda: 'Évaluation du guichet\nCellule de veille\nFormations',
    present: [
      'departement-de-l-aude',
      'narbonne',
      'carcassonne',
      'grand-narbonne',
      'carcassonne-agglo',
      'cci-de-l-aude',
      'ffb-aude',
    ],
    decisions: [
      {
        what: 'Clore le groupe « guichet » après son évaluation.',
        who: 'grand-narbonne',
        due: -20,
      },
      { what: 'Tenir quatre sessions de formation d’ici l’été.', who: 'cma-de-l-aude', due: 180 },
    ],
    minutes: 'Le comité salue les résultats et demande un effort sur les délais de paiement.',
    open: true,
  },
  {
    at: 95,
    hour: '14:30',
    place: MEDIATHEQUE,
    agenda: 'Analyse annuelle\nEngagements de l’année\nDélais de paiement',
  },
]
