import { describe, expect, it } from 'vitest'
import { plainText, plainTitle } from '../../src/sources/plain-text.ts'

describe('plainText', () => {
  it.each([
    [
      'one line for each block',
      '<p>Acheteur : Tuchan</p><p>Lot 1<br>Lot 2</p>',
      'Acheteur : Tuchan\nLot 1\nLot 2',
    ],
    [
      'list items on their lines',
      '<ul><li>Gros œuvre</li><li>Peinture</li></ul>',
      'Gros œuvre\nPeinture',
    ],
    [
      'table cells apart',
      '<tr><td>Date limite</td><td>12/12/2026</td></tr>',
      'Date limite 12/12/2026',
    ],
    ['an empty line where two breaks meet', 'a<br><br>b', 'a\n\nb'],
    ['source lines as spaces where there is markup', '<b>a</b>\nb', 'a b'],
    ['source lines as lines where there is none', 'Lot 1\r\nLot 2', 'Lot 1\nLot 2'],
    ['entities as characters', 'd&rsquo;&oelig;uvre &amp; 5&nbsp;&euro;', 'd’œuvre & 5 €'],
    ['the windows-1252 numbers of entities', 'don&#146;t', 'don’t'],
    ['nothing of scripts and styles', 'a<script>alert(1)</script><style>p{}</style>b', 'ab'],
    [
      'nothing of attributes',
      '<img src=x onerror=alert(1)><a href="javascript:x">Objet</a>',
      'Objet',
    ],
    ['names that are no HTML as text', 'Lot <HT> 5 <à 9', 'Lot <HT> 5 <à 9'],
    ['an unfinished name that is no HTML as text', 'montant <TTC', 'montant <TTC'],
    ['ampersands that start no entity', 'Eau&region AT&T a&copy=1', 'Eau&region AT&T a&copy=1'],
    ['no control characters', 'a\x00b\x0bc\x7fd\u{FFFF}e\uD800f', 'abcdef'],
  ])('gives %s', (_what, markup, text) => {
    expect(plainText(markup)).toBe(text)
  })
})

describe('plainTitle', () => {
  it.each([
    ['entities encoded once', 'R&eacute;fection', 'Réfection'],
    ['entities encoded twice', 'R&amp;eacute;fection', 'Réfection'],
    ['markup', 'Travaux <b>urgents</b>\n école', 'Travaux urgents école'],
  ])('tidies %s', (_what, markup, title) => {
    expect(plainTitle(markup)).toBe(title)
  })

  it('does not decode a second time what would become a tag', () => {
    expect(plainTitle('&amp;lt;b&amp;gt; R&amp;eacute;f')).toBe('&lt;b&gt; R&eacute;f')
  })

  it('cuts a title without end, never inside a character', () => {
    expect(plainTitle('x'.repeat(1_999) + '😀😀')).toBe('x'.repeat(1_999))
  })
})
