import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import type { Facts, LotFacts } from '../../src/consultations/facts.ts'
import { consultations, notices, overriddenDeadlines } from '../../src/consultations/schema.ts'
import { closingSoon, overriddenDates, withoutResult } from '../../src/posting/attention.ts'
import { drafts, keptReasons } from '../../src/posting/schema.ts'
import { idOfPartner } from '../support/directory.ts'
import { bought, draft, winter } from '../support/application.ts'
import { faultsIn } from '../support/stored.ts'
import { formsOf, wordsOf } from '../support/partner-forms.ts'
import { rssTitles } from '../support/read-feeds.ts'
import { useProgram } from '../support/use-program.ts'
import { smallContract } from './small-contract.ts'

const program = useProgram()
let agent: Awaited<ReturnType<typeof formsOf>>

beforeAll(async () => {
  agent = await formsOf(program, 'narbonne')
})

const NARBONNE = bought('Ville de Narbonne', '21110262900019')
const SCHOOL: Partial<Facts> = {
  object: 'Rénovation thermique de l’école Jean-Jaurès',
  buyers: NARBONNE,
  category: 'works',
  procedure: 'adapted',
  place: { kind: 'unrecognised', name: 'Narbonne', code: null },
  deadline: winter('2026-12-15T12:00'),
}
const LOTS: LotFacts[] = ['Gros œuvre', 'Peinture', 'Électricité'].map((title, place) => ({
  number: String(place + 1),
  title,
}))

/** Has a source tell of a consultation of Narbonne's, and answers where its agents find it. */
async function brought(id: string, facts: Partial<Facts>) {
  await program.say('profil', [draft(id, facts, { publishedAt: program.clock.now.toISOString() })])
  const [row] = await program.deps.db
    .select()
    .from(consultations)
    .where(eq(consultations.title, facts.object ?? ''))
  if (!row) throw new Error(`${id} was not recorded`)
  const base = `/espace/narbonne/consultations/${row.reference}`
  return {
    id: row.id,
    reference: row.reference,
    base,
    page: `/consultations/${row.reference}-${row.slug}`,
  }
}

/** Has an agent of Narbonne publish a small contract without a platform. */
async function typed(object: string, more: Record<string, string> = {}) {
  const begun = await agent.post('/espace/narbonne/consultations/nouvelle', { form: 'short' })
  const path = begun.headers.get('location') ?? ''
  const saved = await agent.fill(path, smallContract(object, more))
  expect([saved.status, saved.headers.get('location')]).toEqual([303, `${path}/verification`])
  const published = await agent.fill(`${path}/verification`, {}, `${path}/publication`)
  const base = published.headers.get('location')?.replace(/\?.*/, '') ?? ''
  expect([published.status, base]).toEqual([303, expect.stringContaining('/consultations/2026-')])
  const reference = base.split('/').at(-1) ?? ''
  const [row] = await program.deps.db
    .select()
    .from(consultations)
    .where(eq(consultations.reference, reference))
  if (!row) throw new Error(`${object} was not published`)
  return { id: row.id, reference, base, page: `/consultations/${reference}-${row.slug}` }
}

async function words(path: string): Promise<string> {
  const answer = await agent.get(path)
  return wordsOf(await answer.text())
}

async function publicWords(path: string): Promise<string> {
  return wordsOf(await program.text(path))
}

/** The newest title of what is told of it. */
async function latestTitle(words: string): Promise<string | undefined> {
  const titles = await rssTitles(program, '/consultations.rss')
  return titles.find((title) => title.includes(words))
}

async function kindsOf(id: number): Promise<string[]> {
  const rows = await program.deps.db
    .select({ kind: notices.kind })
    .from(notices)
    .where(eq(notices.consultationId, id))
    .orderBy(notices.id)
  return rows.map(({ kind }) => kind)
}

async function actionsOn(reference: string): Promise<string[]> {
  const rows = await program.deps.db
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(eq(auditLog.subject, `consultation:${reference}`))
    .orderBy(auditLog.id)
  return rows.map(({ action }) => action)
}

