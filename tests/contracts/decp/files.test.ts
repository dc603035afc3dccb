import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readDecp } from '../../../src/contracts/decp/read.ts'
import type { DecpEnding } from '../../../src/contracts/decp/row.ts'
import { factsOf, fileOf, readAll, whole, wholeConcession } from './read-all.ts'

const FIRST: Record<string, unknown> = {
  id: '201872300',
  uid: '21110022700019201872300',
  acheteur: { id: '21110022700019', nom: 'Ville de Rennes' },
  nature: 'Accord-cadre',
  objet: 'Entretien des jardins',
  procedure: "Appel d'offres ouvert",
  montant: 127_000,
  formePrix: 'Ferme',
  titulaires: [
    { typeIdentifiant: 'SIRET', id: '38103128500491', denominationSociale: 'Garami SARL' },
  ],
}
const numbers = async (content: string | Uint8Array) => {
  const { rows, ending } = await readAll(content)
  return { ending, numbers: factsOf(rows).map(({ number }) => number) }
}
const text = (value: unknown) => JSON.stringify(value)

describe('a file of essential data', () => {
  it.each<[string, string, string]>([
    ['as 1.5 has it', text({ $schema: 'x', marches: [FIRST, FIRST] }), 'decp-1.5-json'],
    ['as 2.0 has it', text(fileOf([whole()], [wholeConcession()])), 'decp-2.0-json'],
    [
      'concessions first',
      text({ marches: { 'contrat-concession': [wholeConcession()], marche: [whole()] } }),
      'decp-2.0-json',
    ],
    [
      '1.5 as programs turn XML into JSON',
      text({ marches: { marche: [FIRST, FIRST] } }),
      'decp-1.5-json',
    ],
    [
      'lists of one as no lists',
      text({ marches: { marche: whole(), 'contrat-concession': wholeConcession() } }),
      'decp-2.0-json',
    ],
    ['without what is around it', text([whole(), { marche: whole() }]), 'decp-2.0-json'],
    ['as lines', `${text(whole())}\n${text(whole())}\n`, 'decp-2.0-json'],
    [
      'with other things around it',
      text({
        a: [{ b: '}"' }],
        c: -1.5,
        d: null,
        marches: { e: '[', marche: [whole()], f: {}, 'contrat-concession': [wholeConcession()] },
        g: 'x',
      }),
      'decp-2.0-json',
    ],
    [
      'nicely indented, with line ends of Windows',
      JSON.stringify(fileOf([whole(), whole()]), null, 2).replaceAll('\n', '\r\n'),
      'decp-2.0-json',
    ],
    [
      'with numbers that are none',
      text([whole(), whole({ montant: '@' })]).replace('"@"', 'NaN'),
      'decp-2.0-json',
    ],
    [
      'with line ends in words',
      text([whole(), whole({ objet: '@' })]).replace('@', 'a\r\n\tb'),
      'decp-2.0-json',
    ],
  ])('is read %s', async (_, content, format) => {
    const { ending, rows } = await readAll(content)
    expect(ending).toEqual({ ok: true, format, rows: 2 })
    expect(factsOf(rows)).toHaveLength(2)
  })

  it('is read as XML, whatever the elements stand in', async () => {
    const contract = `<marche><id>7</id><acheteur><id>21110022700019</id></acheteur><objet><![CDATA[A & B]]> &lt; C</objet>
      <montant>10,5</montant><titulaires><titulaire><id>38103128500491</id></titulaire><titulaire><id>55208131766522</id></titulaire></titulaires></marche>`
    const { ending, rows } = await readAll(
      `<?xml version="1.0"?><d:x xmlns:d="y"><marches><!-- <marche> -->${contract.replaceAll(/<(\/?)(?=\w)/g, '<$1d:')}${contract}</marches></d:x>`,
    )
    expect(ending).toEqual({ ok: true, format: 'decp-1.5-xml', rows: 2 })
    for (const facts of factsOf(rows))
      expect(facts).toMatchObject({
        number: '7',
        object: 'A & B < C',
        amount: 10.5,
        suppliers: [{}, {}],
      })
  })

  it('is read with an ampersand that a program forgot to write in full', async () => {
    const xml =
      '<marches><marche><id>1</id><objet>R&D &amp; B & Co</objet><acheteur><nom>X</nom></acheteur></marche></marches>'
    const { ending, rows } = await readAll(xml)
    expect(ending.ok).toBe(true)
    expect(factsOf(rows)).toMatchObject([{ object: 'R&D & B & Co' }])
  })

  it('is read in the encodings that programs write', async () => {
    const json = text(fileOf([whole({ id: 'é', objet: 'Élagage' })]))
    const xml =
      '<marches><marche><id>é</id><objet>Élagage</objet><acheteur><nom>Trèbes</nom></acheteur></marche></marches>'
    const mark = new Uint8Array([0xef, 0xbb, 0xbf])
    const files = [
      [...mark, ...new TextEncoder().encode(json)],
      [...mark, ...new TextEncoder().encode(xml)],
      [...Buffer.from(json, 'latin1')],
      [...Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${xml}`, 'latin1')],
      [0xff, 0xfe, ...Buffer.from(json, 'utf16le')],
      [0xff, 0xfe, ...Buffer.from(`<?xml version="1.0" encoding="UTF-16"?>${xml}`, 'utf16le')],
      [...gzipSync(json)],
      [...gzipSync(xml)],
    ]
    for (const bytes of files) {
      const { rows } = await readAll(new Uint8Array(bytes))
      expect(factsOf(rows)).toMatchObject([{ number: 'é', object: 'Élagage' }])
    }
  })

  it('without contracts is one all the same', async () => {
    expect((await readAll(text(fileOf([])))).ending).toEqual({
      ok: true,
      format: 'decp-2.0-json',
      rows: 0,
    })
    expect((await readAll('{"marches": []}')).ending).toEqual({
      ok: true,
      format: 'decp-1.5-json',
      rows: 0,
    })
    expect((await readAll('<marches/>')).ending).toEqual({
      ok: true,
      format: 'decp-2.0-xml',
      rows: 0,
    })
  })
})

describe('a file that breaks', () => {
  const json = text(fileOf([whole({ id: '1' }), whole({ id: '2' })]))

  it('tells the contracts before, and where it stops', async () => {
    const cut = json.slice(0, json.length - 40)
    const { rows, ending } = await readAll(cut)
    expect(factsOf(rows).map(({ number }) => number)).toEqual(['1'])
    expect(ending).toMatchObject({
      ok: false,
      problem: 'truncated',
      rows: 1,
      byte: new TextEncoder().encode(cut).length,
    })
  })

  it('tells the line of what JSON does not allow', async () => {
    const broken = `{"marches": [\n${text(whole())}\n\n${text(whole())}]}`
    const { rows, ending } = await readAll(broken)
    expect(rows).toHaveLength(1)
    expect(ending).toMatchObject({
      ok: false,
      problem: 'malformed',
      line: 4,
      format: 'decp-2.0-json',
    })
  })

  it('tells the line of what XML does not allow', async () => {
    const xml =
      '<marches>\n<marche><id>1</id><acheteur><nom>X</nom></acheteur></marche>\n<marche><id>2</objet></marche></marches>'
    const { rows, ending } = await readAll(xml)
    expect(factsOf(rows)).toHaveLength(1)
    expect(ending).toMatchObject({ ok: false, problem: 'malformed', line: 3 })
  })

  it.each<[string, string | Uint8Array, Extract<DecpEnding, { ok: false }>['problem']]>([
    ['nothing', '', 'empty'],
    ['only space', ' \n ', 'empty'],
    ['a table', 'id;acheteur\n1;2\n', 'not-decp'],
    ['a page', '<!doctype html><html><body><p>Bonjour</body></html>', 'not-decp'],
    ['a feed', '<rss><channel><item/></channel></rss>', 'not-decp'],
    ['another JSON', '{"type":"FeatureCollection","features":[{"id":1}]}', 'not-decp'],
    ['a list of numbers', '[1, 2, "a"]', 'not-decp'],
    ['XML cut off', '<marches><marche><id>1</id>', 'truncated'],
    ['gzip cut off', gzipSync(json).subarray(0, 200), 'bad-gzip'],
    ['gzip of nothing', gzipSync(''), 'empty'],
    ['a zip', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), 'zip'],
  ])('is told as what it is: %s', async (_, content, problem) => {
    expect((await readAll(content)).ending).toMatchObject({ ok: false, problem })
  })

  it('passes on what stops the bytes from coming', async () => {
    async function* chunks() {
      yield new TextEncoder().encode(json.slice(0, 1_100))
      throw new Error('connection lost')
    }
    const reading = readDecp(chunks(), '2026-11-22')
    const all = async () => {
      for await (const _ of reading.batches);
    }
    await expect(all()).rejects.toThrow('connection lost')
  })
})

describe('a row that is too much', () => {
  it('is refused by itself: longer than two megabytes', async () => {
    const long = whole({ objet: 'x'.repeat(2_200_000) })
    const { rows, ending } = await readAll(text(fileOf([long, whole()])), [1_000, 2_000_000])
    expect(rows).toMatchObject([
      { row: 1, refused: 'too-large' },
      { row: 2, facts: {} },
    ])
    expect(rows[0]).toMatchObject({ raw: expect.stringMatching(/^{"id":"2026M0012"/) })
    expect(ending.ok).toBe(true)
    const xml = `<marches><marche><id>1</id><objet>${'x'.repeat(2_200_000)}</objet></marche><marche><id>2</id><acheteur><nom>X</nom></acheteur></marche></marches>`
    const read = await readAll(xml)
    expect(read.rows).toMatchObject([{ refused: 'too-large' }, { row: 2, facts: {} }])
  })

  it('is refused by itself: deeper than anything', async () => {
    const depth = 50_000
    const deep = `{"id":"1","objet":${'['.repeat(depth)}${']'.repeat(depth)}}`
    const { rows } = await readAll(`{"marches":[${deep},${text(whole())}]}`)
    expect(rows).toMatchObject([{ refused: 'not-a-contract' }, { row: 2, facts: {} }])
    const xml = `<marches><marche>${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}</marche></marches>`
    expect((await readAll(xml)).rows).toMatchObject([{ refused: 'not-a-contract' }])
  })

  it('is refused by itself: not JSON between its own brackets', async () => {
    const { rows } = await readAll(`{"marches":[{"id": 1 2},${text(whole())}]}`)
    expect(rows).toMatchObject([{ refused: 'not-a-contract', raw: '{"id": 1 2}' }, { row: 2 }])
  })

  it('is ended where no end is in sight', async () => {
    const endless = `<marches><marche><id>${'1'.repeat(18_000_000)}`
    expect((await readAll(endless)).ending).toMatchObject({ ok: false, problem: 'malformed' })
    expect((await numbers(text([whole()]))).numbers).toEqual(['2026M0012'])
  })
})
