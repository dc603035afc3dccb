import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { LotOutcome } from '../../src/consultations/facts.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { bought, draft, winter } from '../support/application.ts'
import { feedFaults } from '../support/feed-rules.ts'
import { readEvents, rssItems, rssTitles } from '../support/read-feeds.ts'
import { useProgram } from '../support/use-program.ts'
import { SCHOOL } from './school.ts'

const BASE = 'https://guichet.example'

describe('the life of a consultation in the feeds', () => {
  const outcome = (kind: LotOutcome['kind'], winner?: string): LotOutcome => ({
    kind,
    winners: winner ? [{ name: winner, siret: null, commune: 'Lézignan-Corbières' }] : [],
    amount: winner ? 68_400 : null,
    bids: winner ? 3 : null,
    irregularBids: null,
    notifiedOn: winner ? '2027-01-08' : null,
    ground: winner ? null : 'Offres au-dessus du budget',
  })
  const program = useProgram('2026-11-20T09:00:00Z')
  beforeAll(async () => {
    await program.say('plateforme', [
      draft('ecole', SCHOOL, { publishedAt: '2026-11-20T08:00:00Z' }),
    ])
  })

  const before = { ids: [''], consultationIds: [''], uids: [''] }

  test('begin with one entry, whose title names place, object, lot and deadline', async () => {
    const items = await rssItems(program, '/consultations.rss?metier=electricite')
    expect(items.map(({ title }) => title)).toEqual([
      'Narbonne — Rénovation thermique de l’école Jean-Jaurès, lot 3 Électricité — avant le 15/12 à 12 h',
    ])
    before.ids = items.map(({ id }) => id)
    before.consultationIds = (await rssItems(program, '/consultations.rss?vue=consultations')).map(
      ({ id }) => id,
    )
    before.uids = readEvents(await program.text('/consultations.ics')).map(({ uid }) => uid)
  })

  test('put a correction in front, with the old and the new deadline first in its body', async () => {
    program.later(2)
    await program.say('plateforme', [
      draft(
        'ecole',
        { ...SCHOOL, deadline: winter('2026-12-22T12:00') },
        { publishedAt: '2026-11-22T08:00:00Z' },
      ),
    ])
    const [correction, first] = await rssItems(program, '/consultations.rss')
    expect(correction?.title).toBe(
      'RECTIFICATIF — reportée au 22/12 à 12 h — Narbonne — Rénovation thermique de l’école Jean-Jaurès',
    )
    const preview = correction?.body.replaceAll(/<[^>]+>/g, '').slice(0, 140)
    expect(preview).toContain('mardi 15 décembre à 12 h 00')
    expect(preview).toContain('mardi 22 décembre 2026 à 12 h 00')
    expect(first?.title).toContain('avant le 22/12 à 12 h')
  })

  test('keep every id when the deadline moves, and raise the calendar’s sequence', async () => {
    const items = await rssItems(program, '/consultations.rss')
    expect(items.map(({ id }) => id)).toContain(before.ids[0])
    expect(new Set(items.map(({ id }) => id)).size).toBe(2)
    const updated = await rssItems(program, '/consultations.rss?vue=consultations')
    expect(updated.map(({ id }) => id)).toEqual(before.consultationIds)
    expect(updated[0]?.title).toContain('avant le 22/12 à 12 h')
    const [event] = readEvents(await program.text('/consultations.ics'))
    expect([event?.uid, event?.sequence, event?.start]).toEqual([
      before.uids[0],
      1,
      '2026-12-22T11:00:00.000Z',
    ])
    expect(event?.summary).toMatch(/^REPORTÉ – Offre à remettre – /)
  })

  test('keep every id when the service moves to another address', async () => {
    const { deps } = program
    const config = { ...deps.config, baseUrl: 'https://nouvelle.example' }
    const moved = createApp({ ...deps, config, keep: createKeeper(1_000_000) })
    for (const path of ['/consultations.rss', '/consultations.atom', '/consultations.json']) {
      const text = await (await moved.request(path)).text()
      expect(text).toContain('https://nouvelle.example/consultations/')
      expect(text).not.toContain('https://guichet.example')
      const ids = (document: string) => document.match(/tag:[^"<]+:(avis|consultation)\/[^"<]+/g)
      expect(ids(text)).toEqual(ids(await program.text(path)))
    }
    const calendar = await (await moved.request('/consultations.ics')).text()
    expect(readEvents(calendar).map(({ uid }) => uid)).toEqual(before.uids)
  })

  test('tell three outcomes on one page and by lot in the feed', async () => {
    program.later(50)
    const lots = SCHOOL.lots.map((lot, position) => ({
      ...lot,
      outcome:
        position === 2
          ? outcome('abandoned')
          : outcome('awarded', ['SARL Durand', 'Peintures du Midi'][position]),
    }))
    await program.say('plateforme', [
      draft(
        'ecole',
        { ...SCHOOL, deadline: winter('2026-12-22T12:00'), lots },
        { publishedAt: '2027-01-11T08:00:00Z' },
      ),
    ])
    const titles = await rssTitles(program, '/consultations.rss?avis=resultats')
    expect(titles).toEqual([
      'SANS SUITE (lot 3) — Narbonne — Rénovation thermique de l’école Jean-Jaurès',
      'ATTRIBUÉ (lots 1 et 2) — Narbonne — Rénovation thermique de l’école Jean-Jaurès — 2 titulaires',
    ])
    const html = await program.text('/?etat=toutes')
    const [, path = ''] = /href="(\/consultations\/[^"]*ecole[^"]*)"/.exec(html) ?? []
    const page = await program.text(path)
    const result = /<section aria-labelledby="resultat">.*?<\/section>/s.exec(page)?.[0] ?? ''
    expect(result.match(/<li>/g)).toHaveLength(3)
    for (const words of ['SARL Durand', 'Peintures du Midi', 'sans suite'])
      expect(result).toContain(words)
    expect(await program.text('/attributions')).toContain('SARL Durand')
  })

  test('tell of the cancellation of what was closed already, unless a state is asked', async () => {
    await program.say('plateforme', [
      draft('close', {
        ...SCHOOL,
        object: 'Réfection de la toiture du gymnase',
        lots: [],
        deadline: winter('2026-12-20T12:00'),
      }),
    ])
    program.later(1)
    await program.say('plateforme', [
      draft('close', {
        ...SCHOOL,
        object: 'Réfection de la toiture du gymnase',
        lots: [],
        deadline: winter('2026-12-20T12:00'),
        status: 'abandoned',
      }),
    ])
    const [newest] = await rssTitles(program, '/consultations.rss')
    expect(newest).toBe('SANS SUITE — Narbonne — Réfection de la toiture du gymnase')
    expect(await rssTitles(program, '/consultations.rss?etat=en-cours')).toEqual([])
    expect(await rssTitles(program, '/consultations.rss?etat=sans-suite')).toHaveLength(2)
    const all = await program.text('/consultations.csv?etat=toutes')
    expect(parse(all, { columns: true })).toHaveLength(2)
    const updated = await rssTitles(program, '/consultations.rss?vue=consultations')
    expect(updated[0]).toBe('SANS SUITE — Narbonne — Réfection de la toiture du gymnase')
  })

  test('cancel the dates of what is abandoned before its deadline', async () => {
    const piscine = { ...SCHOOL, object: 'Réfection de la piscine', lots: [] }
    const deadline = winter('2027-03-01T12:00')
    await program.say('plateforme', [draft('piscine', { ...piscine, deadline })])
    program.later(1)
    await program.say('plateforme', [
      draft('piscine', { ...piscine, deadline, status: 'abandoned' }),
    ])
    const [event] = readEvents(await program.text('/consultations.ics'))
    expect([event?.status, event?.start]).toEqual(['CANCELLED', '2027-03-01T11:00:00.000Z'])
    expect(event?.summary).toMatch(/^SANS SUITE – /)
  })
})

