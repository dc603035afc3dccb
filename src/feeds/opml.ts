import { ownAddress } from './address.ts'
import { escapeMarkup, plainLabel } from './markup.ts'

/** A feed that one can subscribe to. */
export interface Outline {
  title: string
  /** Absolute address of the feed. */
  xmlUrl: string
  /** Absolute address of the page it is the echo of. */
  htmlUrl: string
  type: 'rss'
}

/**
 * A subscription list in OPML 2.0, which feed readers import.
 * @throws {TypeError} on an address that is not an absolute http(s) one
 */
export function writeOpml(title: string, outlines: Outline[]): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<opml version="2.0">',
    '  <head>',
    `    <title>${escapeMarkup(plainLabel(title))}</title>`,
    '  </head>',
    '  <body>',
    ...outlines.map(writeOutline),
    '  </body>',
    '</opml>',
    '',
  ].join('\n')
}

function writeOutline(outline: Outline): string {
  const name = escapeMarkup(plainLabel(outline.title))
  const feed = escapeMarkup(ownAddress(outline.xmlUrl))
  const page = escapeMarkup(ownAddress(outline.htmlUrl))
  return `    <outline type="${outline.type}" text="${name}" title="${name}" xmlUrl="${feed}" htmlUrl="${page}"/>`
}