describe('a consultation for its agents', () => {
  it('says what stands, who said it and what can be done, after publication first of all', async () => {
    const { base, page } = await typed('Réfection de la cour de l’école Zola')
    const shown = await words(`${base}?publiee=oui`)
    expect(shown).toContain('La consultation est publiée.')
    expect(shown).toContain(`https://guichet.example${page}`)
    expect(shown).toContain('Prolonger le délai')
    expect(shown).toContain('Saisie par')
    expect(shown).toContain('Marché non alloti : L’objet ne permet pas')
  })

  it('is nobody else’s: neither another council’s nor one that does not exist', async () => {
    const { base, reference } = await typed('Réfection du préau de l’école Zola')
    const other = await formsOf(program, 'carcassonne')
    for (const [path, status] of [
      [base, 403],
      [`/espace/carcassonne/consultations/${reference}`, 404],
      [`/espace/carcassonne/consultations/${reference}/modifier`, 404],
      ['/espace/carcassonne/consultations/2026-9999', 404],
      ['/espace/carcassonne/consultations/%F0%9F%92%A9', 404],
    ] as const)
      expect([path, (await other.get(path)).status]).toEqual([path, status])
    const sent = await other.post(`/espace/carcassonne/consultations/${reference}/retirer`, {
      motif: 'non',
    })
    expect(sent.status).toBe(404)
  })

  it('may be acted on by any member of a groupement', async () => {
    const { reference } = await brought('groupement', {
      ...SCHOOL,
      object: 'Groupement : fourniture de papier recyclé',
      buyers: [
        { name: 'Ville de Carcassonne', siret: null, coordinator: true },
        { name: 'Ville de Narbonne', siret: '21110262900019', coordinator: false },
      ],
    })
    expect((await agent.get(`/espace/narbonne/consultations/${reference}`)).status).toBe(200)
  })
})

describe('correcting', () => {
  it('states what was changed and nothing else, with a public reason', async () => {
    const it = await brought('ecole-1', { ...SCHOOL, description: 'Isolation.' })
    const answer = await agent.fill(`${it.base}/modifier`, {
      object: SCHOOL.object ?? '',
      duration: '6 mois',
      motif: 'durée précisée',
    })
    expect(answer.headers.get('location')).toBe(`${it.base}?fait=modifiee`)
    expect(await publicWords(it.page)).toContain('6 mois')
    await agent.fill(`${it.base}/modifier`, { duration: '8 mois', motif: 'durée corrigée' })
    expect(await kindsOf(it.id)).toEqual(['tender', 'correction', 'correction'])
    expect(await publicWords(it.page)).toContain('Motif donné : durée corrigée')
    await program.say('profil', [
      draft('ecole-1', { ...SCHOOL, description: 'Isolation et toit.' }),
    ])
    expect(await publicWords(it.page)).toContain('8 mois')
    const [row] = await program.deps.db
      .select({ reason: notices.reason })
      .from(notices)
      .where(eq(notices.consultationId, it.id))
      .orderBy(sql`id desc`)
      .limit(1)
    expect(row?.reason).toBeNull()
    expect(await actionsOn(it.reference)).toEqual(['consultation.change', 'consultation.change'])
  })

  it('keeps everything typed when a field is wrong, and writes nothing', async () => {
    const it = await typed('Réfection de la place du marché')
    const answer = await agent.fill(`${it.base}/modifier`, {
      object: 'Réfection de la place du marché',
      'deadline.day': '31',
      'deadline.month': 'avril',
      'deadline.year': '2027',
      'deadline.time': '12 h 00',
      duration: '3 semaines',
    })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('value="avril"')
    expect(page).toContain('value="3 semaines"')
    expect(page).toContain('href="#champ-deadline"')
    expect(await kindsOf(it.id)).toEqual(['tender'])
  })

  it('shows both versions where a source spoke meanwhile, and loses neither', async () => {
    const it = await brought('ecole-2', { ...SCHOOL, object: 'École Pasteur : menuiseries' })
    const opened = await (await agent.get(`${it.base}/modifier`)).text()
    const [, version = ''] = /name="version" value="([^"]*)"/.exec(opened) ?? []
    await program.say('profil', [
      draft('ecole-2', { ...SCHOOL, object: 'École Pasteur : menuiseries', duration: '4 mois' }),
    ])
    const answer = await agent.post(`${it.base}/modifier`, { version, duration: '5 mois' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('<dd>4 mois</dd>')
    expect(page).toContain('value="5 mois"')
    const [, fresh = ''] = /name="version" value="([^"]*)"/.exec(page) ?? []
    const again = await agent.post(`${it.base}/modifier`, { version: fresh, duration: '5 mois' })
    expect(again.status).toBe(303)
  })

  it('late demands an extension or a reason in writing, which stays private', async () => {
    program.clock.now = new Date('2026-11-20T10:00:00+01:00')
    const it = await typed('Réfection du mur du cimetière')
    program.clock.now = new Date('2026-12-14T10:00:00+01:00')
    agent = await formsOf(program, 'narbonne')
    const change = { object: 'Réfection du mur du cimetière', criteria: 'Prix 100 %' }
    const refused = await agent.fill(`${it.base}/modifier`, change)
    expect(refused.status).toBe(422)
    const page = await refused.text()
    expect(wordsOf(page)).toContain('Modification dans le dernier quart du délai de réponse.')
    const noWords = await agent.fill(`${it.base}/modifier`, {
      ...change,
      'kept.change-too-late.ground': 'simple',
      'kept.change-in-last-quarter.ground': 'simple',
    })
    expect(noWords.status).toBe(422)
    const kept = await agent.fill(`${it.base}/modifier`, {
      ...change,
      'kept.change-too-late.ground': 'simple',
      'kept.change-too-late.words': 'critère oublié, un seul prix',
      'kept.change-in-last-quarter.ground': 'simple',
      'kept.change-in-last-quarter.words': 'critère oublié, un seul prix',
    })
    expect(kept.status).toBe(303)
    expect(await words(it.base)).toContain('critère oublié, un seul prix')
    expect(await publicWords(it.page)).not.toContain('critère oublié')
    expect(
      (
        await program.deps.db
          .select({ finding: keptReasons.finding })
          .from(keptReasons)
          .where(eq(keptReasons.consultationId, it.id))
      ).map(({ finding }) => finding),
    ).toEqual(expect.arrayContaining(['change-too-late', 'change-in-last-quarter']))
    program.clock.now = new Date('2026-11-20T10:00:00+01:00')
    agent = await formsOf(program, 'narbonne')
  })
})

