/**
 * Fields, code, scripts and the title, which is no text of the page; tags, whose addresses and values stay as they are;
 * ordinary spaces where a line must not break; straight apostrophes.
 */
const TYPED =
  /<(textarea|pre|code|script|style|title)\b[^]*?<\/\1>|<[^>]*>| (?=[:;?!»%€])|« |&#39;(?=[A-Za-zÀ-ÿ\d])/g
/** What a tag has read out. */
const SPOKEN = / (?:aria-label|alt|data-label)="[^"]*"/g
const LETTER = /[A-Za-zÀ-ÿ]/

/**
 * A document with the typography of French: U+00A0 before « : ; ? ! » % € » and inside guillemets, « ’ » for the
 * apostrophe. People and sources type neither; feeds and mail keep what is typed, because rules of readers look for it.
 */
export function typeset(html: string): string {
  return html.replaceAll(TYPED, (typed, element: string | undefined, at: number) => {
    if (typed.startsWith('<')) return element ? typed : typed.replaceAll(SPOKEN, typeset)
    if (typed === '« ') return '«\u00A0'
    if (typed === ' ') return '\u00A0'
    return LETTER.test(html.charAt(at - 1)) ? '’' : typed
  })
}