describe('awards that arrive in bulk', () => {
  const award = (n: number, notifiedOn: string) =>
    draft(`decp-${n}`, {
      object: `Travaux de voirie n° ${n}`,
      buyers: bought('Ville de Narbonne', '21110262900019'),
      place: { kind: 'unrecognised', name: 'Narbonne', code: null },
      status: 'awarded',
      outcome: {
        kind: 'awarded',
        winners: [{ name: `Entreprise ${n}`, siret: null, commune: 'Narbonne' }],
        amount: 10_000 + n,
        bids: 2,
        irregularBids: null,
        notifiedOn,
        ground: null,
      },
    })
  const program = useProgram('2026-11-21T03:00:00Z')
  beforeAll(async () => {
    await program.say('plateforme', [
      draft('ecole', SCHOOL, { publishedAt: '2026-11-20T08:00:00Z' }),
    ])
    await program.say(
      'decp',
      Array.from({ length: 500 }, (_, n) => award(n, '2026-09-10')),
    )
  })

  test('put nothing in the default feed', async () => {
    expect(await rssTitles(program, '/consultations.rss')).toHaveLength(1)
  })

  test('stand in the list of awards and in its feed', async () => {
    expect(await program.text('/attributions')).toContain('Entreprise 499')
    const path = '/attributions.rss?lieu=narbonne&metier=voirie-reseaux'
    const titles = await rssTitles(program, path)
    expect(titles).toHaveLength(500)
    expect(titles[0]).toMatch(
      /^ATTRIBUÉ — Narbonne — .* — Entreprise \d+ \(Narbonne\), 10 \d+ € HT$/,
    )
    expect(feedFaults(await program.text(path), BASE + path, program.clock.now)).toEqual([])
    await program.text('/attributions.rss?type=travaux', 400)
  })

  test('of what never stood on the board stay out, however recent', async () => {
    await program.say('decp', [award(900, '2026-11-10')])
    expect(await rssTitles(program, '/consultations.rss')).toHaveLength(1)
    expect(await rssTitles(program, '/attributions.rss')).toHaveLength(501)
  })
})

