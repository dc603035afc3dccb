/**
 * The text with nothing left that an output format cannot carry: no control character but `\n` and `\t`, no lone
 * surrogate, no U+FFFD, no noncharacter. Line ends become `\n`. Applied before every output library, because none
 * of them checks (XML 1.0 §2.2; the W3C feed rules also refuse U+0080–U+009F and U+FFFD).
 */
export function safeText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSAFE, '')
}

/** `safeText` on one line, trimmed: for titles, names and labels. No-break spaces stay. */
export function oneLine(text: string): string {
  return safeText(text)
    .replace(/[\n\t \u2028\u2029]+/g, ' ')
    .trim()
}

const UNSAFE = /(?![\n\t])\p{Cc}|[\p{Cs}\p{Noncharacter_Code_Point}\uFFFD]/gu
