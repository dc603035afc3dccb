import { describe, expect, it } from 'vitest'
import { partsOf, readPage } from '../../../src/sources/boamp/page.ts'
import { changedSince, scopeOf, withNumbers } from '../../../src/sources/boamp/query.ts'

const since = new Date('2026-11-20T03:00:00Z')
const dataset = 'https://api.example/api/explore/v2.1/catalog/datasets/boamp'
const whereOf = (address: string | undefined) => new URL(address ?? '').searchParams.get('where')

describe('the address of a source', () => {
  it.each([
    ['?departement=11', { departements: ['11'], sirets: [] }],
    ['?departement=11,2a&departement=974', { departements: ['11', '2A', '974'], sirets: [] }],
    ['/records?siret=22110001900019', { departements: [], sirets: ['22110001900019'] }],
    [
      '/?departement=66&siret=221%20100%20019%2000019',
      { departements: ['66'], sirets: ['22110001900019'] },
    ],
  ])('%s says whose notices are wanted', (written, scope) => {
    expect(scopeOf(new URL(dataset + written))).toEqual({ dataset, ...scope })
  })

  it.each([
    '',
    '?departement=',
    '?departement=Aude',
    '?siret=2211000190001',
    '?where=1',
    '?departement=11&limit=3',
  ])('« %s » asks for nothing that is understood', (written) => {
    expect(scopeOf(new URL(dataset + written))).toBeNull()
  })
})

describe('what is asked of the API', () => {
  it('is what was published lately or is still open in the départements', () => {
    const { first } = changedSince({ dataset, departements: ['11', '06', '2A'], sirets: [] }, since)
    expect(whereOf(first)).toBe(
      '(code_departement in ("11", "06", "6", "2A", "20A")) and ' +
        "(dateparution >= date'2026-11-18' or datelimitereponse >= date'2026-11-20')",
    )
  })

  it('is the notices that name a SIRET, spaced or not', () => {
    const scope = { dataset, departements: ['11'], sirets: ['22110001900019'] }
    expect(whereOf(changedSince(scope, since).first)).toContain(
      '(code_departement in ("11") or search(donnees, "22110001900019") or ' +
        'search(donnees, "221 100 019 00019")) and (',
    )
  })

  it('is the rest of a procedure by its numbers, fifty at a time', () => {
    const scope = { dataset, departements: ['11'], sirets: [] }
    const [question] = withNumbers(scope, ['21-1', '21-2'])
    expect(whereOf(question?.first)).toBe(
      'idweb in ("21-1", "21-2") or annonce_lie in ("21-1", "21-2")',
    )
    expect(whereOf(withNumbers(scope, ['21-1") or ("1"="1'])[0]?.first)).toBe(
      'idweb in ("21-1) or (1=1") or annonce_lie in ("21-1) or (1=1")',
    )
    expect(withNumbers(scope, [])).toEqual([])
    expect(
      withNumbers(
        scope,
        Array.from({ length: 51 }, (_, n) => `21-${n}`),
      ),
    ).toHaveLength(2)
  })

  it('comes in pages of a hundred, or all at once beyond ten thousand', () => {
    const { first, rest } = changedSince({ dataset, departements: ['11'], sirets: [] }, since)
    const address = new URL(first)
    expect(address.origin + address.pathname).toBe(`${dataset}/records`)
    expect(Object.fromEntries(address.searchParams)).toEqual({
      where: expect.stringContaining('code_departement'),
      order_by: 'dateparution, idweb',
      limit: '100',
      offset: '0',
    })
    const offsetsOf = (total: number) =>
      rest(total).addresses.map((each) => new URL(each).searchParams.get('offset'))
    expect(offsetsOf(100)).toEqual([])
    expect(offsetsOf(201)).toEqual(['100', '200'])
    expect(offsetsOf(10_000)).toHaveLength(99)
    expect(offsetsOf(10_000).at(-1)).toBe('9900')
    expect(rest(201).again).toBe(false)
    const { addresses, again } = rest(10_001)
    expect(addresses.map((each) => new URL(each).pathname)).toEqual([
      new URL(`${dataset}/exports/jsonl`).pathname,
    ])
    expect(whereOf(addresses[0])).toBe(whereOf(first))
    expect(again).toBe(true)
  })
})

describe('an answer', () => {
  it('is a page, or a list', () => {
    expect(readPage('{"total_count":3,"results":[{"idweb":"26-1"}]}')).toEqual({
      records: [{ idweb: '26-1' }],
      total: 3,
    })
    expect(readPage('{"total_count":0,"results":[]}')).toEqual({ records: [], total: 0 })
    expect(readPage('[{"idweb":"26-1"}]')).toEqual({ records: [{ idweb: '26-1' }], total: 1 })
  })

  it('says what is wrong with it', () => {
    expect(readPage('<html>')).toEqual({ error: 'not-json' })
    expect(readPage('{"results":[]}')).toEqual({ error: 'not-a-page' })
    expect(readPage('12')).toEqual({ error: 'not-a-page' })
    expect(readPage('{"error_code":"ODSQLError","message":"Unknown field"}')).toEqual({
      error: 'query-refused',
      detail: 'ODSQLError : Unknown field',
    })
  })

  it('that is an export comes in parts of whole records, none lost', () => {
    const records = Array.from({ length: 3_000 }, (_, n) => ({
      idweb: `26-${n}`,
      objet: 'é'.repeat(500),
    }))
    const recordsIn = (text: string) =>
      partsOf({
        bytes: new TextEncoder().encode(text),
        contentType: null,
        url: `${dataset}/exports/jsonl?where=1`,
      }).map(({ bytes }) => {
        const page = readPage(new TextDecoder().decode(bytes))
        return 'error' in page ? page.error : page.records
      })
    const lines = records.map((each) => JSON.stringify(each)).join('\n')
    for (const text of [lines, `${lines}\n`, `${lines}\n\n`]) {
      const parts = recordsIn(text)
      expect(parts.length).toBeGreaterThan(2)
      expect(parts.flat()).toEqual(records)
    }
    expect(recordsIn('')).toEqual([])
    expect(recordsIn('{"idweb":"26-1"}\n{"idweb"')).toEqual(['not-json'])
  })

  it('that is a page is read as it is', () => {
    const page = {
      bytes: new Uint8Array([1]),
      contentType: null,
      url: `${dataset}/records?limit=100`,
    }
    expect(partsOf(page)).toEqual([page])
  })
})
