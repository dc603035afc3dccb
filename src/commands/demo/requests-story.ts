import type { RequestKind } from '../../requests/schema.ts'
import type { Outcome } from '../../requests/schema.ts'
import type { Theme } from '../../requests/choices.ts'

/** An invented request: when it came, what became of it, days after. */
export interface RequestStory {
  /** Days from now: -14 was a fortnight ago. */
  at: number
  kind: RequestKind
  theme: Theme | null
  buyer: string | null
  subject: string
  message: string
  firm: string
  commune: string
  headcount?: number
  /** Days after it came. */
  acknowledged?: number
  answered?: [number, string]
  heard?: number
  proposal?: number
  closed?: [number, Outcome]
  /** The reference and the private link that the demonstration shows it by. */
  shown?: { reference: string; secret: string }
  /** Partner that an administrator gave it to. */
  given?: string
}

/** The private link of the demonstration: 43 characters, as all of them. */
const DEMO_SECRET = 'demonstration-saisine-de-mediation-inventee'
const DEMO_REFERENCE = 'S-DMN-222'
export const DEMO_CASE_SECRET = 'demonstration-dossier-confidentiel-inventee'

/** A year of requests, all of it invented. */
export const REQUESTS: RequestStory[] = [
  {
    at: -358,
    kind: 'mediation',
    theme: 'payment',
    buyer: 'narbonne',
    subject: 'Avance promise et non versée',
    message: 'L’avance prévue au marché n’est pas arrivée, deux mois après le début des travaux.',
    firm: 'Façades du Minervois (démonstration)',
    commune: 'Narbonne',
    acknowledged: 1,
    heard: 3,
    answered: [3, 'Le mandat était bloqué faute de caution : voici comment en donner une.'],
    closed: [9, 'agreement'],
  },
  {
    at: -345,
    kind: 'mediation',
    theme: 'rejection',
    buyer: 'departement-de-l-aude',
    subject: 'Offre écartée pour une pièce reçue en retard',
    message: 'La plateforme était en panne le soir de la date limite. (Texte de démonstration.)',
    firm: 'Serrurerie de Fontfroide (démonstration)',
    commune: 'Carcassonne',
    acknowledged: 2,
    heard: 10,
    answered: [10, 'Le service a relu le journal de la plateforme avec nous.'],
    closed: [23, 'none'],
  },
  {
    at: -310,
    kind: 'mediation',
    theme: 'payment',
    buyer: 'narbonne',
    subject: 'Solde de marché impayé depuis 70 jours',
    message: 'Le décompte général a été signé le mois dernier et le solde n’est pas arrivé.',
    firm: 'Plâtrerie des Corbières (démonstration)',
    commune: 'Narbonne',
    acknowledged: 1,
    heard: 4,
    proposal: 7,
    answered: [4, 'Le service financier a retrouvé la facture : elle était mal adressée.'],
    closed: [12, 'agreement'],
  },
  {
    at: -215,
    kind: 'mediation',
    theme: 'penalties',
    buyer: 'narbonne',
    subject: 'Pénalités de retard pendant une interruption décidée par l’acheteur',
    message: 'Le chantier était arrêté par ordre de service : les pénalités courent pourtant.',
    firm: 'Menuiserie du Lauragais (démonstration)',
    commune: 'Coursan',
    acknowledged: 2,
    heard: 9,
    proposal: 20,
    answered: [9, 'Nous avons entendu le service des bâtiments.'],
    closed: [31, 'partial'],
  },
  {
    at: -140,
    kind: 'mediation',
    theme: 'rejection',
    buyer: 'departement-de-l-aude',
    subject: 'Motifs de rejet trop généraux',
    message: 'La lettre dit seulement « offre moins bien classée ».',
    firm: 'Électricité de la Malepère (démonstration)',
    commune: 'Carcassonne',
    acknowledged: 1,
    heard: 6,
    answered: [6, 'Voici le détail des notes par critère.'],
    closed: [18, 'none'],
  },
  ...(
    [
      [-280, 'pieces', 'narbonne', 'Attestation demandée deux fois', 2, 3],
      [
        -190,
        'lots',
        'departement-de-l-aude',
        'Un lot peut-il être pris à deux entreprises ?',
        1,
        4,
      ],
      [-120, 'deadline', 'narbonne', 'Visite obligatoire pendant les congés', 1, 2],
      [-75, 'answer', 'narbonne', 'Comment remplir le cadre de mémoire technique', 2, 6],
      [-40, 'payment', 'departement-de-l-aude', 'Comment demander une avance', 1, 5],
    ] as const
  ).map(([at, theme, buyer, subject, acknowledged, answered]): RequestStory => ({
    at,
    kind: 'question',
    theme,
    buyer,
    subject,
    message: `${subject} : pouvez-vous nous éclairer ? (Texte de démonstration.)`,
    firm: 'Entreprise de démonstration',
    commune: 'Narbonne',
    acknowledged,
    answered: [answered, 'Oui : la réponse est dans le guide, page 3. (Démonstration.)'],
    closed: [answered + 4, 'answered'],
  })),
  ...[-160, -95, -50].map((at): RequestStory => ({
    at,
    kind: 'orientation',
    theme: 'find',
    buyer: null,
    subject: 'Par où commencer pour un premier marché public ?',
    message: 'Nous sommes trois, nous n’avons jamais répondu. (Texte de démonstration.)',
    firm: 'Paysages de l’Alaric (démonstration)',
    commune: 'Lézignan-Corbières',
    acknowledged: 1,
    answered: [3, 'Un conseiller vous appelle cette semaine, et une formation ouvre bientôt.'],
    closed: [10, 'oriented'],
  })),
  {
    at: -30,
    kind: 'innovation',
    theme: 'innovation',
    buyer: 'narbonne',
    subject: 'Mobilier urbain en sarments de vigne compressés',
    message: 'Nous proposons un essai sur une place. (Texte de démonstration.)',
    firm: 'Sarments & Cie (démonstration)',
    commune: 'Narbonne',
    acknowledged: 2,
    answered: [8, 'Le service des espaces publics veut voir un prototype.'],
  },
  {
    at: -9,
    kind: 'mediation',
    theme: 'performance',
    buyer: 'narbonne',
    subject: 'Travaux supplémentaires demandés sans avenant',
    message:
      'On nous a demandé deux jours de terrassement de plus, par téléphone.\n\nNous voudrions un écrit avant de facturer. (Texte de démonstration.)',
    firm: 'Terrassements de la Clape (démonstration)',
    commune: 'Gruissan',
    acknowledged: 1,
    answered: [4, 'J’ai rencontré le service : un ordre de service est en préparation.'],
    heard: 4,
    shown: { reference: DEMO_REFERENCE, secret: DEMO_SECRET },
  },
  {
    at: -6,
    kind: 'question',
    theme: 'subcontracting',
    buyer: 'narbonne',
    subject: 'Déclarer un sous-traitant en cours de chantier',
    message: 'Faut-il attendre l’acceptation avant son intervention ? (Texte de démonstration.)',
    firm: 'Toitures de l’Étang (démonstration)',
    commune: 'Gruissan',
  },
  {
    at: -3,
    kind: 'question',
    theme: 'other',
    buyer: null,
    subject: 'Notre commune n’est pas dans la liste',
    message: 'À qui poser une question sur ses marchés ? (Texte de démonstration.)',
    firm: 'Atelier de démonstration',
    commune: 'Perpignan',
  },
  {
    at: -20,
    kind: 'difficulty',
    theme: null,
    buyer: null,
    subject: '',
    message:
      'Deux clients ont déposé le bilan, et l’échéance fiscale tombe le 15. (Démonstration.)',
    firm: 'Entreprise en difficulté (démonstration)',
    commune: 'Castelnaudary',
    headcount: 18,
    acknowledged: 1,
    answered: [2, 'Nous saisissons avec vous la commission des chefs des services financiers.'],
    shown: { reference: 'S-DMN-333', secret: DEMO_CASE_SECRET },
    given: 'cci-de-l-aude',
  },
]
