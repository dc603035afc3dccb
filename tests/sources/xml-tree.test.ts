import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DOCUMENT_LIMIT } from '../../src/sources/fetch/body.ts'
import { elementAt, elementsAt, readXml, wordAt } from '../../src/sources/xml-tree.ts'

function rootOf(xml: string) {
  const document = readXml(xml)
  if (!document.ok) throw new Error(document.code)
  return document.root
}

describe('a document', () => {
  it('is a tree of local names, with one or many of each', () => {
    const root = rootOf('<a:r xmlns:a="u"><a:l>1</a:l><b:l x:k="v">2</b:l><m><l>3</l></m></a:r>')
    expect(root.name).toBe('r')
    expect(elementsAt(root, 'l').map(({ text }) => text)).toEqual(['1', '2'])
    expect(elementsAt(root, 'l')[1]?.attributes.get('k')).toBe('v')
    expect(wordAt(root, 'm/l')).toBe('3')
    expect(elementAt(root, 'm/n')).toBeUndefined()
  })

  it('has its references resolved once, and CDATA as it stands', () => {
    const root = rootOf(
      '\uFEFF<?xml version="1.0"?><!-- a <b> --><r k="&quot;&#38;"> &lt;p&gt; &#233;&#xE9; &amp;amp; &eacute; &#9999999;<![CDATA[&lt;<i>]]><!-- no --></r>\n<!-- end -->',
    )
    expect(root.text).toBe(' <p> éé &amp; &eacute; &#9999999;&lt;<i>')
    expect(root.attributes.get('k')).toBe('"&')
  })

  it('may have signs of markup in attributes, and empty elements', () => {
    expect(rootOf('<r a="x > y" b=\'"\'><e/><f /></r>').children).toHaveLength(2)
  })

  it('is refused with its line where tags do not match, it is cut, or has two roots', () => {
    const lineOf = (xml: string) => {
      const document = readXml(xml)
      return document.ok ? 'read' : [document.code, document.line]
    }
    expect(lineOf('<r>\n<a>\n</b>\n</r>')).toEqual(['malformed', 3])
    expect(lineOf('<r>\n<a></a>\n')).toEqual(['malformed', 3])
    expect(lineOf('<r>\n<a x="1></a></r>')).toEqual(['malformed', 2])
    expect(lineOf('<r/>\n<r/>')).toEqual(['malformed', 2])
    expect(lineOf('<r>\n<!-- </r>')).toEqual(['malformed', 2])
    expect(lineOf('')).toEqual(['malformed', 1])
    expect(lineOf('words')).toEqual(['malformed', 1])
    expect(lineOf('<r><__proto__>1</__proto__></r>')).toEqual(['malformed', null])
  })
})

describe('hostile documents', () => {
  it('that declare entities are refused, not expanded', () => {
    const laughs = Array.from(
      { length: 9 },
      (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
    )
    const xml = `<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY l0 "ha">${laughs.join('')}]><r>&l9;</r>`
    expect(readXml(xml)).toEqual({ ok: false, code: 'doctype', line: 2 })
    expect(readXml('<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>')).toMatchObject({
      code: 'doctype',
    })
  })

  it('that are too deep are refused, closed or not', () => {
    expect(readXml('<a>'.repeat(1_000_000))).toMatchObject({ code: 'too-deep' })
    expect(readXml('<a>'.repeat(5000) + '</a>'.repeat(5000))).toMatchObject({ code: 'too-deep' })
    expect(readXml('<a>'.repeat(60) + '</a>'.repeat(60))).toMatchObject({ ok: true })
  })

  it('are read up to the limit of every document, and refused above it', () => {
    const filled = (size: number) => `<r>${'<l k="v">x</l>'.repeat((size - 7) / 14)}</r>`
    expect(readXml(filled(DOCUMENT_LIMIT))).toMatchObject({ ok: true })
    expect(readXml(filled(DOCUMENT_LIMIT + 20))).toEqual({
      ok: false,
      code: 'too-large',
      line: null,
    })
  })

  it('of millions of unfinished signs are refused at the first', () => {
    const many = 1_000_000
    for (const sign of ['<', '<!--', '<![CDATA[', '<a b="', '</a>', '<?', "<a b='"])
      expect(readXml(`<r>${sign.repeat(many)}`.slice(0, DOCUMENT_LIMIT))).toMatchObject({
        ok: false,
        code: 'malformed',
      })
  })

  it('of any signs never make it throw', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<a/>',
      '<',
      '>',
      '&',
      '&amp;',
      '&#0;',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?x',
      '?>',
      '"',
      "'",
      '=',
      ' ',
      'a:b',
      '<constructor a="1">',
      '#text',
      ':@',
      '\u0000',
      '\uD800',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const document = readXml(pieces.join(''))
        expect(typeof document.ok).toBe('boolean')
      }),
      { numRuns: 1000 },
    )
  })
})
