import type { ActionStatus } from '../../../pact/actions/schema.ts'

/** An action as it is told: partners by their words, days by their distance from today. */
export interface ActionStory {
  title: string
  axis: string
  /** Key of the group that it came from. */
  group?: string
  pilot: string
  with?: string[]
  description: string
  from: number
  due: number
  /** Euros, excluding VAT. */
  budget?: number
  /** The due date that it had first, when it was given up and why. */
  moved?: { at: number; first: number; why: string }
  milestones?: { title: string; due: number; reached?: number }[]
  /** Councils that took it up: when that was decided and is in force since; what shows it. */
  councils?: { who: string; decided: number; since?: number; shown?: string }[]
  apart?: { who: string; at: number; why: string }[]
  indicator?: { name: string; unit: string; target: number; values: [number, number, string][] }
  /** Evidence of the action as a whole. */
  shown?: [number, string][]
  goes: [number, ActionStatus, string?][]
  comments?: [number, string, string][]
}

const ALL = [
  'departement-de-l-aude',
  'narbonne',
  'carcassonne',
  'carcassonne-agglo',
  'grand-narbonne',
]

/** All five councils, from the same day on. */
function everyone(decided: number, since: number, shown: string) {
  return ALL.map((who, index) => ({
    who,
    decided: decided + index * 4,
    since: since + index * 3,
    shown,
  }))
}

