import { describe, expect, it } from 'vitest'
import {
  changedSince,
  exportAddress,
  pageAddress,
  readPage,
  remainingAddresses,
  withNumbers,
} from '../../../src/sources/boamp/query.ts'

const since = new Date('2026-11-20T03:00:00Z')

describe('what is asked of the API', () => {
  it('is what was published lately or is still open in the départements', () => {
    expect(changedSince({ departements: ['11', '06', '2A'], sirets: [] }, since)).toBe(
      '(code_departement in ("11", "06", "6", "2A", "20A")) and ' +
        "(dateparution >= date'2026-11-18' or datelimitereponse >= date'2026-11-20')",
    )
  })

  it('is the notices that name a SIRET, spaced or not', () => {
    const condition = changedSince({ departements: ['11'], sirets: ['22110001900019'] }, since)
    expect(condition).toContain(
      '(code_departement in ("11") or search(donnees, "22110001900019") or ' +
        'search(donnees, "221 100 019 00019")) and (',
    )
    expect(changedSince({ departements: [], sirets: [] }, since)).toBeNull()
  })

  it('is the rest of a procedure by its numbers', () => {
    expect(withNumbers(['21-1', '21-2'])).toBe(
      'idweb in ("21-1", "21-2") or annonce_lie in ("21-1", "21-2")',
    )
    expect(withNumbers(['21-1") or ("1"="1'])).toBe(
      'idweb in ("21-1) or (1=1") or annonce_lie in ("21-1) or (1=1")',
    )
    expect(withNumbers([])).toBeNull()
  })

  it('comes in pages of a hundred, or all at once beyond ten thousand', () => {
    const address = new URL(pageAddress('etat="INITIAL"', 200) ?? '')
    expect(address.origin + address.pathname).toBe(
      'https://boamp-datadila.opendatasoft.com/api/explore/v2.1/catalog/datasets/boamp/records',
    )
    expect(Object.fromEntries(address.searchParams)).toEqual({
      where: 'etat="INITIAL"',
      order_by: 'dateparution, idweb',
      limit: '100',
      offset: '200',
    })
    expect(pageAddress('a', 9_900)).not.toBeNull()
    expect(pageAddress('a', 9_901)).toBeNull()
    expect(remainingAddresses('a', 100)).toEqual([])
    expect(remainingAddresses('a', 201)).toEqual([pageAddress('a', 100), pageAddress('a', 200)])
    expect(remainingAddresses('a', 10_000)).toHaveLength(99)
    expect(remainingAddresses('a', 10_001)).toEqual([exportAddress('a')])
    expect(new URL(exportAddress('a')).pathname).toMatch(/\/exports\/json$/)
  })
})

describe('an answer', () => {
  it('is a page, or the list of an export', () => {
    expect(readPage('{"total_count":3,"results":[{"idweb":"26-1"}]}')).toEqual({
      records: [{ idweb: '26-1' }],
      total: 3,
    })
    expect(readPage({ total_count: 0, results: [] })).toEqual({ records: [], total: 0 })
    expect(readPage('[{"idweb":"26-1"}]')).toEqual({ records: [{ idweb: '26-1' }], total: 1 })
  })

  it('says what is wrong with it', () => {
    expect(readPage('<html>')).toEqual({ error: 'not-json' })
    expect(readPage('{"results":[]}')).toEqual({ error: 'not-a-page' })
    expect(readPage('12')).toEqual({ error: 'not-a-page' })
    expect(readPage('{"error_code":"ODSQLError","message":"Unknown field"}')).toEqual({
      error: 'refused',
      detail: 'ODSQLError: Unknown field',
    })
  })
})
