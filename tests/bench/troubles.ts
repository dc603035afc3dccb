/** What is wrong with a feed, or with the server that it is on. */
export type Trouble = 'broken' | 'cut' | 'no-feed' | 'slow' | 'too-many-requests'

/** Of every twenty feeds two are broken in one way or another, two are slow and one asks to be left alone. */
export function troubleOf(feed: number): Trouble | null {
  switch (feed % 20) {
    case 0:
    case 10:
      return BROKEN[Math.floor(feed / 10) % BROKEN.length] ?? null
    case 5:
    case 15:
      return 'slow'
    case 18:
      return 'too-many-requests'
    default:
      return null
  }
}

const BROKEN = ['broken', 'cut', 'broken', 'no-feed', 'broken', 'broken'] as const

/** How many of a feed's items a reader can know of. */
export function itemsToRead(feed: number, items: number): number {
  switch (troubleOf(feed)) {
    case 'no-feed':
    case 'too-many-requests':
      return 0
    case 'cut':
      return Math.floor(items / 2)
    default:
      return items
  }
}

/** The bytes that are served in place of a feed as it should be. */
export function troubled(feed: number, xml: string, items: number): Buffer {
  switch (troubleOf(feed)) {
    case 'broken':
      return (DAMAGES[Math.floor(feed / 20) % DAMAGES.length] ?? Buffer.from)(xml)
    case 'cut': {
      const whole = xml.split('<item>', itemsToRead(feed, items) + 1).join('<item>')
      return Buffer.from(`${whole}<item>\n<title>Réfection de la toit`)
    }
    case 'no-feed':
      return Buffer.from(
        '<!DOCTYPE html><html lang="fr"><title>Connexion</title><p>Maintenance</p>',
      )
    default:
      return Buffer.from(xml)
  }
}

/** Ways in which publishers break XML without losing anything that they say. */
const DAMAGES: ((xml: string) => Buffer)[] = [
  // Addresses and names with a bare ampersand.
  (xml) => Buffer.from(xml.replaceAll('/consultations/', '/consultations?page=1&id=')),
  // Entities that XML does not know.
  (xml) => Buffer.from(xml.replaceAll('é', '&eacute;').replaceAll('à', '&agrave;')),
  // UTF-8 declared, windows-1252 written.
  (xml) =>
    Buffer.from(
      xml.replaceAll(/[^\0-\xff]/g, (letter) => WINDOWS[letter] ?? '?'),
      'latin1',
    ),
  // Markup of descriptions as it is, tags left open.
  (xml) => Buffer.from(xml.replaceAll(/(?<=<description>)&lt;p&gt;/g, '<p>Avis<br>')),
  // What a control character leaves behind, after a blank line.
  (xml) => Buffer.from(`\n${xml.replaceAll('Le marché', 'Le\u0003 marché')}`),
]

const WINDOWS: Record<string, string> = {
  '’': '\x92',
  œ: '\x9c',
  '€': '\x80',
  '–': '\x96',
  '…': '\x85',
}
