import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import type { LotFacts, LotOutcome } from '../../src/consultations/facts.ts'
import { consultations, overriddenDeadlines } from '../../src/consultations/schema.ts'
import { bought, draft, winter } from '../support/application.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram('2026-11-20T09:00:00Z')

async function titles(path: string): Promise<string[]> {
  const xml = await program.text(path)
  return [...xml.matchAll(/<item>.*?<title>(.*?)<\/title>/gs)].map(([, title = '']) =>
    title.replaceAll(/<!\[CDATA\[|\]\]>|\u200B/g, ''),
  )
}

async function page(words: string): Promise<string> {
  const all = await program.text('/?etat=toutes')
  const [, path = ''] = new RegExp(`href="(/consultations/[^"]*${words}[^"]*)"`).exec(all) ?? []
  return program.text(path)
}

/** One section of a page as plain words. */
function section(html: string, id: string): string {
  const [part = ''] = new RegExp(`<(section|details)[^>]*"${id}".*?</\\1>`, 's').exec(html) ?? []
  return part.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
}

const NARBONNE = bought('Ville de Narbonne', '21110262900019')

describe('an outcome, a correction or an amount of one lot', () => {
  const outcome = (kind: LotOutcome['kind'], winner?: string): LotOutcome => ({
    kind,
    winners: winner ? [{ name: winner, siret: null, commune: 'Lézignan-Corbières' }] : [],
    amount: winner ? 68_400 : null,
    bids: null,
    irregularBids: null,
    notifiedOn: winner ? '2026-11-19' : null,
    ground: null,
  })
  const lots = ['Gros œuvre', 'Peinture', 'Électricité'].map((title, position): LotFacts => ({
    number: String(position + 1),
    title,
  }))
  const GYMNASE = {
    object: 'Rénovation du gymnase Cassin',
    buyers: NARBONNE,
    boampId: '26-100',
    place: { kind: 'unrecognised' as const, name: 'Narbonne', code: null },
    deadline: winter('2026-12-15T12:00'),
    lots,
  }
  const GYMNASE_2 = {
    ...GYMNASE,
    lots: lots.map((lot) =>
      lot.number === '3' ? { ...lot, amount: { min: 40_000, max: 90_000 } } : lot,
    ),
  }

  test('corrects that lot by name, with its value before and after', async () => {
    await program.say('plateforme', [draft('gymnase', GYMNASE)])
    program.later(1)
    await program.say('plateforme', [draft('gymnase', GYMNASE_2)])
    const [first] = await titles('/consultations.rss?q=gymnase')
    expect(first).toMatch(/^RECTIFICATIF — lot 3 — Narbonne — Rénovation du gymnase Cassin/)
    expect(section(await page('gymnase'), 'historique')).toMatch(
      /Lot 3, montant estimé : non communiqué auparavant, désormais.*40.000 à 90.000/,
    )
  })

  test('joins the lots that another source has told of, and leaves the others as they were', async () => {
    await program.say('essentielles', [
      draft('a-3', {
        boampId: '26-100',
        lots: [{ number: '03', title: '', outcome: outcome('abandoned') }],
      }),
    ])
    expect(await titles('/consultations.rss?q=gymnase')).toHaveLength(3)
    const html = await page('gymnase')
    expect(section(html, 'lots')).toMatch(/Gros œuvre.*Peinture.*Électricité.*Sans suite/)
    expect(section(html, 'provenance')).toMatch(
      /Lots donnée de plateforme Lot 3, résultat : donnée de essentielles/,
    )
  })

  test('cancels the dates of the firms whose lot it was, and of nobody else', async () => {
    const statuses = (text: string) =>
      new ICAL.Component(ICAL.parse(text))
        .getAllSubcomponents('vevent')
        .map((event) => [
          event.getFirstPropertyValue('status'),
          event.getFirstPropertyValue('summary'),
        ])
    const [electrician] = statuses(await program.text('/consultations.ics?metier=electricite'))
    expect(electrician).toEqual(['CANCELLED', expect.stringMatching(/^SANS SUITE – /)])
    expect(await program.text('/?metier=electricite')).toContain('tag-abandoned')
    expect(await program.text('/?metier=peinture-sols-facades')).not.toContain('tag-abandoned')
    const [painter] = statuses(
      await program.text('/consultations.ics?metier=peinture-sols-facades'),
    )
    expect(painter?.[0]).toBe('CONFIRMED')
  })

  test('makes three outcomes on one page and the right titles, once the others are awarded', async () => {
    program.later(1)
    await program.say('plateforme', [
      draft('gymnase', {
        ...GYMNASE_2,
        lots: GYMNASE_2.lots.map((lot) =>
          lot.number === '3'
            ? lot
            : { ...lot, outcome: outcome('awarded', lot.number === '1' ? 'SARL Un' : 'SARL Deux') },
        ),
      }),
    ])
    expect((await titles('/consultations.rss?q=gymnase')).slice(0, 2)).toEqual([
      expect.stringMatching(/^ATTRIBUÉ \(lots 1 et 2\) — Narbonne — Rénovation du gymnase Cassin/),
      expect.stringMatching(/^SANS SUITE \(lot 3\) — Narbonne — Rénovation du gymnase Cassin/),
    ])
    const html = await page('gymnase')
    expect(html).toContain('lots 1 et 2 attribués, lot 3 sans suite')
    expect(section(html, 'resultat')).toMatch(/Lot 1.*SARL Un.*Lot 2.*SARL Deux.*Lot 3.*sans suite/)
    expect(await titles('/consultations.rss?metier=electricite&vue=consultations')).toEqual([
      'SANS SUITE (lot 3) — Narbonne — Rénovation du gymnase Cassin, lot 3 Électricité — avant le 15/12 à 12 h',
    ])
  })
})

