import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { replay } from '../../src/pact/versions.ts'
import { pactVersions } from '../../src/pact/schema.ts'
import { rateLimits } from '../../src/http/schema.ts'
import { createGroup } from '../../src/pact/groups/create-group.ts'
import { editGroup } from '../../src/pact/groups/edit-group.ts'
import { registrations, sessions, trainings } from '../../src/trainings/schema.ts'
import { anyForm } from '../support/any-form.ts'
import { authorOf, groupValues } from '../support/pact.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'
import { openSession, registrationForm } from './support.ts'

const RUNS = process.env['DEEP'] ? 2_000 : 200

const program = useProgram()
let agent: SignedIn
let made: Awaited<ReturnType<typeof openSession>>
let link: string

beforeAll(async () => {
  agent = await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
  made = await openSession(program, { seats: 3 })
  const answer = await post(
    `/pacte/formations/${made.slug}/sessions/${made.sessionId}/inscription`,
    Object.entries(registrationForm(1)),
  )
  link = (answer.headers.get('location') ?? '').split('?')[0] ?? ''
})

const POSTS = ROUTES.filter(({ method, path }) => method === 'post' && /formations/.test(path))

const NAMES = [
  'entreprise siret personne courriel commune metier deja accord demande site_web formation satisfaction pret mot',
  'repondu combien obtenus titre etape besoin programme avec axe groupe action version debut.day debut.month debut.year',
  'debut.time fin.day fin.month fin.year fin.time decision.day decision.month decision.year lieu lien places minimum',
  'motif present',
].flatMap((line) => line.split(' '))

const RIGHT = (
  'oui|non|autre|electricite|a@b.example|Narbonne|1|2|3|4|12|février|2027|9 h 30|12:30|besoin|conception|' +
  'https://visio.example/x|123 456 782 00010|Neige|Répondre'
).split('|')

const form = anyForm(NAMES, RIGHT)

