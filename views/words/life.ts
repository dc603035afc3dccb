/** What was just done with a consultation, by the word of the address (`?fait=`). */
export const DONE_SENTENCES: Record<string, string> = {
  publiee: 'La consultation est publiée.',
  reunie:
    'Cette consultation était déjà annoncée sous la même référence : vos réponses y sont ajoutées, sans en faire une seconde. Relisez sa date limite.',
  modifiee:
    'La modification est publiée : un avis rectificatif est dans l’historique et dans les flux.',
  prolongee: 'La nouvelle date limite est publiée : un avis rectificatif est dans les flux.',
  reponse: 'La réponse est publiée pour toutes les entreprises.',
  document: 'Le dossier de consultation est complété.',
  annulee: 'L’avis est annulé. Sa page reste, avec le motif.',
  rouverte: 'La consultation est de nouveau en cours.',
  'sans-suite': 'La déclaration sans suite est publiée.',
  infructueuse: 'La déclaration d’infructuosité est publiée.',
  attribuee: 'L’attribution est publiée.',
  complement: 'Merci : ces précisions sont sur la page de la consultation.',
  compris: 'C’est noté.',
  annoncee: 'L’achat programmé est lié : chacune des deux pages mène à l’autre.',
}

/** Why a consultation is abandoned (CCP, art. R. 2185-1); the label is published as the ground. */
export const ABANDON_GROUNDS: Record<string, string> = {
  besoin: 'Disparition ou évolution du besoin',
  budget: 'Motif budgétaire',
  concurrence: 'Concurrence insuffisante',
  juridique: 'Irrégularité de la procédure',
  technique: 'Motif technique',
  interet: 'Autre motif d’intérêt général',
}

/** Why no bid could be kept (CCP, art. L. 2152-1 to L. 2152-4, R. 2122-2). */
export const UNSUCCESSFUL_GROUNDS: Record<string, string> = {
  aucune: 'Aucune offre',
  irregulieres: 'Offres irrégulières seulement',
  inappropriees: 'Offres inappropriées seulement',
  inacceptables: 'Offres inacceptables seulement',
}

export const CHANGED_MEANWHILE =
  'La consultation a changé entre-temps, par une source ou un collègue. Votre saisie est gardée : relisez la page, puis envoyez de nouveau.'

export const NOTHING_CHANGED = 'Rien n’a été modifié : changez au moins un champ.'
export const DEADLINE_PASSED = 'Cette date est déjà passée : choisissez une date à venir.'
export const SAME_DEADLINE = 'C’est la date limite actuelle : choisissez-en une autre.'
export const REASON_MISSING = 'Dites pourquoi : le motif est publié.'
export const NO_LOT_CHOSEN = 'Choisissez la consultation entière, ou un lot au moins.'
export const GROUND_MISSING = 'Choisissez le motif : il est publié.'
export const GROUND_WORDS_MISSING = 'Précisez ce motif en quelques mots.'
export const TOO_LONG = 'Texte trop long : abrégez.'

/** A ground as it is published: its label, and the words that make it plain. */
export function groundText(label: string, words: string): string {
  return words === '' ? label : `${label} : ${words}`
}

/** What an agent does with a consultation, as links and headings say it. */
export const DEED_TITLES = {
  modifier: 'Modifier la consultation',
  prolonger: 'Prolonger le délai',
  reponses: 'Répondre à une question',
  documents: 'Compléter le dossier',
  retirer: 'Retirer l’avis',
  rouvrir: 'Remettre en cours',
  'sans-suite': 'Déclarer sans suite',
  infructueux: 'Déclarer infructueux',
  attribution: 'Publier l’attribution',
  relance: 'Relancer la consultation',
  complement: 'Trois précisions pour les entreprises',
  programmation: 'Dire quel achat programmé l’annonçait',
} as const

export type Deed = keyof typeof DEED_TITLES

export const QUESTION_MISSING = 'Écrivez la question à laquelle vous répondez.'
export const ANSWER_MISSING = 'Écrivez la réponse.'
export const DOCUMENT_MISSING = 'Choisissez un fichier, ou donnez un lien.'
export const ONE_DOCUMENT = 'Un seul document à la fois : un fichier ou un lien.'
export const LINK_WRONG = 'Adresse illisible : écrivez-la entière, avec https://.'

export const NOT_OVER_YET =
  'La remise des offres n’est pas terminée : ce résultat se publie après la date limite.'
export const TOO_MANY_LOTS = 'Vingt lots à la fois au plus : publiez les autres ensuite.'

/** Why something cannot be done with a consultation in its state. */
export const UNTIMELY = {
  retirer: 'Cette consultation est déjà terminée : il n’y a plus d’avis à retirer.',
  rouvrir: 'Cette consultation n’est ni annulée, ni sans suite, ni infructueuse.',
  outcome: 'Cet avis est annulé : remettez d’abord la consultation en cours.',
  relance: 'Une consultation se relance une fois close sans marché, en tout ou par lots.',
}
