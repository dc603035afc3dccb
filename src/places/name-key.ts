/**
 * The form in which two spellings of a name are compared: lower case, no accents, « œ » as « oe », everything but
 * letters and digits as one space, « St » and « Ste » written out. Articles stay. Empty when nothing is left.
 */
export function nameKey(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/\bst(e?s?)\b/g, 'saint$1')
}
