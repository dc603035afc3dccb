import type { PracticeText, Theme } from '../../library/schema.ts'
import type { ItemValues } from '../../library/publish-item.ts'

/** A file to make, a PDF or bare text by its name: a title, and its parts with their paragraphs. */
export interface FileStory {
  name: string
  title: string
  subtitle: string[]
  parts: [string, string[]][]
  /** A PDF is given as bare text too. */
  alsoText?: true
}

interface DocumentStory {
  by: string
  values: ItemValues
  /** Day, what it changes, and the file. */
  versions: [number, string, FileStory][]
  /** Day and reason. */
  withdrawn?: [number, string]
}

interface PracticeStory {
  by: string
  values: { theme: Theme; title: string; summary: string }
  versions: [number, string, PracticeText][]
  /** Day and who has taken it up. */
  uses: [number, string][]
}

const LEAFLET_PARTS: FileStory['parts'] = [
  [
    'Qui achète ?',
    [
      'Le Département, les villes, les intercommunalités, leurs établissements : chacun achète pour ses écoles, ses routes, ses bureaux. Beaucoup de ces marchés sont à la mesure d’une petite entreprise.',
    ],
  ],
  [
    'Où regarder ?',
    [
      'Sur le guichet, une seule page réunit leurs consultations. Choisissez votre métier et votre commune, puis abonnez-vous : les nouvelles viennent à vous.',
    ],
  ],
  [
    'À qui parler ?',
    [
      'Chaque signataire a un correspondant PME. Les chambres forment à la réponse et relisent un premier dossier.',
    ],
  ],
]

const LEAFLET = {
  title: 'Vendre aux collectivités de l’Aude',
  subtitle: ['Dépliant pour les petites entreprises', 'Document de démonstration'],
}

/** Documents of the demonstration, all invented. */
export const DOCUMENTS: DocumentStory[] = [
  {
    by: 'departement-de-l-aude',
    values: {
      kind: 'charter',
      theme: 'pact',
      title: 'Charte pour l’accès des petites entreprises à la commande publique',
      summary:
        'Le texte par lequel les collectivités et les chambres s’engagent : une seule page pour leurs consultations, des lots, des délais suffisants, un modèle commun.',
    },
    versions: [
      [
        -700,
        '',
        {
          name: 'charte-commande-publique.txt',
          title: 'Charte pour l’accès des petites entreprises à la commande publique',
          subtitle: ['Texte des signataires', 'Document de démonstration'],
          parts: [
            [
              'Simplifier',
              [
                'Les signataires écrivent ensemble un modèle de consultation pour les petits travaux, et ne demandent que les pièces utiles.',
              ],
            ],
            [
              'Informer',
              ['Une seule page, ouverte à tous et sans compte, réunit leurs consultations.'],
            ],
            [
              'Susciter',
              [
                'Ils découpent en lots chaque fois que c’est possible, et laissent le temps de répondre.',
              ],
            ],
            [
              'Accompagner',
              [
                'Ils forment les entreprises avec les chambres, et regardent chaque année ce qui a changé.',
              ],
            ],
          ],
        },
      ],
    ],
  },
  {
    by: 'cci-de-l-aude',
    values: {
      kind: 'leaflet',
      theme: 'answering',
      title: LEAFLET.title,
      summary:
        'Deux pages à garder dans le camion : qui achète, où regarder, à qui parler. Pour une entreprise qui n’a jamais répondu.',
    },
    versions: [
      [
        -310,
        '',
        { ...LEAFLET, name: 'depliant-vendre-aux-collectivites.txt', parts: LEAFLET_PARTS },
      ],
      [
        -38,
        'Mis en page, avec une partie de plus : se grouper pour répondre.',
        {
          ...LEAFLET,
          name: 'depliant-vendre-aux-collectivites.pdf',
          parts: [
            ...LEAFLET_PARTS,
            [
              'Trop gros pour vous seul ?',
              [
                'Groupez-vous : chacun signe, travaille et est payé pour sa part. Le guide « Se grouper pour répondre » dit comment.',
              ],
            ],
          ],
        },
      ],
    ],
  },
  {
    by: 'ffb-aude',
    values: {
      kind: 'slides',
      theme: 'follow-up',
      title: 'Les achats de travaux de l’année à venir',
      summary:
        'Ce que les acheteurs ont présenté en réunion : opérations, trimestres, montants attendus. Des prévisions, qui n’engagent personne.',
    },
    versions: [
      [
        -24,
        '',
        {
          name: 'presentation-achats-de-travaux.pdf',
          title: 'Les achats de travaux de l’année',
          subtitle: ['Présentation aux entreprises', 'Document de démonstration'],
          parts: [
            ['Voirie', ['Trois programmes au printemps, par lots de 40 000 à 200 000 € HT.']],
            ['Écoles', ['Deux rénovations thermiques, douze lots chacune, à l’été.']],
            ['Eau', ['Renouvellement de réseaux, en accord-cadre, à l’automne.']],
          ],
          alsoText: true,
        },
      ],
    ],
  },
  {
    by: 'cma-de-l-aude',
    values: {
      kind: 'guide',
      theme: 'small-contracts',
      title: 'Les seuils des marchés publics en une page',
      summary: 'Les seuils de publicité et de procédure, sur une page.',
    },
    versions: [
      [
        -420,
        '',
        {
          name: 'seuils-en-une-page.txt',
          title: 'Les seuils des marchés publics',
          subtitle: ['Une page', 'Document de démonstration'],
          parts: [['Seuils', ['Voir le guide du guichet, qui donne ceux du jour.']]],
        },
      ],
    ],
    withdrawn: [
      -60,
      'Les seuils ont changé depuis. Le guide « Comment répondre à une consultation » donne ceux du jour.',
    ],
  },
]

