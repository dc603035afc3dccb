import { describe, expect, it } from 'vitest'
import {
  frenchFeed,
  frenchItem,
  ITEM,
  prolog,
  READ_ITEM,
  VOIRIE,
} from '../../support/french-feed.ts'
import { useFeedReader } from '../../support/served-feed.ts'

const reader = useFeedReader()

const ecole = frenchItem({ title: 'École' })
const ECOLE = { ...READ_ITEM, title: 'École' }

describe('a title', () => {
  it.each([
    ['entities that nobody declared', 'R&eacute;fection&nbsp;de la voirie', VOIRIE],
    [
      'entities for signs',
      'd&rsquo;&oelig;uvre &ndash; 5&nbsp;000&nbsp;&euro;&hellip;',
      'd’œuvre – 5 000 €…',
    ],
    ['entities for guillemets', '&laquo;&nbsp;Les Halles&nbsp;&raquo;', '« Les Halles »'],
    ['entities encoded twice', 'R&amp;eacute;fection de la voirie', VOIRIE],
    ['ampersands encoded twice', 'Eau &amp;amp; assainissement', 'Eau & assainissement'],
    ['apostrophes encoded twice', 'L&amp;#039;eau, l&amp;rsquo;air', "L'eau, l’air"],
    ['bare ampersands', 'R&D, AT&T; eau & air&', 'R&D, AT&T; eau & air&'],
    [
      'an ampersand that looks like an entity',
      'Eau&region; copie&copie=1',
      'Eau&region; copie&copie=1',
    ],
    ['an entity cut short', 'A&nbsp B&eacute', 'A&nbsp B&eacute'],
    ['raw control characters', 'R\u000Béfection\u001F de\u0000 la voirie\u007F', VOIRIE],
    ['references to control characters', 'R&#11;éfection&#x1F; de&#0; la voirie', VOIRIE],
    ['references to no character', 'R&#xFFFF;éfection&#xD800; de la&#99999999; voirie', VOIRIE],
    ['the same, encoded twice', 'R&amp;#xFFFF;éfection&amp;#0; de la voirie', VOIRIE],
    ['characters that XML has none of', 'R\uFFFEéfection de\uFFFF la voirie', VOIRIE],
    ['references in the numbers of Windows', 'd&#146;&#156;uvre &#150; 5 &#128;', 'd’œuvre – 5 €'],
    ['decimal and hexadecimal references', 'R&#233;f&#xE9;r&#Xe9;', 'Référé'],
    ['references to signs of other planes', '&#127959; Voirie', '🏗 Voirie'],
    ['markup', 'Travaux <b>urgents</b> école', 'Travaux urgents école'],
    ['escaped markup', 'Travaux &lt;b&gt;urgents&lt;/b&gt; école', 'Travaux urgents école'],
    ['markup never closed', 'Travaux <b>urgents école', 'Travaux urgents école'],
    ['a line break', 'Travaux<br>urgents<br/>école', 'Travaux urgents école'],
    [
      'an angle that is no markup',
      'Lots &lt; 40 000 € HT &lt;à relancer&gt;',
      'Lots < 40 000 € HT <à relancer>',
    ],
    ['a CDATA section', '<![CDATA[Réfection de la voirie]]>', VOIRIE],
    ['entities in a CDATA section', '<![CDATA[R&eacute;fection de la voirie]]>', VOIRIE],
    ['markup in a CDATA section', '<![CDATA[<p>Réfection <b>de</b> la voirie</p>]]>', VOIRIE],
    [
      'a page in a CDATA section',
      '<![CDATA[<html><body>Réfection de la voirie</body></html>]]>',
      VOIRIE,
    ],
    ['the end of a CDATA section in two', '<![CDATA[a]]]]><![CDATA[>b]]>', 'a]]>b'],
    ['CDATA sections between texts', 'Réfection <![CDATA[de la]]> voirie', VOIRIE],
    ['a comment', 'Réfection<!-- -- <b> --> de la voirie', VOIRIE],
    ['an instruction', 'Réfection<?php echo 1 ?> de la voirie', VOIRIE],
    ['blanks and line breaks', '\r\n\t  Réfection\n  de&#160;la&#x2009;voirie \t', VOIRIE],
    ['letters and marks apart', VOIRIE.normalize('NFD'), VOIRIE],
    ['nothing', '', ''],
  ])('with %s is what its author means', async (_what, title, read) => {
    expect(await reader.read(frenchFeed(frenchItem({ title })))).toMatchObject({
      ok: true,
      partial: false,
      items: [{ ...READ_ITEM, title: read }],
    })
  })
})