describe('giving more time', () => {
  it('takes a proposed date in one click, with its notice', async () => {
    const it = await typed('Réfection de la fontaine')
    const page = await (await agent.get(`${it.base}/prolonger`)).text()
    const [, proposed = ''] = /name="prendre"\s+value="([^"]+)"/.exec(page) ?? []
    expect(proposed).toMatch(/^2026-12-\d\dT12:00$/)
    const answer = await agent.fill(`${it.base}/prolonger`, {
      prendre: proposed,
      motif: 'visite supplémentaire',
    })
    expect(answer.status).toBe(303)
    expect(await kindsOf(it.id)).toEqual(['tender', 'extension'])
    expect(await latestTitle('fontaine')).toContain('RECTIFICATIF — reportée au')
  })

  it('never brings a date forward without a warning', async () => {
    const it = await typed('Réfection du lavoir')
    const date = {
      'deadline.day': '16',
      'deadline.month': '12',
      'deadline.year': '2026',
      'deadline.time': '12:00',
    }
    const warned = await agent.fill(`${it.base}/prolonger`, date)
    expect(warned.status).toBe(422)
    expect(wordsOf(await warned.text())).toContain('Date limite avancée.')
    const past = await agent.fill(`${it.base}/prolonger`, { ...date, 'deadline.month': '10' })
    expect(past.status).toBe(422)
    const same = await agent.fill(`${it.base}/prolonger`, { ...date, 'deadline.day': '18' })
    expect(wordsOf(await same.text())).toContain('C’est la date limite actuelle')
    expect(await kindsOf(it.id)).toEqual(['tender'])
    const kept = await agent.fill(`${it.base}/prolonger`, {
      ...date,
      'kept.earlier-than-before.ground': 'imposed',
    })
    expect(kept.status).toBe(303)
  })
})