describe('how much a feed carries', () => {
  const old = (n: number) =>
    draft(
      `ancienne-${n}`,
      { object: `Fourniture n° ${n}`, deadline: winter('2027-01-10T12:00') },
      { publishedAt: '2026-10-01T08:00:00Z' },
    )
  const program = useProgram('2026-11-21T09:00:00Z')
  beforeAll(async () => {
    await program.say(
      'ancienne',
      Array.from({ length: 130 }, (_, n) => old(n)),
      { firstRead: true },
    )
  })

  test('is a hundred entries while fewer are of the last thirty days', async () => {
    expect(await rssItems(program, '/consultations.rss')).toHaveLength(100)
  })

  const published = (many: number, day: string) =>
    Array.from({ length: many }, (_, n) =>
      draft(
        `${day}-${n}`,
        { object: `Travaux n° ${n}`, deadline: winter('2027-02-10T12:00') },
        { publishedAt: `${day}T08:00:00Z` },
      ),
    )

  test('is all of thirty days where that is more, and drops them after', async () => {
    await program.say('recente', published(140, '2026-11-20'))
    expect(await rssItems(program, '/consultations.rss')).toHaveLength(140)
    expect(await program.text('/consultations.rss')).not.toContain('que les avis les plus récents')
    program.later(31)
    expect(await rssItems(program, '/consultations.rss')).toHaveLength(100)
  })

  test('is two thousand of a whole country, and the feed says so', async () => {
    await program.say('partout', published(2_001, '2026-12-20'))
    for (const view of ['', '?vue=consultations']) {
      expect(await rssItems(program, `/consultations.rss${view}`)).toHaveLength(2_000)
      const feed = await program.text(`/consultations.rss${view}`)
      expect(feed).toContain('Ce flux ne porte que les avis les plus récents')
    }
  })
})
