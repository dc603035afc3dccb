/** Length in Unicode code points, as readers count characters. */
export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length += 1
  return length
}

/**
 * The text in at most `max` code points: whole where it fits, else cut at a word (or inside the only word) and
 * ended with « … ». A surrogate pair is never parted. '' when there is no room for a letter.
 */
export function cutAtWord(text: string, max: number): string {
  // A code point has at most two units: the rest of a very long text need not be looked at.
  const points = Array.from(text.slice(0, Math.max(0, max) * 2 + 2))
  if (points.length <= max) return text
  if (max < 2) return ''
  const kept = points.slice(0, max - 1).join('')
  const nextIsSpace = points[max - 1] === ' '
  const space = kept.lastIndexOf(' ')
  const atWord = nextIsSpace || space < kept.length / 2 ? kept : kept.slice(0, space)
  return `${atWord.replace(DANGLING, '').replace(/[\s,;:.–—(-]+$/, '')}…`
}

/** Small words that announce the one that was cut off. */
const DANGLING = /(?: (?:de|du|des|d['’]|la|le|les|l['’]|et|ou|à|au|aux|en|pour|sur|par|avec))+$/i
