import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { checkSiret } from '../../../src/partners/siret.ts'
import { storedMoment } from '../../../src/sources/boamp/deadlines.ts'
import { mergeNotices } from '../../../src/sources/boamp/merge-notices.ts'
import { readBoampRecord } from '../../../src/sources/boamp/read-record.ts'
import { siretIn } from '../../../src/sources/structured-facts.ts'
import { readBoampXml } from '../../../src/sources/boamp-xml/read-boamp-xml.ts'
import {
  apiRecord,
  hasData,
  noticeOf,
  realFiles,
  realRecords,
  realText,
  valuesOf,
} from './records.ts'

/** What the clock on the wall showed: BOAMP stored it minus one hour, all year round. */
function wallOf(stored: string): string {
  const instant = Date.parse(`${stored.replace(' ', 'T')}Z`)
  return new Date(instant + 3_600_000).toISOString().slice(0, 16)
}

describe.skipIf(!hasData)('the notices of the Aude, first quarter 2021 (shared/data)', () => {
  const records = hasData ? realRecords('boamp/avis-aude-2021T1.json') : []

  it('each give their buyer, or are an announcement without a call', () => {
    expect(records).toHaveLength(201)
    const refused = records.filter((record) => 'refused' in readBoampRecord(record))
    expect(refused.map(({ nature }) => nature)).toEqual([['intentionconclure']])
    for (const record of records) {
      if (refused.includes(record)) continue
      const { facts, externalId } = noticeOf(record)
      const check = checkSiret(String(record.siret ?? ''))
      expect(externalId).toBe(record.idweb)
      expect(facts.buyers?.value).toEqual([
        {
          name: record.acheteur,
          siret: check.ok ? check.siret : null,
          coordinator: record.agitPourAutreCompte,
        },
      ])
    }
  })

  it('give their deadlines as the clock on the wall showed them, never later', () => {
    let deadlines = 0
    for (const record of records) {
      const stored = record.dateLimiteCandidatures ?? record.dateLimiteOffres
      const notice = readBoampRecord(record)
      if ('refused' in notice || typeof stored !== 'string') continue
      deadlines += 1
      expect(notice.facts.deadline?.value).toMatchObject({
        wall: wallOf(stored),
        doubt: 'clock-trap',
      })
      expect(notice.facts.deadline?.words).toBe(stored)
    }
    expect(deadlines).toBe(124)
  })

  it('agree with what their corrections print', () => {
    const notices = records.flatMap((record) => {
      const notice = readBoampRecord(record)
      return 'refused' in notice ? [] : [notice]
    })
    const initial = notices.find(({ externalId }) => externalId === '21-33455')
    expect(initial?.facts.deadline?.value.wall).toBe('2021-04-16T13:00')
    const procedure = notices.filter(
      ({ externalId, concerns }) => externalId === '21-33455' || concerns.includes('21-33455'),
    )
    expect(procedure.map(({ externalId }) => externalId)).toEqual(['21-33455', '21-35427'])
    const merged = mergeNotices(procedure)
    expect(merged.facts.deadline?.value).toEqual({
      instant: '2021-04-20T11:00:00Z',
      wall: '2021-04-20T13:00',
    })
  })

  it('tell what became of a procedure, in the buyer’s words', () => {
    const statusOf = (idweb: string) => {
      const record = records.find((each) => each.idweb === idweb)
      const { facts, concerns } = noticeOf(record)
      return [facts.status?.value, concerns]
    }
    expect(statusOf('21-5511')).toEqual(['abandoned', ['20-158073']])
    expect(statusOf('21-5767')).toEqual(['abandoned', ['20-118908']])
    expect(statusOf('21-33826')).toEqual(['withdrawn', ['21-33409']])
  })
})

