import * as fc from 'fast-check'
import type { CalendarEvent, FeedChannel, FeedEntry } from '../../src/feeds/entry.ts'

/** How often a property is tried: more in `npm run test:deep`. */
export const RUNS = process.env.DEEP ? 2_000 : 100

/** Texts that have broken feeds. */
export const HOSTILE_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\u000B\u001F\u007F\u0085\u009F',
  'Marché\u0000 à\u000B bons\u001F de commande',
  'ligne\r\nligne\rligne\n\tligne',
  'a]]>b]]>c]]]>d]]',
  ']]\u0000>]]\u0000>',
  '<![CDATA[x]]>y]]>',
  '🏗️ Réfection 👷🏽‍♀️ 𝒱oirie',
  'seul \uD83D puis \uDE00',
  '\uD83D\u0000\uDE00',
  'U+FFFD \uFFFD, U+FFFE \uFFFE, U+FFFF \uFFFF, \uFDD0, \u{1FFFF}',
  'É'.repeat(10_000),
  '😀'.repeat(5_000),
  'mot '.repeat(2_500),
  '&amp; &lt; &eacute; &#233; &#xE9; &#0; &nbsp;',
  'R&D, A & B, a&b;c, &',
  '<b>gras</b> <script>alert(1)</script> <br/> </p> <!-- x --> <?php ?>',
  'Lots <3, x < y, <, <<a, < b>',
  '<img src=x onerror=alert(1)>',
  '"guillemets" \'apostrophes\' `accents`',
  'buyer <maire@example.fr>',
  '=HYPERLINK("http://example.invalid","x")',
  '+33 4 68 00 00 00',
  '-12',
  '@SUM(A1)',
  '\t=1+1',
  '\r\n=1+1',
  'a,b;c\\d:e"f',
  '\u2028\u2029\u200F\u202E inverse',
  '\uFEFF marque',
]

const utf16 = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units))

/** Any text at all, made of ordinary and hostile pieces and of arbitrary UTF-16 units. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE_TEXTS.filter((text) => text.length < 200)),
      fc.constantFrom('<', '>', '&', ';', ']', ']]', '>', '"', '&amp', 'amp;', '</b>', '\\', '\n'),
      fc.string({ unit: 'binary' }),
      utf16,
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''))

export const NOW = new Date('2026-11-21T09:00:00Z')

export const CHANNEL: FeedChannel = {
  title: 'Consultations de l’Aude',
  description: 'Toutes les consultations',
  link: 'https://guichet.example/?metier=electricite',
  self: 'https://guichet.example/consultations.rss?lieu=narbonne&metier=electricite',
  id: 'tag:guichet.example,2026:flux/lieu=narbonne&metier=electricite',
  author: 'Guichet',
  updated: new Date('2026-11-20T17:30:00Z'),
  ttl: 60,
}

/** An ordinary entry, with what a test changes. */
export function feedEntry(number: number, changes: Partial<FeedEntry> = {}): FeedEntry {
  return {
    id: `tag:guichet.example,2026:avis/${number}`,
    title: `Narbonne — Rénovation de l’école ${number} — avant le 15/12 à 12 h`,
    link: `https://guichet.example/consultations/2026-${number}-renovation`,
    published: new Date('2026-11-20T08:00:00Z'),
    updated: new Date('2026-11-20T08:00:00Z'),
    html: '<p><strong>À remettre</strong> avant le 15 décembre</p><ul><li>Lot 6</li></ul>',
    categories: [
      { label: 'Électricité', scheme: 'https://guichet.example/metiers' },
      { label: 'Travaux' },
    ],
    author: 'Ville de Narbonne',
    source: { title: 'marchespublics.aude.fr', url: 'https://marchespublics.example/rss?a=1&b=2' },
    data: {
      reference: '2026-0042',
      kind: 'tender',
      deadline: '2026-12-15T12:00:00+01:00',
      buyer: 'Ville de Narbonne',
      siret: '21110262600016',
      procedure: 'adapted',
      category: 'works',
      cpv: ['45310000', '45311000'],
      lots: 12,
      source: 'BOAMP 26-00000',
    },
    ...changes,
  }
}

/** An entry in which every free text is the same hostile one. */
export function hostileEntry(number: number, text: string): FeedEntry {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return feedEntry(number, {
    title: text,
    html: `<p>${escaped}</p>`,
    categories: [{ label: text, scheme: text }, { label: text }],
    author: text,
    source: { title: text, url: text },
    data: {
      reference: text,
      kind: text,
      deadline: text,
      buyer: text,
      siret: text,
      procedure: text,
      category: text,
      cpv: [text, text],
      lots: 3,
      source: text,
    },
  })
}

/** A visit of one hour, with what a test changes. */
export function calendarEvent(number: number, changes: Partial<CalendarEvent> = {}): CalendarEvent {
  return {
    uid: `2026-${number}-visite@guichet.example`,
    sequence: 0,
    summary: 'Visite obligatoire – école Jean-Jaurès, lot 6 Électricité (Narbonne)',
    start: new Date('2026-12-03T13:00:00Z'),
    durationMinutes: 60,
    location: 'Narbonne',
    url: `https://guichet.example/consultations/2026-${number}-renovation`,
    description:
      'Avis officiel : https://example.fr/avis\nSur rendez-vous; apporter un casque, des bottes.',
    cancelled: false,
    alarms: [7 * 24 * 60, 24 * 60],
    created: new Date('2026-11-20T08:00:00Z'),
    updated: new Date('2026-11-21T08:30:00Z'),
    ...changes,
  }
}
