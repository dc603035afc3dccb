/** No vowels (no words), no 0, 1, O, I or S (which begins it): read out, nothing is taken for another. */
const LETTERS = 'BCDFGHJKLMNPQRTVWXZ23456789'

/** A new reference, like `S-K7M-4QX`: drawn by lot, so that it tells nobody how many requests there are. */
export function newReference(): string {
  const drawn = Array.from({ length: 6 }, letter).join('')
  return `S-${drawn.slice(0, 3)}-${drawn.slice(3)}`
}

/** The reference that somebody typed, with or without its dashes; null where it is none. */
export function readReference(typed: string): string | null {
  const [, first, second] =
    /^S?([B-DF-HJ-NP-RTV-XZ2-9]{3})([B-DF-HJ-NP-RTV-XZ2-9]{3})$/.exec(
      typed.toUpperCase().replaceAll(/[\s-]/g, ''),
    ) ?? []
  return first && second ? `S-${first}-${second}` : null
}

function letter(): string {
  for (;;) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1))
    // 243 is the last multiple of 27 in a byte: each letter is drawn as often.
    if (byte < 243) return LETTERS.charAt(byte % LETTERS.length)
  }
}