describe('what an agent typed beside what a source says', () => {
  const VOIRIE = { object: 'Réfection de la voirie', buyers: NARBONNE, reference: '26-V-08' }

  test('gives way to a later rectificatif: one entry, one message to the agent', async () => {
    await program.say('plateforme', [draft('v8', VOIRIE)])
    program.later(1)
    const typed = { ...VOIRIE, deadline: winter('2026-12-15T12:00'), duration: '5 mois' }
    await program.say('narbonne-saisie', [draft('v8', typed, { basis: 'typed' })])
    program.later(1)
    const official = { ...VOIRIE, deadline: winter('2026-12-22T12:00') }
    await program.say('plateforme', [draft('v8', official)])
    await program.say('plateforme', [draft('v8', { ...official, description: 'Voirie' })])

    const html = await page('refection-de-la-voirie')
    expect(html).toContain('mardi 22 décembre 2026')
    const found = await titles('/consultations.rss?q=refection+voirie')
    expect(
      found.filter((title) => title.startsWith('RECTIFICATIF — reportée au 22/12')),
    ).toHaveLength(1)
    expect(await program.deps.db.select().from(overriddenDeadlines)).toMatchObject([
      { typed: winter('2026-12-15T12:00'), official: winter('2026-12-22T12:00'), seenAt: null },
    ])
    const origins = section(html, 'provenance')
    expect(origins).toContain('Date limite donnée de plateforme')
    expect(origins).toContain('Durée saisi par narbonne-saisie')
  })

  test('is not replaced by the same date', async () => {
    const said = { ...VOIRIE, reference: '26-F-01', deadline: winter('2026-12-15T12:00') }
    await program.say('narbonne-saisie', [draft('f1', said, { basis: 'typed' })])
    program.later(1)
    await program.say('plateforme', [draft('f1', said)])
    expect(await program.deps.db.$count(overriddenDeadlines)).toBe(1)
  })
})

describe('those who buy together', () => {
  test('are all named where each source names one, the co-ordinator first', async () => {
    const common = {
      object: 'Fourniture de papier',
      boampId: '26-555',
      deadline: winter('2026-12-20T12:00'),
    }
    await program.say('plateforme', [draft('papier', { ...common, buyers: NARBONNE })])
    await program.say('boamp', [
      draft('papier', {
        ...common,
        buyers: [{ name: 'Le Grand Narbonne', siret: '24110059300051', coordinator: true }],
      }),
    ])
    expect(section(await page('papier'), 'essentiel')).toMatch(
      /Groupement de commandes Le Grand Narbonne.*, coordonnateur Ville de Narbonne/,
    )
    expect(await program.text('/consultations.atom?q=papier')).toContain('<name>Le Grand Narbonne')
    for (const slug of ['narbonne', 'grand-narbonne'])
      expect(await program.text(`/acheteurs/${slug}`)).toContain('papier')
  })
})

describe('an item that comes back under another identifier', () => {
  test('is the same while its consultation is open, and another one of a later year', async () => {
    const count = async (externalId: string, wall: string) => {
      const facts = { object: 'Marché de Noël', buyers: NARBONNE, deadline: winter(wall) }
      const said = { ...draft(externalId, facts), alternateIds: ['marche-de-noel'] }
      return (await program.say('plateforme', [said])).added
    }
    const day = (days: number) =>
      new Date(program.clock.now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
    expect(await count('n1', `${day(5)}T12:00`)).toBe(1)
    expect(await count('n2', `${day(6)}T12:00`)).toBe(0)
    program.later(10)
    expect(await count('n3', `${day(300)}T12:00`)).toBe(1)
  })
})

describe('a consultation that is started again', () => {
  test('is linked both ways, and its entry says so', async () => {
    const before = { object: 'Fourniture de bancs', buyers: NARBONNE, reference: '26-B-01' }
    await program.say('plateforme', [draft('bancs', { ...before, status: 'unsuccessful' })])
    program.later(1)
    await program.say('plateforme', [
      draft('bancs-2', {
        ...before,
        object: 'Fourniture et pose de bancs',
        reference: '26-B-02',
        renews: '26-B-01',
        deadline: winter('2027-01-20T12:00'),
      }),
    ])
    expect((await titles('/consultations.rss?q=bancs'))[0]).toMatch(/^RELANCÉE — /)
    const rows = await program.deps.db.select().from(consultations)
    const path = (reference: string) => {
      const row = rows.find(({ facts }) => facts.reference === reference)
      return `/consultations/${row?.reference}-${row?.slug}`
    }
    expect(await program.text(path('26-B-01'))).toContain(
      `Relancée\u00A0: <a href="${path('26-B-02')}">`,
    )
    expect(await program.text(path('26-B-02'))).toContain(
      `Relance d’une consultation précédente\u00A0: <a href="${path('26-B-01')}">`,
    )
  })
})