describe('a description', () => {
  it.each([
    ['escaped markup', '&lt;p&gt;Lot 1&lt;/p&gt;&lt;p&gt;Lot 2&lt;/p&gt;', 'Lot 1\nLot 2'],
    ['raw markup', '<p>Lot 1</p><p>Lot 2</p>', 'Lot 1\nLot 2'],
    ['raw markup never closed', '<p>Lot 1<p>Lot 2<ul><li>a<li>b</ul>', 'Lot 1\nLot 2\na\nb'],
    ['line breaks never closed', 'Lot 1<br>Lot 2<BR>Lot 3<hr>Lot 4', 'Lot 1\nLot 2\nLot 3\nLot 4'],
    ['an image never closed', '<img src="a.png" alt="x">Objet', 'Objet'],
    ['attributes without quotes', '<p class=a><a href=/b?c=1&d=2>Objet</a>', 'Objet'],
    [
      'a table',
      '<table><tr><th>Objet</th><td>A</td></tr><tr><th>Lots</th><td>2</td></tr></table>',
      'Objet A\nLots 2',
    ],
    ['a list in CDATA', '<![CDATA[<ul><li>Lot 1</li><li>Lot 2</li></ul>]]>', 'Lot 1\nLot 2'],
    [
      'a script and its event',
      '<![CDATA[<script>alert(1)</script><img src=x onerror=alert(1)><p>Objet</p>]]>',
      'Objet',
    ],
    ['an escaped script', '&lt;script&gt;alert(1)&lt;/script&gt;Objet', 'Objet'],
    ['a style', '<style>p{color:red}</style>Objet', 'Objet'],
    ['an embedded page', '<iframe src="https://e.example"></iframe>Objet', 'Objet'],
    [
      'entities inside markup',
      '<![CDATA[<p>d&eacute;p&ocirc;t&nbsp;: 12&nbsp;h</p>]]>',
      'dépôt : 12 h',
    ],
    ['accents encoded twice', 'd&amp;eacute;p&amp;ocirc;t', 'dépôt'],
    ['a link', '<a href="https://mairie.example/dce">DCE</a>', 'DCE'],
    ['plain lines', 'Lot 1\r\nLot 2\n\n\n\nLot 3', 'Lot 1\nLot 2\n\nLot 3'],
    ['nothing', '', ''],
  ])('with %s becomes text', async (_what, description, text) => {
    expect(await reader.read(frenchFeed(frenchItem({ description })))).toMatchObject({
      ok: true,
      items: [{ ...READ_ITEM, text }],
    })
  })

  it('and a whole text make one, without what is said twice', async () => {
    const encoded =
      '<content:encoded><![CDATA[<p>Objet : voirie.</p><p>Lot 1</p>]]></content:encoded>'
    const item = frenchItem({ description: 'Objet : voirie.' }).replace(
      '</item>',
      `${encoded}</item>`,
    )
    expect(await reader.read(frenchFeed(item))).toMatchObject({
      items: [{ text: 'Objet : voirie.\nLot 1' }],
    })
  })
})

