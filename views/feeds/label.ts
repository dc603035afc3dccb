import { plainLabel } from '../../src/feeds/markup.ts'
import { plain } from '../format.ts'

/** The text on one line with ordinary spaces, and nothing in it that a reader could take for markup. */
export function oneLabel(text: string): string {
  return plainLabel(plain(text)).replaceAll(/ {2,}/g, ' ')
}
