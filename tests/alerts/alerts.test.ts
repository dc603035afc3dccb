import { asc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { forgetAlertsJob } from '../../src/alerts/forget-job.ts'
import { suspendAddress } from '../../src/alerts/block.ts'
import {
  alertBlocks,
  alertFilters,
  alertHorizons,
  alertRuns,
  alertSubscriptions,
} from '../../src/alerts/schema.ts'
import { takeReport } from '../../src/alerts/take-report.ts'
import { notices } from '../../src/consultations/schema.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { rateLimits } from '../../src/http/schema.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { publishItem } from '../../src/library/publish-item.ts'
import { withdrawItem } from '../../src/library/withdraw.ts'
import { outbox } from '../../src/mail/schema.ts'
import { partners } from '../../src/partners/schema.ts'
import { testProgram, type TestProgram, winter } from '../support/application.ts'
import { type Engine, enginesOfLongSuites, openTestDatabase } from '../support/databases.ts'
import { visitor } from '../support/visitor.ts'
import {
  askFor,
  digestsFor,
  follow,
  lookForNews,
  tellNews,
  tokenOf,
  turnMailOn,
  works,
} from './support.ts'

const FRIDAY = new Date('2026-11-20T10:00:00+01:00')
const PERSON = 'camille@elec.example'
const ELECTRICIANS = 'Consultations : Électricité, éclairage, solaire, courants faibles'

const PRACTICE = {
  problem: 'Un problème',
  done: 'Ce qui est fait',
  text: 'À copier',
  law: '',
  contactFunction: 'Service',
  contactBody: 'Ville',
}

let database: OpenDatabase
let program: TestProgram
let number = 0

function useProgram(engine: Engine): void {
  beforeAll(async () => {
    database = await openTestDatabase(engine, 'ready')
    program = await testProgram(database, FRIDAY.toISOString())
    turnMailOn(program)
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    program.clock.now = FRIDAY
    const { db } = program.deps
    for (const table of [
      alertSubscriptions,
      alertFilters,
      alertRuns,
      alertHorizons,
      alertBlocks,
      outbox,
      jobs,
      rateLimits,
    ])
      await db.delete(table)
    await tellNews(program)
  })
}

/** Something new for electricians; answers its title's end. */
async function publish(changes: Parameters<typeof works>[1] = {}, id = `A${(number += 1)}`) {
  await program.say('profil', [works(id, changes)])
  return id
}
const person = () => visitor(program.app, program.deps.config.baseUrl)
const subscriptions = () =>
  program.deps.db.select().from(alertSubscriptions).orderBy(asc(alertSubscriptions.id))

describe.each(enginesOfLongSuites)('alerts by mail, on %s', (engine) => {
  useProgram(engine)

  it('begin once an address has confirmed, and tell each piece of news once', async () => {
    const answer = await askFor(program, PERSON)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/alertes/demande-recue'])
    await publish()
    await tellNews(program)
    expect(await digestsFor(program, PERSON)).toEqual([])

    const token = await tokenOf(program, PERSON)
    // A scanner of messages opens every link: nothing follows from looking.
    expect((await person().get(`/alerte/${token}`)).status).toBe(200)
    expect((await subscriptions())[0]?.state).toBe('pending')
    await person().post(`/alerte/${token}/confirmation`)

    const id = await publish()
    await tellNews(program)
    await tellNews(program)
    const [digest, ...others] = await digestsFor(program, PERSON)
    expect(others).toEqual([])
    expect(digest?.subject).toBe(`Narbonne — Rénovation électrique ${id} — avant le 15/12 à 12 h`)
    const stop = `https://guichet.example/alerte/${token}/arret`
    expect(digest?.headers).toEqual({
      'List-Id': '<alertes.guichet.example>',
      'List-Unsubscribe': `<${stop}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    })
    expect(digest?.text).toContain('À remettre avant le mardi 15 décembre 2026 à 12 h 00')
    expect(digest?.text).toContain(`Arrêter cette alerte : ${stop}`)
    expect(digest?.html).toContain(`<a href="${stop}">Arrêter cette alerte</a>`)
    expect(digest?.html).not.toMatch(/<img|style=|script/)
  })

  it('wait for seven in the morning, and come only where there is something to tell', async () => {
    await follow(program, PERSON, { rhythm: 'quotidien' })
    await follow(program, 'lou@elec.example', { rhythm: 'hebdomadaire' })
    await follow(program, 'sam@peinture.example', {
      query: '?metier=plomberie-chauffage-climatisation',
      rhythm: 'quotidien',
    })
    const first = await publish()
    await tellNews(program)
    program.clock.now = new Date('2026-11-21T06:59:00+01:00')
    await tellNews(program)
    expect(await digestsFor(program, PERSON)).toEqual([])

    program.clock.now = new Date('2026-11-21T07:00:00+01:00')
    await tellNews(program)
    expect((await digestsFor(program, PERSON))[0]?.text).toContain(first)
    // Monday: a week's news at once, Saturday's among them.
    const second = await publish()
    for (const at of ['2026-11-22T07:00:30+01:00', '2026-11-23T07:00:30+01:00']) {
      program.clock.now = new Date(at)
      await tellNews(program)
    }
    expect(await digestsFor(program, PERSON)).toHaveLength(2)
    const [weekly, ...more] = await digestsFor(program, 'lou@elec.example')
    expect(more).toEqual([])
    expect(weekly?.subject).toBe(`2 nouvelles – ${ELECTRICIANS}`)
    expect(weekly?.text).toMatch(new RegExp(`NOUVELLES CONSULTATIONS[^]*${second}[^]*${first}`))
    expect(await digestsFor(program, 'sam@peinture.example')).toEqual([])
  })

  // The embedded database has one connection.
  it.skipIf(engine !== 'PostgreSQL')(
    'miss nothing and repeat nothing where two transactions end in another order than they began',
    async () => {
      await follow(program, PERSON)
      const { db } = program.deps
      const opened = Promise.withResolvers<void>()
      const closing = Promise.withResolvers<void>()
      const template = await publish({}, 'E0')
      const [model] = await db
        .select()
        .from(notices)
        .orderBy(sql`id desc`)
        .limit(1)
      if (!model) throw new Error(template)
      const { id: _, ...copy } = model
      const late = db.transaction(async (tx) => {
        const [row] = await tx.insert(notices).values(copy).returning()
        opened.resolve()
        await closing.promise
        return row?.id ?? 0
      })
      await opened.promise
      const [early] = await db.insert(notices).values(copy).returning()
      await lookForNews(program)
      await lookForNews(program)
      closing.resolve()
      expect(await late).toBeLessThan(early?.id ?? 0)
      await tellNews(program)
      await tellNews(program)
      const told = (await digestsFor(program, PERSON)).map(
        ({ text }) => text?.match(/^Narbonne — .*E0/gm)?.length ?? 0,
      )
      expect(told.reduce((sum, count) => sum + count, 0)).toBe(3)
    },
  )

  it.skipIf(engine !== 'PostgreSQL')(
    'tell each morning all that there is, and wait for what is still being written then',
    async () => {
      await follow(program, PERSON, { rhythm: 'quotidien' })
      await tellNews(program)
      const opened = Promise.withResolvers<void>()
      const closing = Promise.withResolvers<void>()
      const late = program.deps.db.transaction(async (tx) => {
        await tx.execute(sql`select pg_current_xact_id()`)
        opened.resolve()
        await closing.promise
      })
      await opened.promise
      await publish()
      program.clock.now = new Date('2026-11-21T07:00:00+01:00')
      await lookForNews(program)
      await lookForNews(program)
      expect(await digestsFor(program, PERSON)).toEqual([])
      closing.resolve()
      await late
      await tellNews(program)
      expect(await digestsFor(program, PERSON)).toHaveLength(1)
    },
  )

  it('tell moved deadlines before all else', async () => {
    const moved = await publish()
    await tellNews(program)
    await follow(program, PERSON, { rhythm: 'quotidien' })
    program.later(1 / 24)
    await publish()
    await publish({ deadline: winter('2026-12-22T12:00') }, moved)
    program.clock.now = new Date('2026-11-21T07:00:00+01:00')
    await tellNews(program)
    const [digest] = await digestsFor(program, PERSON)
    expect(digest?.subject).toBe(`1 date limite modifiée – 2 nouvelles – ${ELECTRICIANS}`)
    expect(digest?.text).toMatch(
      /^DATES LIMITES MODIFIÉES\n\nRECTIFICATIF — reportée au 22\/12 à 12 h — Narbonne/,
    )
    expect(digest?.text).toContain('Ce qui change : date limite reportée du mardi 15 décembre')
  })

  it('answer the same whether an address is new, known, refused or has too many', async () => {
    await follow(program, PERSON)
    for (let each = 1; each <= 19; each += 1)
      await program.deps.db.execute(sql`with f as (
        insert into alert_filters (subject, query) values ('consultations', ${`?q=mot${each}`}) returning id)
        insert into alert_subscriptions (filter_id, rhythm, state, email, email_key, token, asked_at)
        select id, 'daily', 'active', ${PERSON}, ${PERSON}, ${`t${each}`}, now() from f`)
    await program.deps.db.transaction(async (tx) => {
      await tx.delete(outbox)
      await suspendAddress(tx, 'lou@elec.example', FRIDAY)
    })
    await askFor(program, 'lou@elec.example')
    await program.deps.db.transaction((tx) => suspendAddress(tx, 'lou@elec.example', FRIDAY))
    await program.deps.db.delete(outbox)
    const asked = [
      await askFor(program, 'sam@elec.example'),
      await askFor(program, PERSON),
      await askFor(program, PERSON, { query: '?metier=plomberie-chauffage-climatisation' }),
      await askFor(program, 'lou@elec.example'),
    ]
    expect(
      new Set(asked.map(({ status, headers }) => `${status} ${headers.get('location')}`)),
    ).toEqual(new Set(['303 /alertes/demande-recue']))
    const mails = await program.deps.db.select().from(outbox).orderBy(asc(outbox.id))
    expect(mails.map(({ recipient, subject }) => [recipient, subject])).toEqual([
      ['sam@elec.example', `À confirmer : ${ELECTRICIANS}`],
      [PERSON, `Vous suivez déjà : ${ELECTRICIANS}`],
      [PERSON, 'Cette alerte n’a pas été ajoutée'],
    ])
  })

  it('mail an address five times a day at most to have it confirm', async () => {
    for (let each = 0; each < 8; each += 1) {
      program.later(1 / 86_400)
      await askFor(program, PERSON)
    }
    expect(await program.deps.db.$count(outbox)).toBe(5)
    expect(await subscriptions()).toHaveLength(1)
  })

  it('keep trade and place, and neither the days to close nor what only feeds know', async () => {
    const query = '?echeance=14&lieu=narbonne&metier=electricite&tri=parution&vue=consultations'
    await askFor(program, PERSON, { query })
    expect((await program.deps.db.select().from(alertFilters))[0]?.query).toBe(
      '?lieu=narbonne&metier=electricite',
    )
    const board = await program.text('/?echeance=14&metier=electricite')
    expect(board).toContain(
      'L’abonnement garde vos autres critères, mais pas «\u00A0sous 14 jours\u00A0»',
    )
  })

  it('are asked for from the page of awards, and then tell what was won and nothing else', async () => {
    const page = await program.text('/attributions?metier=electricite')
    const [, path = ''] = /href="\/alertes\/consultations(\?[^"]+)"/.exec(page) ?? []
    expect(path).toBe('?avis=resultats&amp;metier=electricite')
    await follow(program, PERSON, { query: path.replace('&amp;', '&') })
    const id = await publish()
    await tellNews(program)
    expect(await digestsFor(program, PERSON)).toEqual([])
    program.clock.now = new Date('2026-12-20T10:00:00+01:00')
    await publish(
      {
        status: 'awarded',
        outcome: {
          kind: 'awarded',
          winners: [{ name: 'SARL Exemple', siret: null, commune: 'Narbonne' }],
          amount: 68_400,
          bids: 3,
          irregularBids: null,
          notifiedOn: '2026-12-19',
          ground: null,
        },
      },
      id,
    )
    await tellNews(program)
    const told = await digestsFor(program, PERSON)
    expect(told.map(({ subject }) => subject)).toEqual([
      `ATTRIBUÉ — Narbonne — Rénovation électrique ${id} — SARL Exemple (Narbonne), 68 400 € HT`,
    ])
  })

  it('say what is wrong with the form, and keep what was typed', async () => {
    const wrong = await askFor(program, 'camille@', { rhythm: 'parfois' })
    expect(wrong.status).toBe(422)
    const page = await wrong.text()
    expect(page).toContain('value="camille@"')
    expect(page).toContain('E-mail\u00A0: cette adresse n’est pas complète.')
    expect(page).toContain('Quand\u00A0: choisissez un des rythmes.')
    expect((await askFor(program, PERSON, { query: '?metier=sorcier' })).status).toBe(404)
    expect((await askFor(program, PERSON, { subject: 'rien' })).status).toBe(404)
    const trapped = await person().post('/alertes/consultations', {
      courriel: PERSON,
      rythme: 'immediat',
      site_web: 'https://spam.example',
    })
    expect(trapped.headers.get('location')).toBe('/alertes/demande-recue')
    expect(await subscriptions()).toEqual([])
  })

  it('change their rhythm without missing or repeating anything', async () => {
    const token = await follow(program, PERSON, { rhythm: 'hebdomadaire' })
    const first = await publish()
    // Others are told every day: that run is ahead of the weekly one.
    await follow(program, 'lou@elec.example', { rhythm: 'quotidien' })
    program.clock.now = new Date('2026-11-21T07:00:00+01:00')
    await tellNews(program)
    await person().post(`/alerte/${token}/rythme`, { rythme: 'quotidien' })
    const second = await publish()
    // Settled before the run, which would tell it the day after; and so with the third.
    await tellNews(program)
    program.clock.now = new Date('2026-11-22T07:00:00+01:00')
    await tellNews(program)
    await person().post(`/alerte/${token}/rythme`, { rythme: 'hebdomadaire' })
    const third = await publish()
    await tellNews(program)
    program.clock.now = new Date('2026-11-23T07:00:00+01:00')
    await tellNews(program)
    await person().post(`/alerte/${token}/rythme`, { rythme: 'immediat' })
    await tellNews(program)
    const told = async (email: string) => {
      const texts = (await digestsFor(program, email)).map(({ text }) => text ?? '')
      return [first, second, third].map(
        (id) => texts.filter((text) => text.includes(`électrique ${id} `)).length,
      )
    }
    expect(await digestsFor(program, PERSON)).toHaveLength(2)
    expect(await told(PERSON)).toEqual([1, 1, 1])
    expect(await told('lou@elec.example')).toEqual([1, 1, 1])
  })

  it('stop at one click of a mail program, and not at a look', async () => {
    const token = await follow(program, PERSON)
    await publish()
    await tellNews(program)
    const path = `/alerte/${token}/arret`
    const looked = await program.app.request(path)
    expect([looked.status, looked.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    expect(await looked.text()).toContain('Arrêter et effacer mon adresse')
    expect(await subscriptions()).toHaveLength(1)
    // As providers post it: another site's form, no Origin, no cookies.
    const click = () =>
      program.app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      })
    expect((await click()).status).toBe(200)
    expect(await subscriptions()).toEqual([])
    expect((await click()).status).toBe(200)
    expect((await program.app.request(`/alerte/${token}`)).status).toBe(404)
    // What was still to be sent is not.
    const [waiting] = await program.deps.db
      .select()
      .from(outbox)
      .where(sql`${outbox.key} like 'alerte:%'`)
    expect(waiting).toMatchObject({ recipient: null, text: null, lastFailure: 'unsubscribed' })
  })

  it('are suspended by a report of non-delivery, taken up again by a button, and not by an old report', async () => {
    const token = await follow(program, PERSON)
    await follow(program, 'voisin@elec.example')
    await publish()
    await tellNews(program)
    const [digest] = await digestsFor(program, PERSON)
    const report = { kind: 'bounce', messageId: digest?.messageId ?? '', status: '5.1.1' } as const
    const take = (known = report) =>
      program.deps.db.transaction((tx) => takeReport(tx, known, program.clock.now))
    expect(await take({ ...report, messageId: 'guessed@guichet.example' })).toBe('unknown')
    expect(await take()).toBe('suspended')
    await publish()
    await tellNews(program)
    expect(await digestsFor(program, PERSON)).toEqual([])
    expect(await digestsFor(program, 'voisin@elec.example')).toHaveLength(2)
    const page = await (await person().get(`/alerte/${token}`)).text()
    expect(page).toContain('Reprendre les envois')

    program.later(1)
    await person().post(`/alerte/${token}/confirmation`)
    expect(await program.deps.db.$count(alertBlocks)).toBe(0)
    await program.deps.db
      .update(outbox)
      .set({ recipient: PERSON })
      .where(eq(outbox.messageId, report.messageId))
    expect(await take()).toBe('past')
    const id = await publish()
    await tellNews(program)
    expect((await digestsFor(program, PERSON)).at(-1)?.subject).toContain(id)
  })

  it('end for good at a complaint, of which only a hash is known', async () => {
    await follow(program, PERSON)
    await publish()
    await tellNews(program)
    const [digest] = await digestsFor(program, PERSON)
    const { db } = program.deps
    const complaint = { kind: 'complaint', messageId: digest?.messageId ?? '' } as const
    expect(await db.transaction((tx) => takeReport(tx, complaint, FRIDAY))).toBe('ended')
    expect(await subscriptions()).toEqual([])
    expect(await db.select().from(alertBlocks)).toMatchObject([
      { why: 'complained', addressHash: expect.stringMatching(/^[\da-f]{64}$/) },
    ])
    await db.delete(outbox)
    await askFor(program, PERSON)
    expect([await db.$count(outbox), await db.$count(alertSubscriptions)]).toEqual([0, 0])
  })

  it('forget who did not confirm within a week, and who did not come back within a month', async () => {
    await askFor(program, PERSON)
    await follow(program, 'lou@elec.example')
    const { db } = program.deps
    await db.transaction((tx) => suspendAddress(tx, 'lou@elec.example', FRIDAY))
    const forget = forgetAlertsJob(program.deps)
    const left = async (days: number) => {
      program.clock.now = new Date(FRIDAY.getTime() + days * 86_400_000)
      await forget({ kind: '', key: '', payload: {}, attempt: 1 })
      const counts = [alertSubscriptions, alertFilters, alertBlocks]
      return Promise.all(counts.map((table) => db.$count(table)))
    }
    expect(await left(6.9)).toEqual([2, 1, 1])
    expect(await left(7)).toEqual([1, 1, 1])
    expect(await left(30)).toEqual([0, 0, 1])
    expect(await left(365)).toEqual([0, 0, 0])
  })

  it('tell the pact’s news too', async () => {
    await follow(program, PERSON, { subject: 'pacte', query: '?contenu=formations' })
    expect((await program.deps.db.select().from(alertFilters))[0]).toMatchObject({
      subject: 'pacte',
      query: '?contenu=formations',
    })
    await program.deps.db.execute(sql`
      insert into pact_versions (kind, subject, version, at, changes, reason, visibility, actor)
      values ('training', '1', 1, now(), '{}', '', 'public', 'test'),
        ('training', '1', 2, now(), '{}', '', 'members', 'test')`)
    await tellNews(program)
    const digests = await digestsFor(program, PERSON)
    expect(digests).toHaveLength(1)
    expect(digests[0]?.text).toContain('Pacte : formations')
  })

  it('tell of planned purchases, meetings and the library, for any filter', async () => {
    const { db } = program.deps
    const [narbonne] = await db.select().from(partners).where(eq(partners.slug, 'narbonne'))
    if (!narbonne) throw new Error('no Narbonne')
    const filters = {
      programmation: '?metier=electricite&statut=a-venir',
      rencontres: '?organisateur=narbonne&quand=passees',
      documents: '?nature=depliant',
    }
    for (const [subject, query] of Object.entries(filters))
      await follow(program, PERSON, { subject, query })
    expect((await db.select().from(alertFilters)).map(({ query }) => query)).toEqual([
      filters.programmation,
      '?organisateur=narbonne',
      filters.documents,
    ])
    for (const trade of ['electricite', 'nettoyage'])
      await db.execute(sql`with line as (
        insert into planned_purchases (buyer_id, object, description, cpv, trades, trade_basis, year, quarter, due_on,
          first_year, first_due_on, contact_name, contact_phone, contact_email, status, demonstration, announced_at,
          moved_at, search_text)
        select id, ${`Marché ${trade}`}, '', '{}', ${sql`array[${trade}]`}, 'chosen', 2027, 2, '2027-06-30', 2027,
          '2027-06-30', '', '', '', 'waiting', false, now(), now(), ''
        from buyers where partner_id = ${narbonne.id} limit 1 returning id)
        insert into planned_purchase_events (purchase_id, kind, at, changes)
        select id, 'announced', now(), '[]' from line`)
    await db.execute(sql`with meeting as (
      insert into rencontres (slug, organiser_id, title, description, place, access, contact, starts_wall, starts_at,
        ends_wall, ends_at, bookable_until_wall, bookable_until, state, created_at, moved_at)
      values ('travaux', ${narbonne.id}, 'Travaux publics', '', 'Narbonne', '', '', '2026-12-15T09:00', now(),
        '2026-12-15T17:00', now(), '2026-12-14T09:00', now(), 'published', now(), now()) returning id)
      insert into rencontre_news (rencontre_id, at, kind, title, starts_wall, place, reason)
      select id, now(), 'published', 'Travaux publics', '2026-12-15T09:00', 'Narbonne', '' from meeting`)
    const by = { partnerId: narbonne.id, actor: 'test', now: FRIDAY }
    await db.transaction(async (tx) => {
      const theme = 'answering' as const
      const version = { datedOn: '2026-11-20', note: '', documentIds: [], practice: PRACTICE }
      for (const kind of ['leaflet', 'guide'] as const) {
        const values = { kind, theme, title: `Un ${kind}`, summary: 'Deux pages.' }
        const item = await publishItem(tx, by, values, version)
        if (item.ok) await withdrawItem(tx, by, item.id, 'Périmé.')
      }
    })
    await tellNews(program)
    const digests = (await digestsFor(program, PERSON)).toSorted((one, other) =>
      (one.subject ?? '').localeCompare(other.subject ?? '', 'fr'),
    )
    expect(digests.map(({ subject }) => subject)).toEqual([
      'À VENIR 2e trimestre 2027 – Marché electricite – Ville de Narbonne',
      'Rencontre annoncée – 15/12/2026 – Travaux publics',
      'RETIRÉ — Dépliant — Un leaflet',
    ])
    expect(digests[0]?.text).toContain('https://guichet.example/programmation/')
    expect(digests[2]?.text).toContain('Motif : Périmé.')
    // What each page shows can be asked for there, in the same words.
    for (const [subject, query] of Object.entries({ ...filters, rencontres: '' }))
      expect(await program.text(`/${subject}${query}`)).toContain(`href="/alertes/${subject}`)
  })

  it('are not offered where no mail is sent', async () => {
    expect(await program.text('/')).toContain('action="/alertes/consultations"')
    const { smtpUrl } = program.deps.config
    program.deps.config.smtpUrl = ''
    program.later(1)
    expect(await program.text('/')).not.toContain('action="/alertes/consultations"')
    expect(await program.text('/alertes/consultations')).toContain('n’envoie pas de courriel')
    expect((await askFor(program, PERSON)).status).toBe(404)
    program.deps.config.smtpUrl = smtpUrl
  })
})
