import { describe, expect, it } from 'vitest'
import { frenchFeed, frenchItem, READ_ITEM } from '../../support/french-feed.ts'
import { useFeedReader } from '../../support/served-feed.ts'

const reader = useFeedReader()

/** 21 November 2026, 10:00 in Paris. */
const TEN = '2026-11-21T09:00:00Z'
const MIDNIGHT = '2026-11-20T23:00:00Z'

describe('an item dated', () => {
  it.each([
    ['Sat, 21 Nov 2026 10:00:00 +0100', TEN],
    ['Sat, 21 Nov 26 10:00:00 +0100', TEN],
    ['21 Nov 2026 10:00 +0100', TEN],
    ['Sat,  21  Nov  2026\n10:00:00  +0100', TEN],
    ['Sat, 21 Nov 2026 10:00:00 +01:00', TEN],
    ['Sat, 21 Nov 2026 09:00:00 GMT', TEN],
    ['Sat, 21 Nov 2026 09:00:00 UT', TEN],
    ['Sat, 21 Nov 2026 09:00:00 Z', TEN],
    ['Sat, 21 Nov 2026 10:00:00 CET', TEN],
    ['Sat, 21 Nov 2026 10:00:00 MET', TEN],
    ['Sat, 21 Nov 2026 10:00:00 +0100 (CET)', TEN],
    ['Sat, 21 Nov 2026 10:00:00 GMT+1', TEN],
    ['Sat, 21 Nov 2026 10:00 GMT+01:00', TEN],
    ['Sat, 21 Nov 2026 04:00:00 EST', TEN],
    ['Sat, 21 Nov 2026 10:00:00 Europe/Paris', TEN],
    ['Tue, 21 Jul 2026 10:00:00 CEST', '2026-07-21T08:00:00Z'],
    ['Saturday, 21-Nov-26 09:00:00 GMT', TEN],
    ['Sat Nov 21 10:00:00 2026', TEN],
    ['Sat Nov 21 10:00:00 CET 2026', TEN],
    ['Sat Nov 21 2026 10:00:00 GMT+0100 (heure normale d’Europe centrale)', TEN],
    ['samedi 21 novembre 2026, 10:00:00 (UTC+0100)', TEN],
    ['Sat, 21 Nov 2026 10:00', TEN],
    ['Tue, 21 Jul 2026 10:00', '2026-07-21T08:00:00Z'],
    ['Sat, 21 Nov 2026', MIDNIGHT],
    ['2026-11-21T10:00:00+01:00', TEN],
    ['2026-11-21T10:00:00.123+01:00', TEN],
    ['2026-11-21T10:00+01:00', TEN],
    ['2026-11-21T10:00:00+0100', TEN],
    ['2026-11-21T09:00:00Z', TEN],
    ['2026-11-21t09:00:00z', TEN],
    ['2026-11-21T10:00:00[Europe/Paris]', TEN],
    ['2026-11-21T10:00:00+01:00[Europe/Paris]', TEN],
    ['2026-11-21T10:00:00', TEN],
    ['2026-11-21 10:00:00', TEN],
    ['2026-11-21 10:00:00.000000', TEN],
    ['2026-11-21 09:00:00 UTC', TEN],
    ['2026-11-21', MIDNIGHT],
    ['2026-11-21+01:00', MIDNIGHT],
    ['20261121T090000Z', TEN],
    ['20261121100000', TEN],
    ['20261121', MIDNIGHT],
    ['2026/11/21 10:00', TEN],
    ['21/11/2026 10:00', TEN],
    ['21/11/2026 10:00:00', TEN],
    ['21/11/2026 à 10h00', TEN],
    ['21/11/2026 à 10 h 00', TEN],
    ['21/11/2026 - 10:00', TEN],
    ['21/11/26 10:00', TEN],
    ['21-11-2026 10:00', TEN],
    ['21.11.2026 10:00', TEN],
    ['21/11/2026', MIDNIGHT],
    ['03/12/2026', '2026-12-02T23:00:00Z'],
    ['1/2/2026', '2026-01-31T23:00:00Z'],
    ['samedi 21 novembre 2026 à 10h00', TEN],
    ['le samedi 21 novembre 2026 à 10 heures', TEN],
    ['SAMEDI 21 NOVEMBRE 2026 10:00', TEN],
    ['samedi&nbsp;21&nbsp;novembre 2026 &agrave; 10&nbsp;h', TEN],
    ['sam., 21 nov. 2026 10:00:00 +0100', TEN],
    ['sam. 21 nov. 2026 10:00:00 CET', TEN],
    ['Sam, 21 Nov 2026 10:00:00 +0100', TEN],
    ['Lun, 21 Nov 2026 10:00:00 +0100', TEN],
    ['Publié le 21/11/2026 à 10h00', TEN],
    ['21 févr. 2026', '2026-02-20T23:00:00Z'],
    ['21 fev 2026', '2026-02-20T23:00:00Z'],
    ['21 F&eacute;vrier 2026', '2026-02-20T23:00:00Z'],
    ['mer., 02 déc. 2026 10:00:00 +0100', '2026-12-02T09:00:00Z'],
    ['1er août 2026 à 9h', '2026-08-01T07:00:00Z'],
    ['1 aout 2026', '2026-07-31T22:00:00Z'],
    ['14 juil. 2026', '2026-07-13T22:00:00Z'],
    ['21 novembre 2026 à midi', '2026-11-21T11:00:00Z'],
    ['29/03/2026 01:59', '2026-03-29T00:59:00Z'],
    ['29/03/2026 03:00', '2026-03-29T01:00:00Z'],
    ['25/10/2026 02:30', '2026-10-25T00:30:00Z'],
    ['25/10/2026 03:00', '2026-10-25T02:00:00Z'],
    ['2026-10-25T02:30:00+01:00', '2026-10-25T01:30:00Z'],
    ['2026-11-21T24:00:00Z', '2026-11-22T00:00:00Z'],
    ['2026-12-31T23:59:60Z', '2026-12-31T23:59:59Z'],
    ['2099-01-01T00:00:00Z', '2099-01-01T00:00:00Z'],
  ])('%s is dated %s', async (pubDate, published) => {
    expect(await reader.read(frenchFeed(frenchItem({ pubDate })))).toMatchObject({
      ok: true,
      warnings: expect.not.arrayContaining([expect.objectContaining({ code: 'date-unreadable' })]),
      items: [{ ...READ_ITEM, published }],
    })
  })

  it.each([
    'hier',
    'il y a 3 jours',
    '21 novembre',
    '2026',
    '11/21/2026',
    '11/21/2026 10:00 AM',
    '12/31/2026',
    '31/04/2026',
    '29/02/2026',
    '29/03/2026 02:30',
    '21/11/2026 25:00',
    '21/11/2026 10:60',
    '2026-13-01',
    '0000-00-00 00:00:00',
    'Thu, 01 Jan 1970 00:00:00 +0000',
    '9999-12-31',
    'Sat, 21 XXX 2026 10:00:00 +0100',
    'Sat, 21 Nov 2026 10:00:00 +9900',
    'Sat, 21 Nov 2026 10:00:00 XYZ',
    'du 21/11/2026 au 12/12/2026',
    '1795251600',
    '21 de noviembre de 2026',
    '{{ item.date }}',
    'NaN-NaN-NaN',
  ])('%s keeps all but its date, and says so', async (pubDate) => {
    expect(await reader.read(frenchFeed(frenchItem({ pubDate }) + frenchItem()))).toMatchObject({
      ok: true,
      warnings: [{ code: 'date-unreadable' }],
      items: [{ ...READ_ITEM, published: null }, READ_ITEM],
    })
  })

  it('nowhere has no date, which is no trouble', async () => {
    const item = frenchItem().replace(/<pubDate>.*<\/pubDate>/, '')
    for (const undated of [item, frenchItem({ pubDate: '' }), frenchItem({ pubDate: ' \n ' })])
      expect(await reader.read(frenchFeed(undated))).toMatchObject({
        ok: true,
        warnings: [],
        items: [{ ...READ_ITEM, published: null }],
      })
  })

  it('in two vocabularies is dated by RSS’s own', async () => {
    const item = frenchItem().replace(
      '<pubDate>',
      '<dc:date>2020-01-01T00:00:00Z</dc:date><pubDate>',
    )
    expect(await reader.read(frenchFeed(item))).toMatchObject({ items: [READ_ITEM] })
  })
})
