import { slugOfName } from './buyer-key.ts'

/**
 * Adds a row under an address word made of its title, with a number where others have it already; `insert` answers null
 * where the word is taken.
 */
export async function withFreeSlug<T>(
  title: string,
  insert: (slug: string) => Promise<T | null>,
): Promise<T> {
  const word = shortened(slugOfName(title))
  const base = RESERVED.includes(word) ? `${word || 'sans'}-titre` : word
  for (let number = 1; ; number += 1) {
    const row = await insert(number === 1 ? base : `${base}-${number}`)
    if (row !== null) return row
  }
}

/** Words that addresses have for forms. */
const RESERVED = ['', 'nouveau', 'nouvelle']
const LONGEST = 60

/** Whole words of it. */
function shortened(slug: string): string {
  if (slug.length <= LONGEST) return slug
  return slug
    .slice(0, LONGEST + 1)
    .replace(/-[^-]*$/, '')
    .slice(0, LONGEST)
}