describe('answers and documents', () => {
  it('stand on the public page, and in feeds under their own words', async () => {
    const it = await typed('Réfection du kiosque')
    const answered = await agent.fill(`${it.base}/reponses`, {
      question: 'Le plomb est-il à retirer ?',
      reponse: 'Oui, dans tout le kiosque.',
    })
    expect(answered.status).toBe(303)
    expect(await latestTitle('kiosque')).toMatch(
      /^RECTIFICATIF — réponse à une question — Narbonne — Réfection du kiosque/,
    )
    const linked = await agentUpload(`${it.base}/documents`, {
      lien: 'https://dossiers.example/kiosque.pdf',
      nom: 'Cahier des charges',
    })
    expect(linked.status).toBe(303)
    expect(await latestTitle('kiosque')).toMatch(
      /^DOSSIER MODIFIÉ — Narbonne — Réfection du kiosque/,
    )
    const shown = await publicWords(it.page)
    expect(shown).toContain('Questions et réponses')
    expect(shown).toContain('Oui, dans tout le kiosque.')
    expect(shown).toContain('Cahier des charges (lien vers dossiers.example')
  })

  it('take a file, publish it, and serve it to everyone', async () => {
    const it = await typed('Réfection de la halle')
    const answer = await agentUpload(
      `${it.base}/documents`,
      { nom: 'Règlement' },
      new File(['Règlement de la consultation.'], 'rc.txt', { type: 'text/plain' }),
    )
    expect(answer.status).toBe(303)
    const html = await program.text(it.page)
    const [, href = ''] = /href="(\/documents\/fichier\/[^"]+)"/.exec(html) ?? []
    expect(wordsOf(html)).toContain('Règlement.txt (TXT, 1 ko')
    expect(await program.text(href)).toBe('Règlement de la consultation.')
  })

  it('keep a file that arrived with a form that was wrong', async () => {
    const it = await typed('Réfection du porche')
    const file = new File(['Plan.'], 'plan.txt', { type: 'text/plain' })
    const wrong = await agentUpload(`${it.base}/documents`, { lien: 'https://a.example/x' }, file)
    expect(wrong.status).toBe(422)
    const [, received = ''] = /name="recu" value="([^"]+)"/.exec(await wrong.text()) ?? []
    const right = await agentUpload(`${it.base}/documents`, { recu: received, nom: 'Plan' })
    expect(right.status).toBe(303)
    const other = await formsOf(program, 'carcassonne')
    expect((await other.get(`/espace/narbonne/documents/${received}/plan.txt`)).status).toBe(403)
    for (const lien of ['javascript:alert(1)', 'https://', '//evil.example/x', 'ftp://a.example/x'])
      expect((await agentUpload(`${it.base}/documents`, { lien })).status).toBe(422)
  })

  it('late want an extension, which goes with the document, or a reason', async () => {
    program.clock.now = new Date('2026-11-20T10:00:00+01:00')
    const it = await typed('Réfection de la volière')
    program.clock.now = new Date('2026-12-15T10:00:00+01:00')
    agent = await formsOf(program, 'narbonne')
    const link = { lien: 'https://dossiers.example/voliere.pdf' }
    const refused = await agentUpload(`${it.base}/documents`, link)
    expect(refused.status).toBe(422)
    const [, date = ''] = /name="prendre"\s+value="([^"]+)"/.exec(await refused.text()) ?? []
    expect((await agentUpload(`${it.base}/documents`, { ...link, prendre: date })).status).toBe(303)
    expect(await latestTitle('volière')).toMatch(/^RECTIFICATIF — reportée au/)
    expect(await publicWords(it.page)).toContain('dossiers.example')
    program.clock.now = new Date('2026-11-20T10:00:00+01:00')
    agent = await formsOf(program, 'narbonne')
  })

  it('stay on the platform where there is one', async () => {
    const it = await brought('ecole-3', {
      ...SCHOOL,
      object: 'École Ferry : toiture',
      response: { kind: 'platform', address: 'https://marches.example/c/3', signature: null },
    })
    for (const word of ['reponses', 'documents']) {
      const page = await (await agent.get(`${it.base}/${word}`)).text()
      expect(page).toContain('href="https://marches.example/c/3"')
      expect(page).not.toContain('<textarea')
    }
    const sent = await agent.post(`${it.base}/reponses`, { question: 'a', reponse: 'b' })
    expect(sent.status).toBe(422)
    expect(await kindsOf(it.id)).toEqual(['tender'])
  })

  async function agentUpload(path: string, fields: Record<string, string>, file?: File) {
    const page = await (await agent.get(path)).text()
    const [, version = ''] = /name="version" value="([^"]*)"/.exec(page) ?? []
    const form = new FormData()
    form.append('version', version)
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    if (file) form.append('fichier', file)
    await program.deps.db.execute('delete from rate_limits')
    return program.app.request(path, { method: 'POST', headers: agent.headers, body: form })
  }
})