async function post(path: string, fields: [string, string][]): Promise<Response> {
  return program.app.request(path, {
    method: 'POST',
    headers: { ...agent.headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
}

function addressOf(path: string): string {
  return path
    .replace(':partner', 'narbonne')
    .replace(':training', String(made.id))
    .replace(':session', String(made.sessionId))
    .replace(':registration', '1')
    .replace(':slug', made.slug)
    .replace('/pacte/formations/inscriptions/:token', link)
    .replace(':token', 'x'.repeat(43))
}

describe('any form about trainings', () => {
  it('is answered, and nothing is half written', { timeout: 600_000 }, async () => {
    const asked = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...POSTS), form, async (route, fields) => {
        asked.add(route.path)
        const answer = await post(addressOf(route.path), fields)
        expect([200, 303, 404, 415, 422]).toContain(answer.status)
        await answer.arrayBuffer()
        // Counting is tested elsewhere: here hundreds of forms come at once.
        await program.deps.db.delete(rateLimits)
      }),
      { numRuns: RUNS },
    )
    expect(asked.size).toBe(POSTS.length)
    const { db } = program.deps
    for (const session of await db.select().from(sessions)) {
      const seated = await db.$count(
        registrations,
        sql`session_id = ${session.id} and status = 'registered'`,
      )
      expect(seated).toBeLessThanOrEqual(session.seats)
      expect(session.minimum).toBeLessThanOrEqual(session.seats)
      expect(session.endsAt > session.startsAt).toBe(true)
      const versions = await db
        .select({ changes: pactVersions.changes })
        .from(pactVersions)
        .where(sql`kind = 'session' and subject = ${String(session.id)}`)
        .orderBy(pactVersions.version)
      expect(replay(versions)).toMatchObject({
        state: session.state,
        startsWall: session.startsWall,
        seats: session.seats,
      })
    }
    for (const training of await db.select().from(trainings)) {
      const versions = await db
        .select({ changes: pactVersions.changes })
        .from(pactVersions)
        .where(sql`kind = 'training' and subject = ${String(training.id)}`)
        .orderBy(pactVersions.version)
      expect(replay(versions)).toMatchObject({ title: training.title, stage: training.stage })
    }
    for (const row of await db.select().from(registrations))
      expect([row.firm, row.person, row.email].every((each) => each !== null && each !== '')).toBe(
        true,
      )
  })

  it('keeps everything that was typed beside what is wrong', async () => {
    const fresh = await openSession(program)
    const path = `/pacte/formations/${fresh.slug}/sessions/${fresh.sessionId}/inscription`
    const typed = registrationForm(5, {
      siret: '123 456 782 00011',
      courriel: 'personne5',
      accord: '',
    })
    const answer = await post(path, Object.entries(typed))
    expect(answer.status).toBe(422)
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    const page = await answer.text()
    expect(page).toContain('un chiffre est sans doute faux')
    expect(page).toContain('value="123 456 782 00011"')
    expect(page).toContain('value="Entreprise 5"')
    expect(page).toContain('3 points sont à corriger')
    expect(
      await program.deps.db.$count(registrations, eq(registrations.sessionId, fresh.sessionId)),
    ).toBe(0)
  })

  it('of a program that fills in what people do not see is thanked, and forgotten', async () => {
    const fresh = await openSession(program)
    const path = `/pacte/formations/${fresh.slug}/sessions/${fresh.sessionId}/inscription`
    const answer = await post(
      path,
      Object.entries(registrationForm(6, { site_web: 'https://x.example' })),
    )
    expect(answer.status).toBe(303)
    expect(
      await program.deps.db.$count(registrations, eq(registrations.sessionId, fresh.sessionId)),
    ).toBe(0)
  })

  it('comes sixty times in a quarter of an hour from one address, and no more', async () => {
    await program.deps.db.delete(rateLimits)
    const path = `/pacte/formations/${made.slug}/sessions/${made.sessionId}/inscription`
    const statuses = []
    for (let count = 0; count < 62; count += 1) statuses.push((await post(path, [])).status)
    expect(statuses.slice(0, 60).every((status) => status === 422)).toBe(true)
    expect(statuses.slice(60)).toEqual([429, 429])
    await program.deps.db.delete(rateLimits)
  })
})

describe('a training', () => {
  it('says which working group it came from, and keeps it when that one is closed', async () => {
    const { db } = program.deps
    const author = await authorOf(db, 'narbonne', program.clock.now)
    const values = groupValues(author.partnerId, 'Délais de paiement')
    const group = await db.transaction((tx) => createGroup(tx, author, values))
    if (!group.ok) throw new Error(JSON.stringify(group))
    const fields: [string, string][] = [
      ['titre', 'Facturer sans erreur'],
      ['etape', 'besoin'],
      ['besoin', 'Des factures rejetées.'],
      ['groupe', String(group.id)],
    ]
    const added = await post('/espace/narbonne/formations/nouvelle', fields)
    expect(added.status).toBe(303)
    const page = await program.text('/pacte/formations/facturer-sans-erreur')
    expect(page).toContain('<a href="/pacte/groupes/delais-de-paiement">Délais de paiement</a>')

    const at = { id: group.id, version: null }
    const closed = { ...values, closedOn: '2026-11-19' }
    await db.transaction((tx) => editGroup(tx, author, at, closed, 'Terminé'))
    const path = `${(added.headers.get('location') ?? '').split('?')[0]}/modifier`
    const form = await (await program.app.request(path, { headers: agent.headers })).text()
    expect(form).toMatch(new RegExp(`<option value="${group.id}" selected[^>]*>Délais de paiement`))
    const again = await post(path, [...fields, ['version', '1']])
    expect(again.status).toBe(303)
    const other = await post('/espace/narbonne/formations/nouvelle', fields)
    expect(other.status).toBe(422)
  })
})