describe('a feed', () => {
  const feed = frenchFeed(frenchItem() + ecole)
  it.each([
    ['empty lines before its declaration', `\n\n  ${feed}`],
    ['a second declaration', prolog('UTF-8') + feed],
    ['a declaration that ends too early', feed.replace('?>', '>')],
    ['a declaration that begins too late', feed.slice(1)],
    ['a declaration in capitals', feed.replace('<?xml version', '<?XML VERSION')],
    ['no declaration', frenchFeed(frenchItem() + ecole, '')],
    ['headers in its body', `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n${feed}`],
    [
      'a warning of PHP before it',
      `<br />\n<b>Warning</b>:  mysqli_connect(): (08004/1040): Too many connections in <b>/home/www/rss.php</b> on line <b>12</b><br />\n${feed}`,
    ],
    [
      'a warning in plain words before it',
      `Notice: Undefined index: id in /var/www/rss.php on line 3\n${feed}`,
    ],
    [
      'a notice between its items',
      frenchFeed(
        `${frenchItem()}<br />\n<b>Notice</b>: Undefined in <b>/a.php</b><br />\n${ecole}`,
      ),
    ],
    [
      'a notice inside an item',
      frenchFeed(
        frenchItem().replace('<guid', '<br />\n<b>Notice</b>: Undefined<br />\n<guid') + ecole,
      ),
    ],
    ['an error after it', `${feed}\n<br />\n<b>Fatal error</b>: Allowed memory size exhausted`],
    [
      'a comment with items',
      frenchFeed(`<!-- ${frenchItem({ title: 'non' })} -->${frenchItem()}${ecole}`),
    ],
    ['a comment after it', `${feed}\n<!-- generated in 0.1 s -->`],
    ['no version', feed.replace(' version="2.0"', '')],
    ['upper-case names', feed.replace(/<\/?[a-zA-Z]+/g, (name) => name.toUpperCase())],
    [
      'names in upper and lower case',
      feed.replaceAll('item>', 'Item>').replaceAll('title>', 'TITLE>'),
    ],
    ['no channel', feed.replaceAll(/<\/?channel>/g, '')],
    [
      'items after its channel',
      feed.replace('<item>', '</channel><item>').replace('</channel></rss>', '</rss>'),
    ],
    ['a channel closed before its items', feed.replace('<item>', '</channel><item>')],
    [
      'two channels',
      feed.replace('</item><item>', '</item></channel><channel><title>b</title><item>'),
    ],
    [
      'a root around its root',
      feed.replace('<rss', '<flux><rss').replace('</rss>', '</rss></flux>'),
    ],
    ['a channel never closed', feed.replace('</channel>', '')],
    ['items never closed', feed.replaceAll('</item>', '')],
    ['titles never closed', feed.replaceAll('</title><link>', '<link>')],
    ['titles opened twice', feed.replaceAll('</title><link>', '<title><link>')],
    ['titles closed by another name', feed.replaceAll('</title><link>', '</titre><link>')],
    ['links never closed', feed.replaceAll('</link>', '')],
    ['identifiers never closed', feed.replaceAll('</guid>', '')],
    ['dates never closed', feed.replaceAll('</pubDate>', '')],
    ['descriptions never closed', feed.replaceAll('</description></item>', '</item>')],
    ['end tags too many', feed.replaceAll('</item>', '</b></description></item></item>')],
    [
      'end tags with spaces',
      feed.replaceAll('</item>', '</item >').replaceAll('</title>', '</title\n>'),
    ],
    ['attributes without quotes', feed.replaceAll('"false"', 'false')],
    ['attributes in single quotes', feed.replaceAll('"false"', "'false'")],
    ['attributes twice', feed.replaceAll('"false"', '"false" isPermaLink="true"')],
    [
      'values in CDATA, with blanks',
      feed.replaceAll(/<(link|pubDate|guid)([^>]*)>([^<]+)</g, '<$1$2>\n <![CDATA[ $3 ]]>\n<'),
    ],
    [
      'a picture and a search field',
      feed.replace(
        '<item>',
        '<image><title>non</title><link>https://non.example</link></image><textInput><title>non</title></textInput><item>',
      ),
    ],
    [
      'titles of other vocabularies',
      feed.replaceAll(
        '<title>',
        '<media:title>non</media:title><itunes:title>non</itunes:title><source url="https://non.example"><title>non</title></source><title>',
      ),
    ],
    [
      'elements that nobody knows',
      feed.replaceAll('<item>', '<item><dce:url xmlns:dce="x">non</dce:url><foo/>'),
    ],
  ])('with %s is read all the same', async (_what, body) => {
    expect(await reader.read(body)).toMatchObject({ ok: true, items: [READ_ITEM, ECOLE] })
  })

  it.each([
    [
      'the item before',
      `${frenchItem().replace(`${ITEM.description}</description>`, 'Objet')}${ecole}`,
    ],
    [
      'the category after',
      `${frenchItem({ description: 'Objet' }).replace('</description>', '<category>Travaux</category>')}${ecole}`,
    ],
    [
      'the rest of the item',
      `<item><title>${VOIRIE}</title><description>Objet<link>${ITEM.link}</link><guid isPermaLink="false">${ITEM.guid}</guid><pubDate>${ITEM.pubDate}</pubDate></item>${ecole}`,
    ],
  ])('with a description never closed keeps %s', async (_what, items) => {
    expect(await reader.read(frenchFeed(items))).toMatchObject({
      ok: true,
      items: [{ ...READ_ITEM, text: 'Objet' }, ECOLE],
    })
  })
})
