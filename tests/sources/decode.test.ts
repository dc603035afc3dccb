import { describe, expect, it } from 'vitest'
import { decodeDocument } from '../../src/sources/decode.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
/** One byte for each character up to U+00FF. */
const octets = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

describe('decodeDocument', () => {
  it('takes valid UTF-8 as UTF-8 whatever is declared', () => {
    const bytes = utf8('<?xml version="1.0" encoding="ISO-8859-1"?><t>Réfection</t>')
    expect(decodeDocument(bytes, 'text/xml; charset=windows-1252')).toEqual({
      text: '<?xml version="1.0" encoding="ISO-8859-1"?><t>Réfection</t>',
      repaired: false,
      repairedAt: null,
      mislabelled: true,
    })
  })

  it('drops a byte order mark', () => {
    expect(decodeDocument(utf8('\uFEFF<t/>'), null).text).toBe('<t/>')
  })

  it('reads latin-1 labels as windows-1252, in the XML declaration and in the Content-Type', () => {
    const declared = octets('<?xml version="1.0" encoding="iso-8859-1"?>d\x92\x9cuvres \x80')
    expect(decodeDocument(declared, null).text).toContain('d’œuvres €')
    const served = decodeDocument(octets('d\x92\x9cuvres \x80'), "text/xml; charset='us-ascii'")
    expect(served.text).toBe('d’œuvres €')
    expect(served.repaired).toBe(false)
  })

  it('prefers the XML declaration to the Content-Type', () => {
    const bytes = octets('<?xml version="1.0" encoding="iso-8859-15"?>\xa4 \xe9')
    expect(decodeDocument(bytes, 'text/xml; charset=koi8-r').text).toContain('€ é')
  })

  it('reads bytes that nobody declared as windows-1252 and says that it guessed', () => {
    expect(decodeDocument(octets('R\xe9fection \x96 5 000 \x80'), 'text/xml')).toEqual({
      text: 'Réfection – 5 000 €',
      repaired: true,
      repairedAt: 1,
      mislabelled: false,
    })
  })

  it('reads the stray bytes of a text that is mostly UTF-8 one by one', () => {
    const bytes = Uint8Array.from([...utf8('Marché à Tuchan, '), 0x92, 0xe9, ...utf8(' réel')])
    expect(decodeDocument(bytes, null)).toEqual({
      text: 'Marché à Tuchan, ’é réel',
      repaired: true,
      repairedAt: 17,
      mislabelled: false,
    })
  })

  it('does not take « É » before a no-break space for UTF-8 in a latin-1 text', () => {
    expect(decodeDocument(octets('\xab\xa0MARCH\xc9\xa0\xbb de travaux'), null).text).toBe(
      '«\xa0MARCHÉ\xa0» de travaux',
    )
  })

  it('reads the UTF-8 of a text that is mostly something else, accents as accents', () => {
    const bytes = Uint8Array.from([
      ...octets('\xab\xa0MARCH\xc9\xa0\xbb d\x92\xe9t\xe9 \xe0 C\xe9ret, '),
      ...utf8('Réfection – œuvres'),
    ])
    expect(decodeDocument(bytes, null)).toEqual({
      text: '«\xa0MARCHÉ\xa0» d’été à Céret, Réfection – œuvres',
      repaired: true,
      repairedAt: 0,
      mislabelled: false,
    })
  })

  it('keeps all but the last character of UTF-8 cut in the middle of one', () => {
    const bytes = utf8('été à Tuchan é')
    expect(decodeDocument(bytes.subarray(0, -1), null).text).toBe('été à Tuchan Ã')
  })

  it('falls back to the bytes when a label is unknown', () => {
    const bytes = octets('<?xml version="1.0" encoding="x-mairie"?>\xe9')
    expect(decodeDocument(bytes, null).text).toContain('é')
  })

  it.each([
    ['UTF-16 little-endian', 2, true],
    ['UTF-16 big-endian', 2, false],
    ['UTF-32 little-endian', 4, true],
    ['UTF-32 big-endian', 4, false],
  ])('reads %s with and without a mark', (_name, width, littleEndian) => {
    for (const mark of ['', '\uFEFF']) {
      const characters = [...`${mark}<t>Réfection 5 €</t>`]
      const bytes = new Uint8Array(characters.length * width)
      const view = new DataView(bytes.buffer)
      for (const [at, character] of characters.entries())
        if (width === 2) view.setUint16(at * 2, character.charCodeAt(0), littleEndian)
        else view.setUint32(at * 4, character.charCodeAt(0), littleEndian)
      expect(decodeDocument(bytes, null).text).toBe('<t>Réfection 5 €</t>')
    }
  })
})