describe('a session programmed in the partners’ area', () => {
  const base = () => `/espace/narbonne/formations/${made.id}/sessions`
  const dated = (start: string, end: string): [string, string][] => [
    ['debut.day', '24'],
    ['debut.month', 'févr.'],
    ['debut.year', '2027'],
    ['debut.time', start],
    ['fin.time', end],
    ['lieu', 'Chambre de commerce, 1 avenue Foch, 11100 Narbonne'],
    ['places', '12'],
    ['minimum', '6'],
  ]

  it('cannot end before it begins', async () => {
    const answer = await post(`${base()}/nouvelle`, dated('14 h', '9 h 30'))
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('la fin doit venir après le début')
  })

  it('is written with its commune, shown to everyone, opened, filled in, listed and signed', async () => {
    const { text, clock } = program
    const answer = await post(`${base()}/nouvelle`, dated('9h', '12h30'))
    expect(answer.status).toBe(303)
    const id = Number(/sessions\/(\d+)/.exec(answer.headers.get('location') ?? '')?.[1])
    const [row] = await program.deps.db.select().from(sessions).where(eq(sessions.id, id))
    expect(row).toMatchObject({
      startsWall: '2027-02-24T09:00',
      endsWall: '2027-02-24T12:30',
      placeKey: 'c:11262',
      state: 'planned',
    })
    expect((await post(`${base()}/${id}/ouverture`, [])).status).toBe(303)
    expect(await text(`/pacte/formations/${made.slug}`)).toContain('12\u00A0places libres sur 12')
    const register = await post(
      `/pacte/formations/${made.slug}/sessions/${id}/inscription`,
      Object.entries(registrationForm(8, { entreprise: '=SOMME(A1:A9)' })),
    )
    const own = register.headers.get('location') ?? ''
    expect(own).toMatch(/^\/pacte\/formations\/inscriptions\/[\w-]{43}\?fait=faite$/)
    const page = await text(own)
    expect(page).toContain('Gardez cette adresse')
    expect(page).toContain('Votre place est réservée.')
    expect(await text(`/pacte/formations/${made.slug}`)).toContain('11\u00A0places libres sur 12')
    const own0 = own.split('?')[0] ?? ''
    const ics = await text(`${own0}/agenda.ics`)
    expect(ics).toContain('METHOD:PUBLISH')
    const get = async (path: string) => {
      const got = await program.app.request(path, { headers: agent.headers })
      expect(got.status).toBe(200)
      return got.text()
    }
    expect(await get(`${base()}/${id}/inscrits.csv`)).toContain("'=SOMME(A1:A9)")
    expect(await get(`${base()}/${id}/emargement`)).toContain('Personne 8')
    clock.now = new Date('2027-02-24T12:31:00+01:00')
    agent = await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
    const [registration] = await program.deps.db
      .select()
      .from(registrations)
      .where(eq(registrations.sessionId, id))
    await post(`${base()}/${id}/presences`, [['present', String(registration?.id)]])
    expect(await text(`${own0}/attestation`)).toContain('a suivi la formation')
    expect(await get(`${base()}/${id}/attestations`)).toContain('Personne 8')
    const evaluated = await post(`${own0}/evaluation`, [
      ['satisfaction', '4'],
      ['pret', 'oui'],
    ])
    expect(evaluated.status).toBe(303)
    await post(`/espace/narbonne/formations/${made.id}/bilan`, [['mot', 'À refaire.']])
    const balance = await text(`/pacte/formations/${made.slug}`)
    expect(balance).toContain('À refaire.')
    expect(balance).toContain('1\u00A0présent sur 1\u00A0inscrit')
    expect(balance).toMatch(/prêts à répondre\u00A0: 1\./)
    clock.now = new Date('2026-11-20T10:00:00+01:00')
    agent = await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
  })

  it('is another organiser’s in vain', async () => {
    const other = await signIn(program, { role: 'pact-editor', partner: 'carcassonne' })
    const path = `/espace/carcassonne/formations/${made.id}`
    expect((await program.app.request(path, { headers: other.headers })).status).toBe(404)
  })
})
