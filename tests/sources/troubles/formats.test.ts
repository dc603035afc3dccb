import { describe, expect, it } from 'vitest'
import { prolog, VOIRIE, windows1252 } from '../../support/french-feed.ts'
import { useFeedReader } from '../../support/served-feed.ts'

const reader = useFeedReader()

const RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
const DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
const ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
const link = 'https://mairie.example/avis/1'
const published = '2026-11-21T09:00:00Z'
const read = { title: VOIRIE, link, published }
const entry = `<id>tag:mairie.example,2026:1</id><link href="${link}"/><published>2026-11-21T10:00:00+01:00</published><updated>2026-11-21T10:00:00+01:00</updated>`

/** Each has one item, « Réfection de la voirie », with its address and its date. */
const formats: [what: string, format: string, body: string][] = [
  [
    'RSS 0.91 with the DOCTYPE of its time',
    'rss',
    `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>x</title><item><title>R&eacute;fection de la voirie</title><link>${link}</link><pubDate>21/11/2026 10:00</pubDate></item></channel></rss>`,
  ],
  [
    'RSS 0.92',
    'rss',
    `<rss version="0.92"><channel><item><title>${VOIRIE}</title><link>${link}</link><pubDate>21 Nov 2026 10:00:00 +0100</pubDate><source url="https://b.example/">b</source></item></channel></rss>`,
  ],
  [
    'RSS 0.90',
    'rdf',
    `<rdf:RDF ${RDF} ${DC} xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>x</title></channel><item><title>${VOIRIE}</title><link>${link}</link><dc:date>2026-11-21T10:00+01:00</dc:date></item></rdf:RDF>`,
  ],
  [
    'RSS 1.0 of SPIP',
    'rdf',
    `${prolog('UTF-8')}<rdf:RDF ${RDF} ${DC} xmlns="http://purl.org/rss/1.0/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="https://mairie.example/"><title>x</title><items><rdf:Seq><rdf:li rdf:resource="${link}"/></rdf:Seq></items></channel><item rdf:about="${link}"><title>${VOIRIE}</title><link>${link}</link><dc:date>2026-11-21T09:00:00Z</dc:date><dc:format>text/html</dc:format><dc:language>fr</dc:language><dc:creator>Mairie</dc:creator><content:encoded><![CDATA[<p>Objet</p>]]></content:encoded></item></rdf:RDF>`,
  ],
  [
    'RSS 1.0 whose vocabularies have other prefixes',
    'rdf',
    `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/"><channel r:about="x"/><item r:about="${link}"><title>${VOIRIE}</title><d:date>2026-11-21T10:00:00+01:00</d:date></item></r:RDF>`,
  ],
  [
    'RSS 1.0 with RDF as its own vocabulary',
    'rdf',
    `<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rss="http://purl.org/rss/1.0/" ${DC}><rss:channel about="x"/><rss:item about="${link}"><rss:title>${VOIRIE}</rss:title><dc:date>2026-11-21T10:00:00+01:00</dc:date></rss:item></RDF>`,
  ],
  [
    'RSS 2.0 of SPIP',
    'rss',
    `<rss version="2.0" ${DC} xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"><channel xml:lang="fr"><title>x</title><atom:link href="/spip.php?page=backend" rel="self"/><item xml:lang="fr"><title>${VOIRIE}</title><link>${link}</link><guid isPermaLink="true">${link}</guid><dc:date>2026-11-21T09:00:00Z</dc:date><dc:creator>Mairie</dc:creator><description>&lt;p&gt;Objet&lt;/p&gt;</description></item></channel></rss>`,
  ],
  [
    'RSS 2.0 of WordPress',
    'rss',
    `<rss version="2.0" ${DC} xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>x</title><item><title>${VOIRIE}</title><link>${link}</link><comments>${link}#respond</comments><dc:creator><![CDATA[mairie]]></dc:creator><pubDate>Sat, 21 Nov 2026 09:00:00 +0000</pubDate><category><![CDATA[Marchés]]></category><guid isPermaLink="false">https://mairie.example/?p=12</guid><description><![CDATA[Objet [&#8230;]]]></description><content:encoded><![CDATA[<p>Objet</p>]]></content:encoded><wfw:commentRss>${link}/feed</wfw:commentRss><slash:comments>0</slash:comments></item></channel></rss>`,
  ],
  [
    'RSS 2.0 of Drupal',
    'rss',
    `<rss version="2.0" xml:base="https://mairie.example/" ${DC}><channel><title>x</title><item><title>${VOIRIE}</title><link>/avis/1</link><description>&lt;div class=&quot;field&quot;&gt;Objet&lt;/div&gt;</description><pubDate>sam, 21/11/2026 - 10:00</pubDate><dc:creator>mairie</dc:creator><guid isPermaLink="false">12 at https://mairie.example</guid></item></channel></rss>`,
  ],
  [
    'RSS 2.0 in a prefix',
    'rss',
    `<x:rss version="2.0"><x:channel><x:item><x:title>${VOIRIE}</x:title><x:link>${link}</x:link><x:pubDate>21/11/2026 10:00</x:pubDate></x:item></x:channel></x:rss>`,
  ],
  [
    'RSS 2.0 in a namespace that it has not',
    'rss',
    `<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel><item><title>${VOIRIE}</title><link>${link}</link><pubDate>21/11/2026 10:00</pubDate></item></channel></rss>`,
  ],
  [
    'RSS without its root',
    'rss',
    `<channel><item><title>${VOIRIE}</title><link>${link}</link><pubDate>21/11/2026 10:00</pubDate></item></channel>`,
  ],
  [
    'items and nothing around them',
    'rss',
    `<item><title>${VOIRIE}</title><link>${link}</link><pubDate>21/11/2026 10:00</pubDate></item>`,
  ],
  [
    'Atom 1.0',
    'atom',
    `<feed ${ATOM}><title>x</title><entry><title>${VOIRIE}</title>${entry}</entry></feed>`,
  ],
  [
    'Atom 1.0 in a prefix',
    'atom',
    `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>${VOIRIE}</a:title>${entry.replaceAll(/<(\/?)(?=\w)/g, '<$1a:')}</a:entry></a:feed>`,
  ],
  [
    'Atom 1.0 without its namespace',
    'atom',
    `<feed><entry><title>${VOIRIE}</title>${entry}</entry></feed>`,
  ],
  [
    'Atom 1.0 in a wrong namespace',
    'atom',
    `<feed xmlns="http://www.w3.org/2005/atom/ns"><entry><title>${VOIRIE}</title>${entry}</entry></feed>`,
  ],
  [
    'one Atom entry',
    'atom',
    `<feed ${ATOM}><entry><title type="html">R&amp;eacute;fection de la &lt;b&gt;voirie&lt;/b&gt;</title>${entry}</entry></feed>`,
  ],
  [
    'Atom with an XHTML title',
    'atom',
    `<feed ${ATOM}><entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Réfection <em>de</em> la<br/>voirie</div></title>${entry}</entry></feed>`,
  ],
  [
    'Atom with an XHTML title in a prefix',
    'atom',
    `<feed ${ATOM} xmlns:h="http://www.w3.org/1999/xhtml"><entry><title type="xhtml"><h:div>Réfection <h:em>de</h:em> la voirie</h:div></title>${entry}</entry></feed>`,
  ],
  [
    'Atom with its address as text',
    'atom',
    `<feed ${ATOM}><entry><title>${VOIRIE}</title><link>${link}</link><published>2026-11-21T10:00:00+01:00</published></entry></feed>`,
  ],
  [
    'Atom with addresses of all kinds',
    'atom',
    `<feed ${ATOM}><entry><title>${VOIRIE}</title><link rel="enclosure" href="/dce.zip"/><link rel="alternate" type="application/pdf" href="/a.pdf"/><link rel="self" href="/s"/>${entry}</entry></feed>`,
  ],
  [
    'Atom 0.3',
    'atom',
    `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped" type="text/html">R&amp;eacute;fection de la voirie</title><link rel="alternate" type="text/html" href="${link}"/><id>1</id><issued>2026-11-21T10:00:00+01:00</issued></entry></feed>`,
  ],
  [
    'CDF',
    'rss',
    `<CHANNEL HREF="https://mairie.example/"><TITLE>x</TITLE><ITEM HREF="${link}"><TITLE>${VOIRIE}</TITLE><ABSTRACT>Objet</ABSTRACT><pubDate>21/11/2026 10:00</pubDate></ITEM></CHANNEL>`,
  ],
  [
    'JSON Feed 1',
    'json',
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1',
      title: 'x',
      author: { name: 'Mairie' },
      items: [
        {
          id: '1',
          url: link,
          title: VOIRIE,
          content_html: '<p>Objet</p>',
          date_published: '2026-11-21T10:00:00+01:00',
        },
      ],
    }),
  ],
  [
    'JSON Feed 1.1 with entities and numbers',
    'json',
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      items: [
        {
          id: 1,
          external_url: link,
          title: 'R&eacute;fection de la voirie',
          date_published: '21/11/2026 10:00',
          tags: ['a', 2, null],
          authors: [{}],
        },
      ],
    }),
  ],
  [
    'JSON Feed with line breaks in strings and commas too many',
    'json',
    `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"${link}","title":"Réfection\n\tde la \\voirie","date_published":"2026-11-21T09:00:00Z",},],}`,
  ],
  [
    'JSON Feed after its mark and a warning',
    'json',
    `\uFEFF<b>Warning</b>: x\n{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"${link}","title":"${VOIRIE}","date_published":"2026-11-21T09:00:00Z"}]}`,
  ],
]