export const ACTIONS: ActionStory[] = [
  // Simplifier
  {
    title: 'Écrire le modèle commun de consultation',
    axis: 'simplifier',
    group: 'modele',
    pilot: 'carcassonne-agglo',
    with: ['capeb-aude'],
    description: 'Dix pages pour les travaux de moins de 90 000 € HT : règlement, contrat, prix.',
    from: -600,
    due: -430,
    milestones: [
      { title: 'Première version', due: -500, reached: -505 },
      { title: 'Relecture juridique', due: -450, reached: -440 },
    ],
    shown: [[-428, 'Modèle publié']],
    goes: [
      [-590, 'launched'],
      [-425, 'done'],
    ],
  },
  {
    title: 'Passer les petits travaux avec le modèle commun',
    axis: 'simplifier',
    group: 'modele',
    pilot: 'carcassonne-agglo',
    with: ['narbonne', 'carcassonne'],
    description: 'Chaque collectivité l’emploie pour ses travaux de moins de 90 000 € HT.',
    from: -240,
    due: 90,
    councils: [
      { who: 'carcassonne-agglo', decided: -230, since: -210, shown: 'Délibération du conseil' },
      { who: 'narbonne', decided: -180, since: -150, shown: 'Délibération du conseil municipal' },
      { who: 'departement-de-l-aude', decided: -120, since: -100, shown: 'Note de service' },
      { who: 'carcassonne', decided: -40 },
    ],
    apart: [
      {
        who: 'grand-narbonne',
        at: -100,
        why: 'Aucuns travaux de moins de 90 000 € HT cette année.',
      },
    ],
    indicator: {
      name: 'Consultations passées avec le modèle',
      unit: '%',
      target: 80,
      values: [
        [-180, 22, 'Relevé du guichet'],
        [-90, 41, 'Relevé du guichet'],
        [-5, 58, 'Relevé du guichet'],
      ],
    },
    shown: [[-88, 'Relevé d’usage du trimestre']],
    goes: [
      [-235, 'launched'],
      [-85, 'partly-done'],
    ],
    comments: [
      [
        -20,
        'capeb-aude',
        'Nos adhérents demandent que les communes du Limouxin s’y mettent aussi.',
      ],
    ],
  },
  {
    title: 'Ne plus demander les pièces que l’État détient',
    axis: 'simplifier',
    group: 'modele',
    pilot: 'narbonne',
    description: 'Les attestations fiscales et sociales sont prises à la source.',
    from: -520,
    due: -300,
    councils: everyone(-500, -380, 'Règlements de consultation modifiés'),
    shown: [[-310, 'Liste des pièces demandées']],
    goes: [
      [-515, 'launched'],
      [-350, 'partly-done'],
      [-300, 'done'],
    ],
  },
  {
    title: 'Signer sans certificat sous 40 000 € HT',
    axis: 'simplifier',
    pilot: 'departement-de-l-aude',
    description: 'La signature n’est demandée qu’au titulaire, à la fin.',
    from: -450,
    due: -260,
    councils: [
      { who: 'departement-de-l-aude', decided: -440, since: -420, shown: 'Règlement type' },
      { who: 'narbonne', decided: -400, since: -360, shown: 'Règlement type' },
    ],
    shown: [[-262, 'Règlement type publié']],
    goes: [
      [-445, 'launched'],
      [-258, 'done'],
    ],
  },
  {
    title: 'Mesurer le délai de paiement service par service',
    axis: 'simplifier',
    group: 'paiement',
    pilot: 'departement-de-l-aude',
    description: 'De l’arrivée de la facture au paiement, étape par étape.',
    from: -285,
    due: -120,
    moved: {
      at: -200,
      first: -190,
      why: 'Le nouveau logiciel financier est arrivé plus tard que prévu.',
    },
    shown: [[-118, 'Relevé par étape']],
    indicator: {
      name: 'Factures payées après trente jours',
      unit: '%',
      target: 5,
      values: [
        [-200, 12, 'Services financiers'],
        [-110, 10, 'Services financiers'],
        [-20, 8.5, 'Services financiers'],
      ],
    },
    goes: [
      [-280, 'launched'],
      [-115, 'done'],
    ],
  },
  {
    title: 'Essayer le visa unique des factures',
    axis: 'simplifier',
    group: 'paiement',
    pilot: 'narbonne',
    description: 'Un seul visa au lieu de trois, pendant trois mois.',
    from: -25,
    due: 100,
    milestones: [
      { title: 'Circuit écrit', due: -5, reached: -6 },
      { title: 'Fin de l’essai', due: 90 },
    ],
    goes: [[-22, 'launched']],
  },
  {
    title: 'Verser l’avance dès 20 000 € HT',
    axis: 'simplifier',
    group: 'paiement',
    pilot: 'carcassonne',
    description: 'Une avance de 30 % aux petites entreprises, plus tôt que la loi ne l’exige.',
    from: -210,
    due: -45,
    councils: [
      { who: 'carcassonne', decided: -200 },
      { who: 'grand-narbonne', decided: -150 },
    ],
    goes: [[-205, 'launched']],
    comments: [[-30, 'cci-de-l-aude', 'Le sujet revient à chaque permanence : où en est-on ?']],
  },
  {
    title: 'Un lexique des marchés en clair',
    axis: 'simplifier',
    pilot: 'cma-de-l-aude',
    description: 'Quarante mots expliqués aux artisans.',
    from: -380,
    due: -310,
    shown: [[-312, 'Lexique en ligne']],
    goes: [
      [-375, 'launched'],
      [-308, 'done'],
    ],
  },
  // Informer
  {
    title: 'Ouvrir le guichet des consultations',
    axis: 'informer',
    group: 'guichet',
    pilot: 'grand-narbonne',
    with: ['narbonne', 'carcassonne', 'departement-de-l-aude'],
    description: 'Une page, un fil, pour toutes les consultations des signataires.',
    from: -620,
    due: -300,
    budget: 18_000,
    milestones: [
      { title: 'Cahier des charges', due: -540, reached: -545 },
      { title: 'Essai à trois collectivités', due: -420, reached: -415 },
    ],
    councils: everyone(-560, -330, 'Flux du profil d’acheteur relié'),
    shown: [
      [-412, 'Bilan de l’essai'],
      [-299, 'Adresse du guichet'],
    ],
    indicator: {
      name: 'Consultations des signataires parues au guichet',
      unit: '%',
      target: 95,
      values: [
        [-420, 55, 'Essai'],
        [-280, 80, 'Relevé'],
        [-46, 93, 'Évaluation'],
      ],
    },
    goes: [
      [-610, 'launched'],
      [-410, 'partly-done'],
      [-297, 'done'],
    ],
  },
  {
    title: 'Une phrase de couverture par acheteur',
    axis: 'informer',
    group: 'guichet',
    pilot: 'grand-narbonne',
    description: 'Chaque signataire dit ce que le guichet montre de ses achats.',
    from: -400,
    due: -280,
    councils: everyone(-395, -300, 'Phrase publiée sur la page de l’acheteur'),
    shown: [[-281, 'Pages des acheteurs']],
    goes: [
      [-398, 'launched'],
      [-279, 'done'],
    ],
  },
  {
    title: 'Publier les attributions de moins de 40 000 € HT',
    axis: 'informer',
    group: 'guichet',
    pilot: 'departement-de-l-aude',
    description: 'Qui a obtenu quoi, à quel prix, même sous les seuils.',
    from: -260,
    due: 30,
    councils: [
      { who: 'departement-de-l-aude', decided: -250, since: -200, shown: 'Liste trimestrielle' },
      { who: 'narbonne', decided: -160, since: -120, shown: 'Liste trimestrielle' },
      { who: 'grand-narbonne', decided: -90 },
    ],
    shown: [[-119, 'Deux listes publiées']],
    goes: [
      [-255, 'launched'],
      [-118, 'partly-done'],
    ],
  },
  {
    title: 'Annoncer les achats à venir deux fois par an',
    axis: 'informer',
    pilot: 'narbonne',
    with: ['carcassonne-agglo'],
    description: 'Une programmation indicative, par trimestre et par métier.',
    from: -320,
    due: 150,
    milestones: [
      { title: 'Première programmation', due: -200, reached: -190 },
      { title: 'Deuxième programmation', due: 25 },
    ],
    councils: [{ who: 'narbonne', decided: -310, since: -190, shown: 'Programmation du semestre' }],
    shown: [[-189, 'Programmation publiée']],
    goes: [
      [-315, 'launched'],
      [-188, 'partly-done'],
    ],
  },
  {
    title: 'Relayer le fil par les chambres',
    axis: 'informer',
    group: 'guichet',
    pilot: 'cci-de-l-aude',
    with: ['cma-de-l-aude', 'ffb-aude', 'capeb-aude'],
    description: 'Chaque chambre affiche les consultations de ses métiers.',
    from: -300,
    due: -200,
    shown: [[-201, 'Pages des chambres']],
    goes: [
      [-298, 'launched'],
      [-199, 'done'],
    ],
  },
  {
    title: 'Faire connaître le guichet dans les mairies',
    axis: 'informer',
    pilot: 'carcassonne-agglo',
    description: 'Une affiche et une réunion par canton.',
    from: -150,
    due: -20,
    milestones: [
      { title: 'Affiche imprimée', due: -100, reached: -98 },
      { title: 'Six réunions', due: -30 },
    ],
    goes: [[-145, 'launched']],
  },
  {
    title: 'Ouvrir le guichet aux syndicats',
    axis: 'informer',
    group: 'guichet',
    pilot: 'grand-narbonne',
    with: ['narbonne', 'departement-de-l-aude'],
    description: 'Eau, déchets, énergie : les syndicats publient au même endroit.',
    from: -48,
    due: 130,
    goes: [[-40, 'launched']],
  },
  {
    title: 'Lettre d’information mensuelle sur papier',
    axis: 'informer',
    pilot: 'carcassonne',
    description: 'Une feuille dans les chambres, pour qui ne lit pas en ligne.',
    shown: [[-262, 'Décompte des lecteurs']],
    from: -350,
    due: -150,
    goes: [
      [-340, 'launched'],
      [
        -260,
        'abandoned',
        'Trop chère pour douze lecteurs ; les permanences des chambres suffisent.',
      ],
    ],
  },
  // Susciter
  {
    title: 'Guide de découpage en lots',
    axis: 'susciter',
    group: 'allotissement',
    pilot: 'narbonne',
    with: ['ffb-aude'],
    description: 'Six exemples, du gymnase à la voirie, avec les métiers du département.',
    from: -380,
    due: -180,
    milestones: [{ title: 'Exemples relus par les fédérations', due: -220, reached: -215 }],
    shown: [[-182, 'Guide publié']],
    goes: [
      [-375, 'launched'],
      [-178, 'done'],
    ],
  },
  {
    title: 'Appliquer le guide aux opérations de plus de 200 000 €',
    axis: 'susciter',
    group: 'allotissement',
    pilot: 'narbonne',
    description: 'Chaque opération passe par la grille du guide avant publication.',
    from: -170,
    due: 180,
    councils: [
      { who: 'narbonne', decided: -165, since: -140, shown: 'Grilles de trois opérations' },
      { who: 'carcassonne', decided: -120, since: -80, shown: 'Grille du groupe scolaire' },
      { who: 'departement-de-l-aude', decided: -60 },
    ],
    indicator: {
      name: 'Lots qui n’ont reçu qu’une offre',
      unit: '%',
      target: 25,
      values: [
        [-160, 41, 'Attributions'],
        [-80, 37, 'Attributions'],
        [-10, 33, 'Attributions'],
      ],
    },
    shown: [[-79, 'Bilan de quatre opérations']],
    goes: [
      [-168, 'launched'],
      [-78, 'partly-done'],
    ],
  },
  {
    title: 'Planchers de délai de réponse',
    axis: 'susciter',
    group: 'allotissement',
    pilot: 'departement-de-l-aude',
    description: 'Au moins quinze jours, trois semaines dès 40 000 € HT, plus s’il y a une visite.',
    from: -330,
    due: -150,
    councils: everyone(-320, -220, 'Délibération'),
    shown: [[-155, 'Calendrier des planchers']],
    goes: [
      [-325, 'launched'],
      [-200, 'partly-done'],
      [-149, 'done'],
    ],
  },
  {
    title: 'Répondre à chaque offre écartée par une lettre utile',
    axis: 'susciter',
    group: 'allotissement',
    pilot: 'carcassonne',
    description: 'Les notes, l’offre retenue, ce qui a manqué.',
    from: -230,
    due: -10,
    councils: [
      { who: 'carcassonne', decided: -225, since: -180, shown: 'Lettre type' },
      { who: 'carcassonne-agglo', decided: -170, since: -130, shown: 'Lettre type' },
    ],
    shown: [[-128, 'Lettre type']],
    goes: [
      [-228, 'launched'],
      [-127, 'partly-done'],
    ],
  },
  {
    title: 'Visites de chantier groupées',
    axis: 'susciter',
    pilot: 'grand-narbonne',
    with: ['carcassonne'],
    description: 'Une demi-journée pour tous les lots, annoncée dix jours avant.',
    from: -270,
    due: -140,
    shown: [[-141, 'Calendrier des visites']],
    goes: [
      [-268, 'launched'],
      [-139, 'done'],
    ],
  },
  {
    title: 'Rencontre annuelle des acheteurs et des entreprises',
    axis: 'susciter',
    pilot: 'ffb-aude',
    with: ['departement-de-l-aude', 'narbonne', 'carcassonne', 'cci-de-l-aude'],
    description: 'Les achats à venir le matin, les rendez-vous l’après-midi.',
    from: -160,
    due: 75,
    budget: 6_500,
    milestones: [
      { title: 'Salle réservée', due: -40, reached: -42 },
      { title: 'Programme publié', due: 20 },
    ],
    goes: [[-150, 'launched']],
  },
  {
    title: 'Clauses sociales accessibles aux petites entreprises',
    axis: 'susciter',
    pilot: 'departement-de-l-aude',
    description: 'Heures d’insertion regroupées avec l’aide d’un facilitateur.',
    from: -420,
    due: -240,
    councils: [
      {
        who: 'departement-de-l-aude',
        decided: -410,
        since: -350,
        shown: 'Convention avec le facilitateur',
      },
      {
        who: 'grand-narbonne',
        decided: -380,
        since: -300,
        shown: 'Convention avec le facilitateur',
      },
    ],
    shown: [[-241, 'Bilan des heures']],
    goes: [
      [-415, 'launched'],
      [-238, 'done'],
    ],
  },
  {
    title: 'Une charte des groupements d’artisans',
    moved: { at: -6, first: 10, why: 'La relecture juridique prend un mois de plus.' },
    axis: 'susciter',
    pilot: 'capeb-aude',
    description: 'Un contrat type pour répondre à plusieurs.',
    from: -110,
    due: 45,
    milestones: [{ title: 'Contrat type relu', due: 5 }],
    goes: [[-105, 'launched']],
  },
  // Accompagner
  {
    title: 'Former à la première réponse',
    axis: 'accompagner',
    pilot: 'cma-de-l-aude',
    with: ['cci-de-l-aude', 'capeb-aude'],
    description: 'Une journée, douze places, un vrai dossier à remplir.',
    from: -400,
    due: 180,
    indicator: {
      name: 'Entreprises formées',
      unit: 'entreprises',
      target: 80,
      values: [
        [-250, 11, 'Émargements'],
        [-130, 21, 'Émargements'],
        [-40, 30, 'Émargements'],
      ],
    },
    shown: [[-248, 'Bilan de la première session']],
    goes: [
      [-390, 'launched'],
      [-246, 'partly-done'],
    ],
  },
  {
    title: 'Permanences « marchés » dans les chambres',
    axis: 'accompagner',
    pilot: 'cci-de-l-aude',
    with: ['cma-de-l-aude'],
    description: 'Un conseiller, un lundi sur deux, sans rendez-vous.',
    from: -480,
    due: -390,
    shown: [[-392, 'Calendrier des permanences']],
    goes: [
      [-475, 'launched'],
      [-388, 'done'],
    ],
  },
  {
    title: 'Un correspondant PME par signataire',
    axis: 'accompagner',
    pilot: 'departement-de-l-aude',
    description: 'Une personne, un téléphone, une réponse sous cinq jours.',
    from: -680,
    due: -30,
    councils: [
      { who: 'departement-de-l-aude', decided: -670, since: -650, shown: 'Nomination' },
      { who: 'narbonne', decided: -660, since: -640, shown: 'Nomination' },
      { who: 'carcassonne', decided: -600, since: -560, shown: 'Nomination' },
      { who: 'grand-narbonne', decided: -580, since: -500, shown: 'Nomination' },
      { who: 'carcassonne-agglo', decided: -90 },
    ],
    shown: [[-499, 'Liste des correspondants']],
    goes: [
      [-675, 'launched'],
      [-498, 'partly-done'],
    ],
  },
  {
    title: 'Fiche d’orientation des entreprises fragiles',
    axis: 'accompagner',
    group: 'veille',
    pilot: 'cma-de-l-aude',
    with: ['cci-de-l-aude'],
    description: 'Qui appeler, pour quoi, avec quels papiers.',
    from: -18,
    due: 30,
    goes: [[-15, 'launched']],
  },
  {
    title: 'Écouter les entreprises qui ne répondent plus',
    axis: 'accompagner',
    pilot: 'ffb-aude',
    description: 'Cinquante entretiens, un relevé des raisons.',
    from: -300,
    due: -160,
    shown: [[-163, 'Relevé de cinquante entretiens']],
    goes: [
      [-295, 'launched'],
      [-158, 'done'],
    ],
  },
  {
    title: 'Parrainer une première candidature',
    axis: 'accompagner',
    pilot: 'capeb-aude',
    with: ['cma-de-l-aude'],
    description: 'Un artisan qui a déjà obtenu un marché en aide un autre.',
    from: -130,
    due: -15,
    indicator: {
      name: 'Binômes',
      unit: 'binômes',
      target: 15,
      values: [
        [-60, 4, 'CAPEB'],
        [-12, 9, 'CAPEB'],
      ],
    },
    shown: [[-58, 'Quatre binômes formés']],
    goes: [
      [-125, 'launched'],
      [-55, 'partly-done'],
    ],
  },
  {
    title: 'Former les agents à l’achat auprès des petites entreprises',
    axis: 'accompagner',
    group: 'allotissement',
    pilot: 'grand-narbonne',
    with: ['narbonne'],
    description: 'Deux demi-journées par an pour les services acheteurs.',
    from: -90,
    due: 160,
    goes: [[-70, 'launched']],
  },
  {
    title: 'Analyse annuelle de l’accès à la commande publique',
    axis: 'accompagner',
    pilot: 'cci-de-l-aude',
    with: ALL,
    description: 'Chiffres vérifiés par chaque acheteur, partie rédigée, suites données.',
    from: -14,
    due: 220,
    milestones: [
      { title: 'Chiffres arrêtés', due: 130 },
      { title: 'Projet commenté', due: 180 },
    ],
    goes: [],
  },
]
