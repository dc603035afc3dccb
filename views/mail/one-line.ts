/** A text for a subject or a list: one line, and not a long one. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ').slice(0, 200)
}
