/** A line's key as one part of an address: letters, digits, hyphens and tildes. */
export function wordOfLine(line: string): string {
  return encodeURIComponent(line)
    .replaceAll(/[~!'()*._]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
    .replaceAll('%', '~')
}

/** The key of a line in an address; null where it is none. */
export function lineOfWord(word: string): string | null {
  try {
    const line = decodeURIComponent(word.replaceAll('~', '%'))
    // No text of the database holds it.
    return line.includes('\0') ? null : line
  } catch {
    return null
  }
}
