import { nameKey } from '../places/name-key.ts'

/**
 * The form in which two spellings of a buyer's name are compared: as any name, but « Ville de », « Mairie de » and
 * « Commune de » are the same, and a leading article counts for nothing.
 */
export function buyerKey(name: string): string {
  return nameKey(name)
    .replace(
      /^(?:ville|mairie|commune) (?:de la |de l |des |du |de |d )?(?:(?:la|le|les|l) )?/,
      'commune ',
    )
    .replace(/^(?:la|le|les|l) (?=.)/, '')
}

/** The address word of a name: its key with hyphens, cut at a word before eighty characters. */
export function slugOfName(name: string): string {
  const slug = nameKey(name).replaceAll(' ', '-')
  return slug.length > 80 ? slug.slice(0, 80).replace(/-[^-]*$/, '') : slug
}