describe.skipIf(!hasData)('the corrections of Occitanie, first quarter 2021 (shared/data)', () => {
  const records = hasData ? realRecords('boamp/rectificatifs-occitanie-2021T1.json') : []
  const notices = records.map(noticeOf)

  it('follow the notice they correct', () => {
    for (const [index, notice] of notices.entries()) {
      expect(notice.concerns.length, String(records[index]?.idweb)).toBeGreaterThan(0)
      expect(mergeNotices([notice]).externalId).toBe(notice.concerns.toSorted()[0])
    }
  })

  it('are understood but for the dates that did not come with the data', () => {
    const fields = notices.map(({ changes }) => [
      ...Object.keys(changes.facts).filter((name) => !/^(?:statusReason|.*Stage)$/.test(name)),
      ...(changes.lots.length > 0 ? ['lots'] : []),
    ])
    const lost = notices.filter(({ changes }) => changes.deadlineMoved)
    const fileOnly = notices.filter(
      ({ changes }, index) =>
        fields[index]?.length === 0 && !changes.deadlineMoved && changes.file.length > 0,
    )
    expect(fields.filter((names) => names.length > 0)).toHaveLength(63)
    expect(fields.filter((names) => names.includes('deadline'))).toHaveLength(50)
    expect(lost).toHaveLength(39)
    expect(fileOnly.map(({ externalId }) => externalId)).toEqual([
      '21-10884',
      '21-11457',
      '21-13617',
      '21-367',
      '21-14871',
      '21-19249',
      '21-21081',
      '21-24193',
      '21-27428',
      '21-30226',
      '21-31404',
      '21-35681',
    ])
    const silent = notices.filter(
      ({ changes }, index) =>
        fields[index]?.length === 0 && !changes.deadlineMoved && changes.file.length === 0,
    )
    // Only the opening of tenders moves.
    expect(silent.map(({ externalId }) => externalId)).toEqual(['21-36411'])
  })

  it('move deadlines to the hour they print, never later', () => {
    let stamps = 0
    for (const [index, record] of records.entries()) {
      const changes = JSON.stringify(record.rectifie ?? [])
      const printed = [
        ...changes.matchAll(/"lire":"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}):00\+01:00"/g),
      ].map(([, wall]) => wall)
      if (printed.length === 0) continue
      stamps += 1
      const earliest = printed.toSorted()[0]
      expect(notices[index]?.facts.deadline?.value.wall, String(record.idweb)).toBe(earliest)
    }
    expect(stamps).toBe(46)
    const prose = (idweb: string) =>
      notices.find(({ externalId }) => externalId === idweb)?.facts.deadline?.value.wall
    expect(prose('21-3998')).toBe('2021-01-25T09:00')
    expect(prose('21-6031')).toBe('2021-01-28T16:00')
    expect(prose('21-35427')).toBe('2021-04-20T13:00')
  })

  it('give other fields as they print them', () => {
    const changed = (idweb: string) => {
      const notice = notices.find(({ externalId }) => externalId === idweb)
      return notice && { ...valuesOf({ facts: notice.changes.facts }), lots: notice.changes.lots }
    }
    expect(changed('21-22382')).toMatchObject({ cpv: ['09310000'] })
    expect(changed('21-24121')).toMatchObject({
      lots: [{ number: '2', amount: { min: 6000, max: 6000 } }],
    })
    expect(changed('21-29754')?.lots).toHaveLength(15)
    expect(changed('21-5208')).toMatchObject({ variants: 'allowed' })
    expect(changed('21-6284')).toMatchObject({ siteVisit: { obligation: 'advised' } })
    expect(changed('21-37401')).toMatchObject({
      criteria: [
        { name: 'Valeur technique', weight: 70 },
        { name: 'Prix', weight: 30 },
      ],
    })
    expect(changed('21-35103')).toMatchObject({ frameworkMaximum: 200_000 })
    expect(changed('21-12668')).toMatchObject({
      response: {
        address:
          'https://www.marches-publics.gouv.fr/?page=entreprise.EntrepriseAdvancedSearch&AllCons&refConsultation=698544&orgAcronyme=x7c',
      },
    })
  })
})

describe.skipIf(!hasData)('other real data (shared/data)', () => {
  it('cancellations all have a state and their ground', () => {
    const notices = realRecords('boamp/annulations-france-2021T1.json').map(noticeOf)
    expect(notices).toHaveLength(85)
    const states = Map.groupBy(notices, ({ facts, changes }) =>
      changes.lots.length > 0 ? 'lot' : facts.status?.value,
    )
    expect([...states.keys()].toSorted()).toEqual(['abandoned', 'lot', 'unsuccessful', 'withdrawn'])
    expect(states.get('lot')?.map(({ externalId }) => externalId)).toEqual(['21-12809'])
    for (const { concerns } of notices) expect(concerns).toHaveLength(1)
  })

  it('identifiers that are no SIRET are none, others lose what stands around them', () => {
    for (const { saisi, chiffres, cas } of realRecords('boamp/siret-saisis-defauts.json')) {
      const read = siretIn(String(saisi))
      if (cas === 'siret_avec_separateurs')
        expect(read, String(saisi)).toBe(checkSiret(String(chiffres)).ok ? chiffres : null)
      else expect(read, String(saisi)).toBeNull()
    }
  })

  it('stored instants of 2022 are read as the wall time, never later', () => {
    const records = realRecords('real/consultations-2022.json')
    expect(records.length).toBeGreaterThan(100)
    for (const { dateLimite, dateLimiteBrute } of records) {
      const moment = storedMoment(String(dateLimiteBrute))
      if (moment?.doubt === 'no-hour') expect(moment.wall <= String(dateLimite)).toBe(true)
      else expect(moment?.wall, String(dateLimiteBrute)).toBe(dateLimite)
    }
  })

  it('an eForms notice wrapped as BOAMP does tells what its document tells', () => {
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      parseTagValue: false,
      parseAttributeValue: false,
    })
    const document = parser.parse(realText('eforms/notices/cn_24_FRA_comments.xml'))
    const { ContractNotice } = document
    const notice = noticeOf(
      apiRecord(
        { datelimitereponse: '2019-06-24T16:00:00+00:00', dateparution: '2019-05-12' },
        {
          EFORMS: { ContractNotice },
        },
      ),
    )
    expect(valuesOf(notice)).toMatchObject({
      object: "Service d'entretien de remise en état et de nettoyage des espaces verts",
      reference: '19S0001',
      category: 'services',
      procedure: 'open',
    })
    expect(notice.facts.lots?.value.length).toBeGreaterThan(1)
    expect(notice.facts.buyers?.value[0]?.name).not.toMatch(/tribunal/i)
  })

  it.each(hasData ? realFiles('real/boamp-xml/') : [])(
    'a document of BOAMP XML as JSON says what it says as XML: %s',
    (file) => {
      const parser = new XMLParser({
        ignoreAttributes: false,
        attributeNamePrefix: '@',
        parseTagValue: false,
        parseAttributeValue: false,
      })
      const xml = realText(`real/boamp-xml/${file}`)
      const said = readBoampXml(xml)
      if ('refused' in said) throw new Error(said.refused)
      const { GESTION, DONNEES } = parser.parse(xml).ANNONCE
      const notice = noticeOf(
        apiRecord(
          {
            idweb: said.externalId,
            dateparution: GESTION.INDEXATION.DATE_PUBLICATION,
            nature: said.kind === 'award' ? 'ATTRIBUTION' : 'APPEL_OFFRE',
            gestion: JSON.stringify(GESTION),
          },
          DONNEES,
        ),
      )
      expect(valuesOf(notice)).toEqual(valuesOf(said))
      expect(notice.concerns.toSorted()).toEqual(said.concerns.toSorted())
    },
  )
})
