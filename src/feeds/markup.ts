import { oneLine, safeText } from './safe-text.ts'

/**
 * A title, name or label on one line which no reader takes for markup, though many of them read such fields as HTML:
 * a zero-width space parts `<b`, `&amp;` and `]]>`, so that they are shown as they were written. (The W3C feed rules
 * call markup in these places ContainsHTML; `feed` would let a second `]]>` out of its CDATA section.)
 */
export function plainLabel(text: string): string {
  return oneLine(text).replace(/<(?=\S)|&(?=#?\w+;)|\]\](?=>)/g, '$&\u200B')
}

/** The same HTML, safe inside one CDATA section: there `&gt;` says what `>` says. */
export function htmlForCdata(html: string): string {
  return safeText(html).replaceAll(']]>', ']]&gt;')
}

/** Text as HTML or XML text, or as an attribute's value between double quotes. */
export function escapeMarkup(text: string): string {
  return escapeAmpersands(text)
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** For text that `feed` will write: it turns `&amp;` back into `&` before it escapes, so a literal one needs this. */
export function escapeAmpersands(text: string): string {
  return text.replaceAll('&', '&amp;')
}
