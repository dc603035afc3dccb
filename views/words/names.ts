/** How names of public bodies begin that a sentence puts an article before. */
const ARTICLES: Record<string, 'le' | 'la'> = {
  Ville: 'la',
  Commune: 'la',
  Mairie: 'la',
  Communauté: 'la',
  Métropole: 'la',
  Région: 'la',
  Chambre: 'la',
  Fédération: 'la',
  Département: 'le',
  Conseil: 'le',
  Syndicat: 'le',
  Centre: 'le',
  Collège: 'le',
  Lycée: 'le',
}

/** A body's name inside a sentence: « la Ville de Narbonne », « le Département de l’Aude », « Carcassonne Agglo ». */
export function inSentence(name: string): string {
  const article = ARTICLES[name.split(' ')[0] ?? '']
  return article === undefined ? name : `${article} ${name}`
}
