import { describe, expect, it } from 'vitest'
import { mergeNotices, noticesIn } from '../../../src/sources/boamp/merge-notices.ts'
import { readDocument } from '../../../src/sources/read-document.ts'
import { apiRecord, noticeOf, valuesOf } from './records.ts'

const call = noticeOf(
  apiRecord(
    { idweb: '21-100', dateparution: '2021-03-01' },
    {
      IDENTITE: { DENOMINATION: 'Ville de Narbonne' },
      OBJET: {
        TITRE_MARCHE: 'École Jean-Jaurès',
        DIV_EN_LOTS: { OUI: '' },
        LOTS: {
          LOT: [
            { NUM: '1', INTITULE: 'Gros œuvre' },
            { NUM: '2', INTITULE: 'Électricité' },
          ],
        },
      },
      CONDITION_DELAI: { RECEPT_OFFRES: '2021-04-01T12:00:00+01:00' },
    },
  ),
)

const correction = (idweb: string, ...changes: unknown[]) =>
  noticeOf(
    apiRecord(
      { idweb, dateparution: '2021-03-10', etat: 'RECTIFICATIF', annonce_lie: ['21-100'] },
      { RECTIF: { MODIFICATION: changes } },
    ),
  )

const moved = (lire: string) => ({ RUB_INIT: 'Date limite de réception des offres', LIRE: lire })

describe('corrections of a call', () => {
  it.each([
    ['2021-04-15T16:00:00+01:00', '2021-04-15T16:00'],
    ['15 avril 2021 à 16h00', '2021-04-15T16:00'],
    ['IV.2.2) Date limite de réception des offres-15/04/2021 - 16:00', '2021-04-15T16:00'],
    ['Au lieu du 01/04/2021 à 12h00, lire 15/04/2021 à 16h00', '2021-04-15T16:00'],
  ])('move the deadline to « %s »', (lire, wall) => {
    const merged = mergeNotices([correction('21-200', moved(lire)), call])
    expect(merged.facts.deadline?.value.wall).toBe(wall)
    expect(merged.facts.deadline?.value.doubt).toBeUndefined()
    expect(valuesOf(merged)).toMatchObject({
      object: 'École Jean-Jaurès',
      boampId: '21-100',
      noticeUrl: 'https://www.boamp.fr/avis/detail/21-100',
      status: 'active',
    })
    expect(merged.externalId).toBe('21-100')
    expect(merged.alternateIds).toEqual(['21-200'])
    expect(merged.publishedAt).toEqual(call.publishedAt)
  })

  it('are applied in order, the last one wins', () => {
    const merged = mergeNotices([
      correction('21-300', moved('2021-04-22T12:00:00+01:00')),
      call,
      correction('21-200', moved('2021-04-15T12:00:00+01:00')),
    ])
    expect(merged.facts.deadline?.value.wall).toBe('2021-04-22T12:00')
  })

  it('read the date of a DATE element, however it is laid out', () => {
    const inText = correction('21-200', {
      RUB_INIT: 'IV.2.2)',
      DATE: { INIT: '2021-04-01T12:00:00+01:00', LIRE: '2021-04-15T16:00:00+01:00' },
    })
    expect(inText.facts.deadline?.value.wall).toBe('2021-04-15T16:00')
    const lost = mergeNotices([
      call,
      correction('21-200', { RUB_INIT: 'IV.2.2)', DATE: { INIT: '', LIRE: '' } }),
    ])
    expect(lost.facts.deadline?.value).toMatchObject({
      wall: '2021-04-01T12:00',
      doubt: 'sources-disagree',
    })
  })

  it('take the date of the column, in doubt, where the document lost it', () => {
    const notice = noticeOf(
      apiRecord(
        {
          idweb: '21-200',
          dateparution: '2021-03-10',
          etat: 'RECTIFICATIF',
          annonce_lie: ['21-100'],
          datelimitereponse: '2021-04-15T11:00:00+00:00',
        },
        { RECTIF: { MODIFICATION: { RUB_INIT: 'IV.2.2', DATE: { LIRE: '' } } } },
      ),
    )
    expect(mergeNotices([call, notice]).facts.deadline?.value).toMatchObject({
      wall: '2021-04-15T12:00',
      doubt: 'clock-trap',
    })
  })

  it('leave the deadline alone where the opening moves, or something else that has a date', () => {
    const merged = mergeNotices([
      call,
      correction(
        '21-200',
        { RUB_INIT: 'IV.2.7)', LIRE: '16/04/2021 à 10h' },
        { RUB_INIT: 'IV.2.2', LIRE: "Date d'ouverture des offres le 16/04/2021 à 09h00" },
        { RUB_INIT: 'Visites', LIRE: 'Visite possible le 20/03/2021 à 9h' },
      ),
    ])
    expect(merged.facts.deadline).toEqual(call.facts.deadline)
    expect(merged.facts.siteVisit?.value.obligation).toBe('advised')
  })

  it('hear a sentence that reports the deadline under any heading', () => {
    const merged = mergeNotices([
      call,
      correction('21-200', {
        RUB_INIT: 'Renseignements complémentaires',
        LIRE: 'La date limite de remise des offres est reportée au 24/04/2021 à 17h00.',
      }),
    ])
    expect(merged.facts.deadline?.value.wall).toBe('2021-04-24T17:00')
  })

  it('change single lots and tell of the file what no field holds', () => {
    const merged = mergeNotices([
      call,
      correction(
        '21-200',
        { RUB_INIT: 'Lot 2', LIRE: 'Électricité et courants faibles' },
        { APRES_MENTION: 'LOT 2', AJOUTER: 'LOT 3 : VRD' },
        { RUB_INIT: 'Plans', AJOUTER: 'Un plan est ajouté.' },
      ),
    ])
    expect(valuesOf(merged)).toMatchObject({
      lots: [
        { number: '1', title: 'Gros œuvre' },
        { number: '2', title: 'Électricité et courants faibles' },
        { number: '3', title: 'VRD' },
      ],
      lotCount: 3,
      documentsVersion: '21-200',
      statusReason: 'Plans : Un plan est ajouté.',
    })
  })

  it('of the national forms are read by block and by text', () => {
    const simple = (infosRectif: unknown) =>
      noticeOf(
        apiRecord(
          { idweb: '21-200', dateparution: '2021-03-10', nature: 'RECTIFICATIF' },
          { FNSimple: { rectificatif: { avisInitial: { idWeb: '21-100' }, infosRectif } } },
        ),
      )
    const block = simple({
      delais: {
        rubDelais: 'ReceptionOffres',
        auLieuDeDate: '2021-04-01T12:00:00',
        lireDate: '2021-04-15T12:00:00',
      },
    })
    expect(mergeNotices([call, block]).facts.deadline?.value.wall).toBe('2021-04-15T12:00')
    const text = simple(
      'Date limite de remise des offres : au lieu de 01/04/2021 à 12h00, lire 13/04/2021 à 12h00',
    )
    expect(mergeNotices([call, text]).facts.deadline?.value.wall).toBe('2021-04-13T12:00')
  })
})

