import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { bookings, interests, rencontres, slots } from '../../src/rencontres/schema.ts'
import { anyForm } from '../support/any-form.ts'
import { formsAs } from '../support/partner-forms.ts'
import { useProgram } from '../support/use-program.ts'
import { BEFORE, firm, meeting, plannedPurchase, buyerNamed } from './support.ts'

const RUNS = process.env['DEEP'] ? 3_000 : 100

const program = useProgram(BEFORE.toISOString())
let organiser: Awaited<ReturnType<typeof formsAs>>
let made: Awaited<ReturnType<typeof meeting>>
let link: string
let slotIds: number[]

beforeAll(async () => {
  organiser = await formsAs(program, { role: 'pact-editor', partner: 'ffb-aude' })
  const { db } = program.deps
  await plannedPurchase(db, await buyerNamed(db, 'narbonne'))
  made = await meeting(program)
  slotIds = (await db.select().from(slots)).map(({ id }) => id)
  const { person, email, sells } = firm(1)
  const answer = await organiser.post(`/rencontres/${made.slug}/rendez-vous`, {
    acheteur: String(made.attending[0]),
    creneau: String(slotIds[0]),
    entreprise: firm(1).firm,
    personne: person,
    courriel: email,
    activite: sells,
    accord: 'oui',
  })
  link = /rendez-vous\/([\w-]{43})/.exec(answer.headers.get('location') ?? '')?.[1] ?? ''
})

const POSTS = ROUTES.filter(
  ({ method, path }) => method === 'post' && /\/rencontres(\/|$)/.test(path),
)

const NAMES = [
  'acheteur creneau demande entreprise siret personne courriel telephone activite accord site_web metier titre',
  'presentation lieu acces contact debut.day debut.month debut.year debut.time fin.day fin.month fin.year fin.time',
  'limite.day limite.month limite.year limite.time motif decaler version recherche table de a duree achat pause1-de',
  'pause1-a pause2-de heure1 fin1 sujet1 intervenant1 heure20 sujet20 intitule mot rencontrees nouvelles presence-1',
  'nouvelle-1 repondu-1 present',
].flatMap((line) => line.split(' '))

const RIGHT =
  'oui|non|voirie-reseaux|a@b.example|Narbonne|1|2|4|12|15|20|février|2027|9 h 30|14:30|17h|Neige|123 456 782 00010'.split(
    '|',
  )

/** Some of what is right is known once there is a meeting. */
const right = fc.nat().map((number) => {
  const all = [...RIGHT, String(made.attending[0]), ...slotIds.map(String)]
  return all[number % all.length] ?? ''
})
const form = anyForm(NAMES, right)

function addressOf(path: string): string {
  return path
    .replace('rendez-vous/:token', `rendez-vous/${link}`)
    .replace(':partner', 'ffb-aude')
    .replace(':rencontre', String(made.id))
    .replace(':attending', String(made.attending[0]))
    .replace(':booking', '1')
    .replace(':document', '00000000-0000-4000-8000-000000000000')
    .replace(':slug', made.slug)
    .replace(':token', 'x'.repeat(43))
}

describe('any form about meetings', () => {
  it('is answered, and nothing is half written', { timeout: 600_000 }, async () => {
    const asked = new Set<string>()
    const answered = async (path: string, fields: [string, string][]) => {
      const answer = await organiser.post(addressOf(path), fields)
      await answer.arrayBuffer()
      expect([path, [200, 204, 303, 404, 415, 422].includes(answer.status), answer.status]).toEqual(
        [path, true, answer.status],
      )
      asked.add(path)
    }
    for (const { path } of POSTS.filter((route) => !/annulation|retrait/.test(route.path)))
      await answered(path, [])
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...POSTS), form, async ({ path }, fields) =>
        answered(path, fields),
      ),
      { numRuns: RUNS },
    )
    expect(asked.size).toBeGreaterThan(POSTS.length - 5)
    const { db } = program.deps
    for (const rencontre of await db.select().from(rencontres)) {
      expect(rencontre.endsAt > rencontre.startsAt).toBe(true)
      expect(rencontre.bookableUntil <= rencontre.startsAt).toBe(true)
      expect(rencontre.title).not.toBe('')
    }
    for (const each of await db.select().from(bookings))
      expect([each.person, each.email, each.sells].every((text) => text)).toBe(true)
    for (const { email } of await db.select().from(interests)) expect(email).toContain('@')
  })

  it('keeps everything that was typed beside what is wrong', async () => {
    const fresh = await meeting(program)
    const typed = {
      acheteur: String(fresh.attending[0]),
      creneau: '',
      entreprise: 'Élec « Sud » & fils',
      siret: '123 456 782 00011',
      personne: 'Camille',
      courriel: 'camille',
      telephone: '04 68 00 00 00',
      activite: 'Câbles\net tranchées',
    }
    const answer = await organiser.post(`/rencontres/${fresh.slug}/rendez-vous`, typed)
    expect(answer.status).toBe(422)
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    const page = await answer.text()
    expect(page).toContain('4 points sont à corriger')
    for (const words of ['Élec « Sud » &amp; fils', typed.siret, typed.telephone, typed.activite])
      expect(page).toContain(words)
    expect(await program.deps.db.$count(bookings, eq(bookings.rencontreId, fresh.id))).toBe(0)
  })

  it('of a buyer that notes who came keeps the notes beside a wrong figure', async () => {
    const { db } = program.deps
    const fresh = await meeting(program)
    const [slot] = await db
      .select()
      .from(slots)
      .where(eq(slots.attendingBuyerId, fresh.attending[0] ?? 0))
    await organiser.post(`/rencontres/${fresh.slug}/rendez-vous`, {
      acheteur: String(fresh.attending[0]),
      creneau: String(slot?.id),
      entreprise: 'Notes',
      personne: 'Camille',
      courriel: 'notes@exemple.example',
      activite: 'Câbles',
      accord: 'oui',
    })
    const [{ id } = { id: 0 }] = await db
      .select()
      .from(bookings)
      .where(sql`rencontre_id = ${fresh.id}`)
    program.clock.now = new Date('2027-02-04T18:00:00+01:00')
    const buyer = await formsAs(program, { role: 'publisher', partner: 'narbonne' })
    const answer = await buyer.post(`/espace/narbonne/rencontres/${fresh.id}/notre-planning`, {
      [`presence-${id}`]: 'non',
      [`nouvelle-${id}`]: 'non',
      [`repondu-${id}`]: 'oui',
      nouvelles: 'douze',
    })
    program.clock.now = BEFORE
    expect(answer.status).toBe(422)
    const page = await answer.text()
    for (const name of [`presence-${id}-non`, `nouvelle-${id}-non`, `repondu-${id}`])
      expect(page).toMatch(new RegExp(`id="${name}"[^>]* checked`))
    expect(page).toContain('value="douze"')
  })
})