describe('how it ends', () => {
  it('a notice withdrawn by mistake keeps its page and can be put back', async () => {
    const it = await typed('Réfection du pont')
    const empty = await agent.fill(`${it.base}/retirer`, { motif: ' ' })
    expect(empty.status).toBe(422)
    const gone = await agent.fill(`${it.base}/retirer`, { motif: 'publié deux fois' })
    expect(gone.status).toBe(303)
    expect(await latestTitle('pont')).toMatch(/^AVIS ANNULÉ — Narbonne/)
    expect(await publicWords(it.page)).toContain('publié deux fois')
    const twice = await agent.post(`${it.base}/retirer`, { motif: 'encore' })
    expect(twice.status).toBe(422)
    expect((await agent.fill(`${it.base}/rouvrir`, { motif: 'erreur' })).status).toBe(303)
    expect(await latestTitle('pont')).toContain('de nouveau en cours')
    expect(await kindsOf(it.id)).toEqual(['tender', 'cancellation', 'correction'])
  })

  it('lot 3 sans suite, lots 1 and 2 awarded: three outcomes on one page, right titles in the feed', async () => {
    program.clock.now = new Date('2026-11-20T10:00:00+01:00')
    const it = await brought('ecole-4', {
      ...SCHOOL,
      object: 'École Hugo : trois lots',
      lots: LOTS,
    })
    const nothing = await agent.fill(`${it.base}/sans-suite`, { motif: 'budget' })
    expect(nothing.status).toBe(422)
    const abandoned = await agent.fill(`${it.base}/sans-suite`, {
      lot: '3',
      motif: 'budget',
      precisions: 'crédits non votés',
    })
    expect(abandoned.status).toBe(303)
    const early = await agent.get(`${it.base}/attribution?lot=1`)
    expect(early.status).toBe(422)
    program.clock.now = new Date('2027-01-12T10:00:00+01:00')
    agent = await formsOf(program, 'narbonne')
    const awarded = await agent.fill(
      `${it.base}/attribution?lot=1&lot=2`,
      [
        ['lot', '1'],
        ['lot', '2'],
        ['nom-0-0', 'SARL Exemple'],
        ['identifiant-0-0', '732 829 320 00074'],
        ['commune-0-0', 'Lézignan-Corbières'],
        ['taille-0-0', 'sme'],
        ['montant-0', '68 400'],
        ['offres-0', '4'],
        ['pme-0', '3'],
        ['irregulieres-0', '1'],
        ['notification-0.day', '11'],
        ['notification-0.month', 'janvier'],
        ['notification-0.year', '2027'],
        ['nom-1-0', 'Pinturas Ejemplo SL'],
        ['identifiant-1-0', 'ES B12345678'],
        ['commune-1-0', 'Figueres'],
        ['nom-1-1', 'Peintures du Midi'],
      ],
      `${it.base}/attribution`,
    )
    expect(awarded.headers.get('location')).toBe(`${it.base}?fait=attribuee`)
    const shown = await publicWords(it.page)
    expect(shown).toContain(
      'Lot 1 – Gros œuvre : SARL Exemple (Lézignan-Corbières, PME), 68 400 € HT, 4 offres reçues dont 3 de PME, 1 offre irrégulière, notifié le 11/01/2027',
    )
    expect(shown).toContain('Lot 2 – Peinture : Pinturas Ejemplo SL (Figueres), Peintures du Midi')
    expect(shown).toContain(
      'Lot 3 – Électricité : sans suite (motif budgétaire : crédits non votés)',
    )
    const titles = (await rssTitles(program, '/consultations.rss')).filter((title) =>
      title.includes('École Hugo'),
    )
    expect(titles).toEqual([
      'ATTRIBUÉ (lots 1 et 2) — Narbonne — École Hugo : trois lots — 3 titulaires',
      'SANS SUITE (lot 3) — Narbonne — École Hugo : trois lots',
      expect.stringContaining('Narbonne — École Hugo'),
    ])
    const [row] = await program.deps.db
      .select()
      .from(consultations)
      .where(eq(consultations.id, it.id))
    expect(row?.status).toBe('awarded')
    expect(row?.facts.lots?.[1]?.outcome?.winners[0]).toEqual({
      name: 'Pinturas Ejemplo SL',
      siret: null,
      foreignId: 'ES B12345678',
      commune: 'Figueres',
    })
    expect(await actionsOn(it.reference)).toEqual(['consultation.abandon', 'consultation.award'])
    program.clock.now = new Date('2026-11-20T10:00:00+01:00')
    agent = await formsOf(program, 'narbonne')
  })

  it('says at each field what is wrong with an award, and keeps the rest', async () => {
    program.clock.now = new Date('2026-11-20T10:00:00+01:00')
    const it = await typed('Réfection du stade')
    program.clock.now = new Date('2027-01-12T10:00:00+01:00')
    agent = await formsOf(program, 'narbonne')
    const answer = await agent.fill(`${it.base}/attribution`, {
      lot: 'tout',
      'nom-0-0': '',
      'identifiant-0-0': '12345678900000',
      'montant-0': 'beaucoup',
      'offres-0': '2',
      'pme-0': '3',
      'notification-0.day': '31',
      'notification-0.month': '4',
      'notification-0.year': '2026',
    })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    for (const field of ['nom-0-0', 'identifiant-0-0', 'montant-0', 'pme-0', 'notification-0'])
      expect(page).toContain(`href="#champ-${field}"`)
    expect(page).toContain('value="beaucoup"')
    const right = await agent.fill(`${it.base}/attribution`, {
      lot: 'tout',
      'nom-0-0': 'EURL Stade',
    })
    expect(right.status).toBe(303)
    expect(await latestTitle('stade')).toMatch(/^ATTRIBUÉ — .*EURL Stade$/)
    program.clock.now = new Date('2026-11-20T10:00:00+01:00')
    agent = await formsOf(program, 'narbonne')
  })

  it('without a bid is started again: a draft filled with what it said, each leading to the other', async () => {
    program.clock.now = new Date('2026-11-20T10:00:00+01:00')
    const it = await typed('Réfection du marché couvert')
    expect(
      (await agent.fill(`${it.base}/infructueux`, { lot: 'tout', motif: 'aucune' })).status,
    ).toBe(422)
    program.clock.now = new Date('2026-12-21T10:00:00+01:00')
    agent = await formsOf(program, 'narbonne')
    const failed = await agent.fill(`${it.base}/infructueux`, { lot: 'tout', motif: 'aucune' })
    expect(failed.status).toBe(303)
    expect(await latestTitle('marché couvert')).toMatch(/^INFRUCTUEUX — Narbonne/)
    const begun = await agent.post(`${it.base}/relance`, {})
    const path = begun.headers.get('location') ?? ''
    expect(path).toContain('/brouillons/')
    const form = await (await agent.get(path)).text()
    expect(form).toContain('Réfection du marché couvert')
    expect(form).toContain('À vérifier')
    await agent.fill(path, {
      'deadline.day': '29',
      'deadline.month': '1',
      'deadline.year': '2027',
      'deadline.time': '12 h',
      lotGround: 'no-distinct-services',
      lotReason: 'Une seule prestation, faite en une fois par une équipe.',
    })
    const published = await agent.fill(`${path}/verification`, {}, `${path}/publication`)
    const again = published.headers.get('location')?.replace(/\?.*/, '') ?? ''
    expect([published.status, again]).toEqual([303, expect.stringContaining('/consultations/')])
    expect(await publicWords(it.page)).toContain('Relancée : voir la nouvelle consultation')
    expect(await latestTitle('marché couvert')).toMatch(/^RELANCÉE — Narbonne/)
    // Changing the new one keeps the link.
    const changed = await agent.fill(`${again}/modifier`, { duration: '2 mois' })
    expect(changed.status).toBe(303)
    expect(await publicWords(it.page)).toContain('Relancée : voir la nouvelle consultation')
    expect(await program.deps.db.$count(drafts, eq(drafts.renewsId, it.id))).toBe(1)
    program.clock.now = new Date('2026-11-20T10:00:00+01:00')
    agent = await formsOf(program, 'narbonne')
  })
})