describe('the end of a procedure', () => {
  const cancellation = (motive: string) =>
    noticeOf(
      apiRecord(
        {
          idweb: '21-400',
          dateparution: '2021-04-20',
          etat: 'ANNULATION',
          annonce_lie: ['21-100'],
        },
        { ANNULATION: { MOTIF: motive } },
      ),
    )
  const award = (idweb: string, ...decisions: unknown[]) =>
    noticeOf(
      apiRecord(
        { idweb, dateparution: '2021-06-01', nature: 'ATTRIBUTION', annonce_lie: ['21-100'] },
        { ATTRIBUTION: { DECISION: decisions } },
      ),
    )
  const won = (lot: string) => ({ NUM_LOT: lot, TITULAIRE: { DENOMINATION: `SARL ${lot}` } })

  it('keeps what was called for', () => {
    expect(valuesOf(mergeNotices([call, cancellation('Déclarée sans suite')]))).toMatchObject({
      object: 'École Jean-Jaurès',
      status: 'abandoned',
      statusReason: 'Déclarée sans suite',
    })
  })

  it('of one lot leaves the others open', () => {
    const merged = valuesOf(mergeNotices([call, cancellation('Le lot n°2 est déclaré sans suite')]))
    expect(merged.status).toBe('active')
    expect(merged.lots).toMatchObject([{ number: '1' }, { outcome: { kind: 'abandoned' } }])
  })

  it('is taken back with the notice of results that told of it', () => {
    const mistaken = award('21-500', won('1'), won('2'))
    const undone = noticeOf(
      apiRecord(
        {
          idweb: '21-600',
          dateparution: '2021-06-10',
          etat: 'ANNULATION',
          annonce_lie: ['21-500'],
        },
        { ANNULATION: { MOTIF: 'Publication non valide' } },
      ),
    )
    const merged = valuesOf(mergeNotices([call, mistaken, undone]))
    expect(merged).toMatchObject({ status: 'active', lots: call.facts.lots?.value })
  })

  it('comes lot by lot: lot 2 without suite, lot 1 awarded', () => {
    const first = mergeNotices([call, award('21-500', won('1'), { NUM_LOT: '3', SANS_SUITE: '' })])
    expect(first.facts.status?.value).toBe('active')
    const both = mergeNotices([call, award('21-500', won('1'), { NUM_LOT: '2', SANS_SUITE: '' })])
    expect(valuesOf(both)).toMatchObject({
      status: 'awarded',
      lots: [
        { title: 'Gros œuvre', outcome: { kind: 'awarded', winners: [{ name: 'SARL 1' }] } },
        { title: 'Électricité', outcome: { kind: 'abandoned' } },
      ],
    })
  })
})

describe('procedures', () => {
  it('of eForms share their identifier, prior information aside', async () => {
    const eforms = (idweb: string, nature: string) =>
      apiRecord({ idweb, nature, contractfolderid: 'e3cd' })
    const results = [eforms('26-1', 'PREINFORMATION'), eforms('26-2', 'APPEL_OFFRE')]
    const bytes = new TextEncoder().encode(JSON.stringify({ total_count: 2, results }))
    const page = { bytes, contentType: null, url: 'https://boamp.example/' }
    const reading = await readDocument('boamp', page)
    expect(reading.ok && reading.drafts.map(({ alternateIds }) => alternateIds)).toEqual([
      [],
      ['procedure:e3cd'],
    ])
    const alone = mergeNotices([noticeOf(eforms('26-1', 'PREINFORMATION'))])
    expect(alone.alternateIds).toEqual([])
  })

  it('are merged again from what was kept when another notice follows', () => {
    const first = mergeNotices([call, correction('21-200', moved('2021-04-15T12:00:00+01:00'))])
    const next = correction('21-300', moved('2021-04-22T12:00:00+01:00'))
    const merged = mergeNotices([...noticesIn(first.raw), next])
    expect(merged).toEqual(
      mergeNotices([call, correction('21-200', moved('2021-04-15T12:00:00+01:00')), next]),
    )
    expect(mergeNotices(noticesIn(merged.raw))).toEqual(merged)
  })

  it('have the identity of a call that is only named', () => {
    const merged = mergeNotices([correction('21-200', moved('2021-04-15T12:00:00+01:00'))])
    expect(merged).toMatchObject({
      externalId: '21-100',
      alternateIds: ['21-200'],
      publishedAt: null,
    })
  })
})
