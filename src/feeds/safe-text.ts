/**
 * The text with nothing left that an output format cannot carry: no control character but `\n` and `\t`, no lone
 * surrogate, no U+FFFD, no noncharacter. Line ends become `\n`. Applied before every output library, because none
 * of them checks (XML 1.0 §2.2; the W3C feed rules also refuse U+0080–U+009F and U+FFFD).
 */
export function safeText(text: string): string {
  return SUSPECT.test(text) ? text.replace(/\r\n?/g, '\n').replace(UNSAFE, '') : text
}

/** `safeText` on one line, trimmed: for titles, names and labels. No-break spaces stay. */
export function oneLine(text: string): string {
  return safeText(text)
    .replace(/[\n\t \u2028\u2029]+/g, ' ')
    .trim()
}

/** Anything but what `UNSAFE` and ends of lines never begin with: most texts have none of it. */
const SUSPECT = /[^\n\t\x20-\x7E\xA0-\uD7FF\uE000-\uFDCF\uFDF0-\uFFFC]/
const UNSAFE = /(?![\n\t])\p{Cc}|[\p{Cs}\p{Noncharacter_Code_Point}\uFFFD]/gu
