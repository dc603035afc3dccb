import { plain } from '../format.ts'

/** A message's paragraphs, with ordinary spaces: people search their mail. */
export function textOf(paragraphs: string[]): string {
  return plain(paragraphs.join('\n\n'))
}