const QUESTIONS: PracticeText = {
  problem:
    'Les entreprises attendaient nos réponses une semaine. Une sur trois renonçait avant de les avoir lues, et les autres nous appelaient une par une.',
  done: 'Une personne relève les questions chaque matin, une autre la remplace. La réponse part sous deux jours ouvrés, à tous ceux qui ont retiré le dossier, et reste lisible jusqu’à la remise des offres. Depuis, nous recevons moins d’appels et plus d’offres.',
  text: 'Les questions se posent par écrit sur le profil d’acheteur, au plus tard huit jours avant la date limite de remise des offres.\n\nL’acheteur répond à tous les candidats qui ont retiré le dossier, sous deux jours ouvrés, sans nommer l’auteur de la question. Si une réponse modifie le dossier, la date limite est prolongée d’autant que nécessaire.',
  law: 'Les mêmes informations doivent être données à tous. Quand le dossier change de façon importante, le délai est prolongé (art. R. 2151-4).',
  contactFunction: 'Responsable de la commande publique',
  contactBody: 'Le Grand Narbonne',
}

/** Good practices of the demonstration, all invented. */
export const PRACTICES: PracticeStory[] = [
  {
    by: 'grand-narbonne',
    values: {
      theme: 'time-to-answer',
      title: 'Répondre aux questions en deux jours',
      summary:
        'Qui relève les questions, sous combien de jours on répond, et à qui : une organisation de deux personnes.',
    },
    versions: [
      [
        -260,
        '',
        {
          ...QUESTIONS,
          text: 'Les questions se posent par écrit sur le profil d’acheteur, au plus tard huit jours avant la date limite de remise des offres. L’acheteur répond à tous sous trois jours ouvrés.',
          law: '',
        },
      ],
      [-75, 'Deux jours au lieu de trois, et la règle de prolongation.', QUESTIONS],
    ],
    uses: [
      [-55, 'carcassonne-agglo'],
      [-31, 'narbonne'],
      [-12, 'departement-de-l-aude'],
    ],
  },
  {
    by: 'carcassonne-agglo',
    values: {
      theme: 'small-contracts',
      title: 'Annoncer les petits marchés avant de demander des devis',
      summary:
        'Dix jours d’annonce sur le guichet avant de choisir à qui demander un devis : de nouvelles entreprises se présentent.',
    },
    versions: [
      [
        -140,
        '',
        {
          problem:
            'Pour les achats sous le seuil de publicité, nous demandions trois devis, toujours aux mêmes. Les autres ne savaient pas que nous achetions.',
          done: 'Chaque besoin de plus de 15 000 € HT est annoncé dix jours, avec douze lignes de description. Nous demandons un devis à qui se présente, dans la limite de six.',
          text: 'Besoin : […]\nLieu : […]\nMontant attendu : de […] à […] € HT\nDevis à envoyer avant le […] à […] h, par courriel, à l’adresse du service.\nNous jugerons le prix ([…] %) et le délai ([…] %).\nUne visite est possible sur rendez-vous.',
          law: 'Sous le seuil, ni publicité ni mise en concurrence ne sont obligatoires ; il faut choisir une offre pertinente, bien employer l’argent public et ne pas retenir toujours la même entreprise (art. R. 2122-8).',
          contactFunction: 'Cheffe du service des achats',
          contactBody: 'Carcassonne Agglo',
        },
      ],
    ],
    uses: [[-90, 'carcassonne']],
  },
  {
    by: 'departement-de-l-aude',
    values: {
      theme: 'payment',
      title: 'Verser l’avance sans attendre qu’on la demande',
      summary:
        'L’avance est proposée dans l’acte d’engagement, cochée d’avance, et payée avec l’ordre de service.',
    },
    versions: [
      [
        -18,
        '',
        {
          problem:
            'Beaucoup de petites entreprises ne demandaient pas l’avance, par crainte de paraître fragiles, puis manquaient de trésorerie au premier achat de matériaux.',
          done: 'L’acte d’engagement propose l’avance par défaut. Le service des finances la mandate dès que l’ordre de service est signé.',
          text: 'Le titulaire bénéficie d’une avance. S’il y renonce, il coche la case ci-dessous.\n\n☐ Je renonce à l’avance.\n\nL’avance est mandatée dans les quinze jours qui suivent l’ordre de service de démarrage, sans autre demande.',
          law: 'Les conditions et le taux minimal sont fixés aux art. R. 2191-3 et R. 2191-7. Un acheteur peut faire plus.',
          contactFunction: 'Directeur des finances',
          contactBody: 'Département de l’Aude',
        },
      ],
    ],
    uses: [],
  },
]
