import { WEEKDAY } from './vocabulary.ts'

/** The words before a date or an amount that say what it is. */
export interface Heading {
  text: string
  /** Where it begins in the passage's plain form. */
  start: number
}

/**
 * The words that head what stands at `index`: those of the same clause, not before `floor`; when the line begins
 * there, the line above. At most 200 characters.
 */
export function headingBefore(plain: string, index: number, floor: number): Heading {
  const lineStart = plain.lastIndexOf('\n', index - 1) + 1
  const start = Math.max(lineStart, floor, index - LONGEST)
  const heading = clause({ text: plain.slice(start, index), start })
  if (withoutJoints(heading.text) !== '' || /avant/.test(heading.text) || start > lineStart) {
    return heading
  }
  const above = Math.max(floor, lineStart - LONGEST)
  const lines = plain.slice(above, lineStart)
  const last = lines.replace(/[\s:]{1,200}$/, '')
  const from = last.lastIndexOf('\n') + 1
  return clause({ text: last.slice(from), start: above + from })
}

/** A heading without the words that only join it to its date (« est fixée au », « : le mardi »). */
export function withoutJoints(heading: string): string {
  let text = heading
  for (;;) {
    const shorter = text.replace(JOINT, '')
    if (shorter === text) return text
    text = shorter
  }
}

const LONGEST = 200

const JOINT = new RegExp(
  String.raw`(?:[\s:=,(\[.-]|(?<![a-z0-9'])(?:le|la|au|est|sont|a|ete|fixee?s?|prevue?s?|jusqu'au|avant|plus|tard|imperative?ment|maximum|ou|et|dernier|delai|${WEEKDAY}))$`,
)

/** What follows the last full stop, semicolon, bar, bullet or spaced dash. */
function clause({ text, start }: Heading): Heading {
  let end = text.length
  while (end > 0 && /[\s:;=,|(-]/.test(text.charAt(end - 1))) end--
  let from = 0
  for (const separator of ['. ', ';', '|', '•', ' - ']) {
    const at = text.lastIndexOf(separator, end - 1)
    if (at !== -1 && at + separator.length < end) from = Math.max(from, at + separator.length)
  }
  while (from < end && text.charAt(from) === ' ') from++
  return { text: text.slice(from), start: start + from }
}
