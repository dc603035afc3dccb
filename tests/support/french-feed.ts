/** What the items of `frenchFeed` say where a test says nothing else. */
export const VOIRIE = 'Réfection de la voirie'
export const ITEM = {
  title: VOIRIE,
  link: 'https://mairie.example/avis/1',
  guid: 'MP2026-001',
  pubDate: 'Sat, 21 Nov 2026 10:00:00 +0100',
  description: 'Procédure adaptée. Date limite : 12/12/2026 12:00',
}
/** How that item is read. */
export const READ_ITEM = {
  title: VOIRIE,
  link: 'https://mairie.example/avis/1',
  guid: 'MP2026-001',
  published: '2026-11-21T09:00:00Z',
  text: 'Procédure adaptée. Date limite : 12/12/2026 12:00',
}

/** An RSS item; what is given stands in it as it is. */
export function frenchItem(changes: Partial<typeof ITEM> = {}): string {
  const { title, link, guid, pubDate, description } = { ...ITEM, ...changes }
  return (
    `<item><title>${title}</title><link>${link}</link><guid isPermaLink="false">${guid}</guid>` +
    `<pubDate>${pubDate}</pubDate><description>${description}</description></item>`
  )
}

export function prolog(encoding: string): string {
  return `<?xml version="1.0" encoding="${encoding}"?>\n`
}

/** The RSS feed of a commune, around items as they are. */
export function frenchFeed(items = frenchItem(), before = prolog('UTF-8')): string {
  return `${before}<rss version="2.0"><channel><title>Marchés publics - Commune de Tuchan</title>
<link>https://mairie.example/</link><description>Consultations en cours</description>
${items}
</channel></rss>`
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** In one byte a character: those that `places` names, Latin-1 for the rest. */
function inBytes(text: string, places: Record<string, number>): Uint8Array {
  return Uint8Array.from(text, (character) => places[character] ?? character.charCodeAt(0))
}

export function windows1252(text: string): Uint8Array {
  return inBytes(text, {
    '€': 0x80,
    '…': 0x85,
    œ: 0x9c,
    '’': 0x92,
    '“': 0x93,
    '”': 0x94,
    '–': 0x96,
  })
}

export function latin9(text: string): Uint8Array {
  return inBytes(text, { '€': 0xa4, Œ: 0xbc, œ: 0xbd, Ÿ: 0xbe })
}

export function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < text.length; at += 1)
    view.setUint16(at * 2, text.charCodeAt(at), littleEndian)
  return bytes
}

export function joined(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}
