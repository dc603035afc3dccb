/**
 * The form in which two spellings of a name are compared: lower case, no accents, « œ » as « oe », everything but
 * letters and digits as one space, « St » and « Ste » written out. Articles stay. Empty when nothing is left.
 */
export function nameKey(text: string): string {
  return text
    .replace(/[^\0-\x7f]/gu, withoutAccents)
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/\bst(e?s?)\b/g, 'saint$1')
}

/** What each character beside ASCII met so far is without its accents. */
const known = new Map<string, string>()

function withoutAccents(character: string): string {
  const found = known.get(character) ?? character.normalize('NFKD').replace(/\p{M}/gu, '')
  known.set(character, found)
  return found
}
