/** A stretch of text: bare, strong, or the words of a link (http, https or mailto). */
export type Part = string | { strong: string } | { link: string; words: string }

/** A paragraph of one or more lines, or a list. */
export type Block = { lines: Part[][] } | { items: Part[][] }

/** The address when it is one of the web, normalised; null for anything else, `javascript:` among it. */
export function webAddress(url: string | null | undefined): string | null {
  const parsed = url ? URL.parse(url.trim()) : null
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : null
}
