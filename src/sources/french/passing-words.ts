/** Words that platforms count anew at every reading: they say nothing of the consultation. */
const PASSING = [
  /\bJ\s?[-–+]\s?\d{1,3}\b/g,
  /(?:^|(?<=[\s(]))(?:il (?:vous )?reste|reste|plus que|encore|dans|il y a|depuis)\s+(?:encore\s+)?\d{1,4}\s+(?:jours?|heures?|minutes?|semaines?)\b/gi,
  /\b(?:vue?s?|consultée?s?|lue?s?|téléchargée?s?|affichée?s?)\s*:?\s*\d{1,7}\s+fois\b/gi,
  /\b\d{1,7}\s+(?:vues?|visites?|lectures?|téléchargements?|retraits?)\b/gi,
  /\b(?:nombre de\s+)?(?:vues|visites|lectures|téléchargements|retraits)\s*:\s*\d{1,7}\b/gi,
]

/** A text without its counters of days left, views and downloads, so that they make no correction at every reading. */
export function withoutPassingWords(text: string): string {
  return PASSING.reduce((kept, pattern) => kept.replace(pattern, ''), text)
    .replaceAll(/[ \t]{2,}|\t/g, ' ')
    .replaceAll(/ +\n *|\n +/g, '\n')
    .trim()
}
