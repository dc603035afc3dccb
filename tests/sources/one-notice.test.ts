import { describe, expect, test } from 'vitest'
import { readDocument } from '../../src/sources/read-document.ts'
import { annonce } from './boamp-xml/annonce.ts'
import { eforms } from './eforms/notice.ts'

describe.each([
  ['eforms', eforms({ project: '<cbc:Name>Rénovation de l’école</cbc:Name>' })],
  ['boamp-xml', annonce({ objet: '<TITRE_MARCHE>Rénovation de l’école</TITRE_MARCHE>' })],
])('a notice in %s', (kind, xml) => {
  const read = async (bytes: Uint8Array) => {
    const reading = await readDocument(kind, { bytes, contentType: null, url: 'https://a.example' })
    if (!reading.ok) throw new Error(reading.code)
    const { mode, warnings, drafts } = reading
    return { mode, warnings, object: drafts[0]?.facts.object?.value }
  }

  test('is read as it was served where its bytes are what it declares', async () => {
    expect(await read(Buffer.from(xml))).toEqual({
      mode: 'strict',
      warnings: [],
      object: 'Rénovation de l’école',
    })
  })

  test('is repaired, and says where, when its bytes are not in the encoding that it declares', async () => {
    const before = xml.slice(0, xml.indexOf('Rénovation')).split('\n')
    const bytes = Buffer.from(xml.replace('’', "'").replaceAll('’', ''), 'latin1')
    const { mode, warnings, object } = await read(bytes)
    expect([mode, object]).toEqual(['repaired', "Rénovation de l'école"])
    expect(warnings).toMatchObject([{ code: 'bytes-repaired', line: before.length }])
  })
})
