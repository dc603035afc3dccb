import { describe, expect, it } from 'vitest'
import {
  frenchFeed,
  frenchItem,
  joined,
  latin9,
  prolog,
  READ_ITEM,
  utf16,
  utf8,
  VOIRIE,
  windows1252,
} from '../../support/french-feed.ts'
import { useFeedReader } from '../../support/served-feed.ts'

const reader = useFeedReader()

const typed = 'Fourniture d’œuvres “d’art” – 5 000 € …'
const priced = 'Œuvre du chœur, 5 000 €'
const withTitle = (title: string, before: string) => frenchFeed(frenchItem({ title }), before)
const lone = '<?xml version="1.0"?>\n'

/** What is served, the Content-Type it is served with, the first title wanted. */
const cases: [what: string, body: Uint8Array, contentType: string | null, title: string][] = [
  [
    'windows-1252 declared ISO-8859-1',
    windows1252(withTitle(typed, prolog('ISO-8859-1'))),
    null,
    typed,
  ],
  [
    'windows-1252 declared us-ascii',
    windows1252(withTitle(typed, prolog('us-ascii'))),
    null,
    typed,
  ],
  [
    'windows-1252 that only HTTP declares',
    windows1252(withTitle(typed, lone)),
    'application/rss+xml; charset=windows-1252',
    typed,
  ],
  [
    'windows-1252 that HTTP declares ISO-8859-1, in quotes',
    windows1252(withTitle(typed, '')),
    'text/xml;charset="iso-8859-1"',
    typed,
  ],
  ['windows-1252 declared UTF-8', windows1252(withTitle(typed, prolog('UTF-8'))), null, typed],
  [
    'windows-1252 declared UTF-8 twice',
    windows1252(withTitle(typed, prolog('UTF-8'))),
    'text/xml; charset=utf-8',
    typed,
  ],
  ['windows-1252 that nobody declares', windows1252(withTitle(typed, '')), null, typed],
  ['windows-1252 declared UTF-16', windows1252(withTitle(typed, prolog('UTF-16'))), null, typed],
  [
    'windows-1252 that HTTP declares UTF-16LE',
    windows1252(withTitle(typed, lone)),
    'text/xml; charset=utf-16le',
    typed,
  ],
  [
    'windows-1252 declared by a name that nobody knows',
    windows1252(withTitle(typed, prolog('x-mairie'))),
    null,
    typed,
  ],
  ['ISO-8859-15', latin9(withTitle(priced, prolog('ISO-8859-15'))), null, priced],
  ['ISO-8859-15 by its other name', latin9(withTitle(priced, prolog('latin9'))), null, priced],
  [
    'ISO-8859-15 declared in single quotes, with spaces',
    latin9(withTitle(priced, "<?xml version='1.0' encoding = 'iso-8859-15' standalone='yes' ?>")),
    null,
    priced,
  ],
  [
    'ISO-8859-15 that only HTTP declares',
    latin9(withTitle(priced, lone)),
    'text/xml; charset=ISO-8859-15',
    priced,
  ],
  [
    'ISO-8859-15 declared in the document, ISO-8859-1 by HTTP',
    latin9(withTitle(priced, prolog('ISO-8859-15'))),
    'text/xml; charset=ISO-8859-1',
    priced,
  ],
  [
    'ISO-8859-15 that the document declares UTF-16, HTTP rightly',
    latin9(withTitle(priced, prolog('UTF-16'))),
    'text/xml; charset=ISO-8859-15',
    priced,
  ],
  [
    'ISO-8859-15 after lines of nothing',
    latin9(withTitle(priced, `\r\n \r\n${prolog('ISO-8859-15')}`)),
    null,
    priced,
  ],
  ['MacRoman', macRoman(withTitle('Réfection', prolog('macintosh'))), null, 'Réfection'],
  ['UTF-8 declared windows-1252', utf8(withTitle(typed, prolog('windows-1252'))), null, typed],
  ['UTF-8 declared UTF-16', utf8(withTitle(typed, prolog('UTF-16'))), null, typed],
  [
    'UTF-8 that HTTP declares ISO-8859-15',
    utf8(withTitle(typed, prolog('UTF-8'))),
    'text/xml; charset=ISO-8859-15',
    typed,
  ],
  ['UTF-8 with its mark', utf8(`\uFEFF${withTitle(typed, prolog('UTF-8'))}`), null, typed],
  [
    'UTF-8 with its mark, declared ISO-8859-1',
    utf8(`\uFEFF${withTitle(typed, prolog('ISO-8859-1'))}`),
    'text/xml; charset=ISO-8859-1',
    typed,
  ],
  ['UTF-8 with its mark twice', utf8(`\uFEFF\uFEFF${withTitle(typed, '')}`), null, typed],
  [
    'UTF-8 with the marks of the files it was put together from',
    utf8(`\uFEFF\r\n\uFEFF${withTitle(`\uFEFF${typed}`, prolog('UTF-8'))}`),
    null,
    typed,
  ],
  ['UTF-8 in letters and marks apart', utf8(withTitle(VOIRIE.normalize('NFD'), '')), null, VOIRIE],
  ['UTF-8 with signs of all planes', utf8(withTitle('🏗️ 𝒱oirie', '')), null, '🏗️ 𝒱oirie'],
  [
    'UTF-16LE with its mark',
    utf16(`\uFEFF${withTitle(typed, prolog('UTF-16'))}`, true),
    null,
    typed,
  ],
  [
    'UTF-16BE with its mark',
    utf16(`\uFEFF${withTitle(typed, prolog('UTF-16'))}`, false),
    null,
    typed,
  ],
  ['UTF-16LE without mark', utf16(withTitle(typed, prolog('UTF-16LE')), true), null, typed],
  ['UTF-16BE without mark', utf16(withTitle(typed, prolog('UTF-16BE')), false), null, typed],
  [
    'UTF-16LE that all declare UTF-8',
    utf16(`\uFEFF${withTitle(typed, prolog('UTF-8'))}`, true),
    'text/xml; charset=utf-8',
    typed,
  ],
  ['UTF-16BE after an empty line', utf16(`\n${withTitle(typed, '')}`, false), null, typed],
  [
    'UTF-16LE with half a character at its end',
    joined(utf16(`\uFEFF${withTitle(typed, '')}`, true), utf8('\n')),
    null,
    typed,
  ],
]

function macRoman(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => (character === 'é' ? 0x8e : character.charCodeAt(0)))
}

describe('a feed in', () => {
  it.each(cases)('%s is read right', async (_what, body, contentType, title) => {
    const headers = contentType === null ? {} : { 'content-type': contentType }
    expect(await reader.read(body, headers)).toMatchObject({
      ok: true,
      partial: false,
      items: [{ title }],
    })
  })
})

describe('a feed whose items come from several programs', () => {
  it('is read right where one of them is not in the encoding of the others', async () => {
    const [before = '', after = ''] = frenchFeed('@').split('@')
    const body = joined(
      utf8(before + frenchItem()),
      windows1252(frenchItem({ title: typed })),
      utf8(frenchItem() + after),
    )
    expect(await reader.read(body)).toMatchObject({
      ok: true,
      warnings: [{ code: 'bytes-repaired' }],
      items: [READ_ITEM, { ...READ_ITEM, title: typed }, READ_ITEM],
    })
  })
})
