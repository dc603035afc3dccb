/** What a page says: its text without markup, on one line, with ordinary spaces. */
export function pageText(html: string): string {
  return html
    .replace(/^[\s\S]*<main/, '<main')
    .replace(/<\/main>[\s\S]*$/, '')
    .replaceAll(/<\/(p|li|h\d|dt|dd|td|th|tr|div|section|option)>/g, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', '’')
    .replaceAll("'", '’')
    .replaceAll(/[\s\u00A0\u202F]+/g, ' ')
}