describe('a feed in', () => {
  it.each(formats)('%s is read, whatever it is served as', async (_what, format, body) => {
    for (const type of [
      'application/rss+xml',
      'text/html',
      'application/octet-stream',
      'image/png',
    ])
      expect(await reader.read(body, { 'content-type': type })).toMatchObject({
        ok: true,
        format,
        partial: false,
        items: [read],
      })
    expect(await reader.read(body, {})).toMatchObject({ ok: true, items: [read] })
  })

  it('JSON of an old encoding is read', async () => {
    const body = windows1252(
      `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"${VOIRIE}"}]}`,
    )
    expect(await reader.read(body)).toMatchObject({ format: 'json', items: [{ title: VOIRIE }] })
  })

  it('Atom keeps all entries where the date of one, or its identifier, is wrong or missing', async () => {
    const entries = [
      '<entry><title>Un</title><id>1</id><updated>hier</updated></entry>',
      '<entry><title>Deux</title><updated>2026-11-21T10:00:00Z</updated></entry>',
      '<entry><id>3</id></entry>',
      '<entry/>',
    ]
    expect(await reader.read(`<feed ${ATOM}>${entries.join('')}</feed>`)).toMatchObject({
      ok: true,
      warnings: [{ code: 'date-unreadable' }],
      items: [
        { title: 'Un', guid: '1', updated: null },
        { title: 'Deux', guid: null, updated: '2026-11-21T10:00:00Z' },
        { title: '', guid: '3' },
        { title: '', guid: null },
      ],
    })
  })

  it('Atom keeps the words of a vocabulary inside its content apart from its own', async () => {
    const content =
      '<content type="application/xml"><avis xmlns="urn:avis"><id>non</id><title>non</title><category>non</category></avis></content>'
    expect(
      await reader.read(
        `<feed ${ATOM}><entry>${content}<title>${VOIRIE}</title>${entry}</entry></feed>`,
      ),
    ).toMatchObject({ items: [{ ...read, guid: 'tag:mairie.example,2026:1', categories: [] }] })
  })
})