describe('what an agent and a source say one after the other', () => {
  it('a complement, then a later official date: that date, one RECTIFICATIF, one thing to look at', async () => {
    const school = { ...SCHOOL, object: 'École Michelet : façades', deadline: undefined }
    const it = await brought('ecole-5', withoutUnknown(school))
    const complement = await agent.fill(`${it.base}/complement`, {
      amount: '90000-200000',
      lots: '3',
      contact: 'Commande publique, 04 68 00 00 00',
    })
    expect(complement.headers.get('location')).toBe(`${it.base}?fait=complement`)
    const deadline = await agent.fill(`${it.base}/prolonger`, {
      'deadline.day': '15',
      'deadline.month': '12',
      'deadline.year': '2026',
      'deadline.time': '12 h 00',
    })
    expect([
      deadline.status,
      deadline.status === 303 ? '' : wordsOf(await deadline.text()),
    ]).toEqual([303, ''])
    const before = (await kindsOf(it.id)).length
    program.later(3)
    await program.say('profil', [
      draft('ecole-5', { ...withoutUnknown(school), deadline: winter('2026-12-22T12:00') }),
    ])
    const shown = await publicWords(it.page)
    expect(shown).toContain('22 décembre')
    expect(shown).toContain('Commande publique')
    const titles = (await rssTitles(program, '/consultations.rss')).filter((title) =>
      title.includes('École Michelet'),
    )
    expect(titles[0]).toContain('RECTIFICATIF — reportée au 22/12 à 12 h')
    expect((await kindsOf(it.id)).length).toBe(before + 1)
    const partnerId = await idOfPartner(program.deps.db, 'narbonne')
    expect(
      (await overriddenDates(program.deps.db, partnerId)).map(({ reference }) => reference),
    ).toEqual([it.reference])
    agent = await formsOf(program, 'narbonne')
    expect(await words(it.base)).toContain('Une date officielle a remplacé la vôtre')
    await agent.post(`${it.base}/date-officielle`, {})
    expect(await overriddenDates(program.deps.db, partnerId)).toEqual([])
    expect(await program.deps.db.$count(overriddenDeadlines)).toBe(1)
  })
})

