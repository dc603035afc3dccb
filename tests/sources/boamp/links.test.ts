import { describe, expect, it } from 'vitest'
import { noticeNumber, sameProcedureIds } from '../../../src/sources/boamp/links.ts'
import { apiRecord, noticeOf } from './records.ts'

const reference = (idweb: string, nature: string, published: string) => ({
  REFERENCE: { IDWEB: idweb, TYPE_AVIS: { NATURE: { [nature]: '' }, STATUT: { INITIAL: '' } } },
  REFERENCE_PUBLICATION: {
    PUBLICATION_ELECTRONIQUE: { DATE_PUBLICATION: published, DATE_FIN_DIFFUSION: '03-31' },
  },
})

const structure = {
  ANNONCE_ANTERIEUR: [
    reference('14-151234', 'APPEL_OFFRE', '2014-10-15'),
    reference('14-100', 'PREINFORMATION', '10-15'),
  ],
}

describe('the notices that a record names', () => {
  it('are never the dates of its structures', () => {
    const record = apiRecord({
      idweb: '14-160000',
      annonce_lie: ['14-151234'],
      annonces_anterieures: JSON.stringify(structure),
      gestion: JSON.stringify({ REFERENCE: { IDWEB: '14-160000' }, MARCHE: structure }),
    })
    expect(sameProcedureIds(record)).toEqual(['14-151234'])
  })

  it('are read in a list, a text or a list in a text', () => {
    expect(sameProcedureIds({ annonce_lie: ['21-25', '21-26'] })).toEqual(['21-25', '21-26'])
    expect(sameProcedureIds({ annonce_lie: '21-25;26_91551' })).toEqual(['21-25', '26-91551'])
    expect(sameProcedureIds({ annonce_lie: '["21-25"]' })).toEqual(['21-25'])
    expect(sameProcedureIds({ annonce_lie: 'parue le 2014-10-15' })).toEqual([])
    expect(sameProcedureIds({ annonces_anterieures: 'illisible', annonce_lie: null })).toEqual([])
  })

  it('are found in the documents of the national forms', () => {
    const donnees = { FNSimple: { attribution: { avisInitial: { idWeb: '26-71037' } } } }
    expect(sameProcedureIds(apiRecord({}, donnees))).toEqual(['26-71037'])
  })

  it('are no part of a call that starts again what came to nothing', () => {
    const earlier = apiRecord({ idweb: '26-200', annonce_lie: ['25-90000', '26-300'] })
    expect(noticeOf(earlier).concerns).toEqual(['26-300'])
    expect(noticeOf({ ...earlier, nature: 'ATTRIBUTION' }).concerns).toEqual(['25-90000', '26-300'])
  })
})

it('a number is a whole text', () => {
  expect(noticeNumber(' 21-33455 ')).toBe('21-33455')
  expect(noticeNumber('26_91551')).toBe('26-91551')
  expect(noticeNumber('BOAMP-06-101-0001-01')).toBe('BOAMP-06-101-0001-01')
  expect(noticeNumber('2014-10-15')).toBeNull()
  expect(noticeNumber('avis 21-33455')).toBeNull()
})