describe('what needs attention', () => {
  it('is what closes within a week, and what closed 90 days ago without a result', async () => {
    const partnerId = await idOfPartner(program.deps.db, 'narbonne')
    const it = await brought('ecole-6', {
      ...SCHOOL,
      object: 'École Prévert : sols',
      deadline: winter('2027-02-15T12:00'),
    })
    const isListed = async (list: typeof closingSoon, at: string) =>
      (await list(program.deps.db, partnerId, new Date(at))).some(
        ({ reference }) => reference === it.reference,
      )
    expect(await isListed(closingSoon, '2027-02-01T12:00:00Z')).toBe(false)
    expect(await isListed(closingSoon, '2027-02-10T12:00:00Z')).toBe(true)
    expect(await isListed(withoutResult, '2027-05-10T12:00:00Z')).toBe(false)
    expect(await isListed(withoutResult, '2027-05-20T12:00:00Z')).toBe(true)
    await program.deps.db.execute(
      sql`insert into sources (url, kind, name, partner_id, created_at) values ('https://decp.example', 'decp', 'DECP', ${partnerId}, now())`,
    )
    expect(await isListed(withoutResult, '2027-05-20T12:00:00Z')).toBe(false)
    await program.deps.db.execute(sql`delete from sources where kind = 'decp'`)
  })
})

it('leaves nothing half written', async () => {
  expect(
    (await faultsIn(program.deps.db)).filter((fault) => !fault.includes('without health')),
  ).toEqual([])
})

function withoutUnknown(facts: { [K in keyof Facts]?: Facts[K] | undefined }): Partial<Facts> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}
