import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import { consultations } from '../../src/consultations/schema.ts'
import { plannedPurchaseEvents, plannedPurchases } from '../../src/programme/schema.ts'
import { forgetContacts } from '../../src/programme/programme-job.ts'
import { yearLook } from '../../src/programme/year-look.ts'
import { bought, draft, winter } from '../support/application.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'
import { announce, post, seen } from './support.ts'

const NOW = '2026-11-24T09:00:00Z'
const BASE = '/espace/narbonne/programmation'

const program = useProgram(NOW)
let agent: SignedIn

beforeAll(async () => {
  agent = await signIn(program, { role: 'publisher', partner: 'narbonne' })
})

describe('a buyer’s programme', () => {
  it('is announced with an object and a year, and says what is not known', async () => {
    const id = await announce(program, agent, { object: 'Toiture du théâtre' })
    const page = await program.text(`/programmation/${id}-toiture-du-theatre`)
    expect(page).toContain('Prévisions indicatives, sans engagement des acheteurs.')
    expect(page).toContain('attendu en 2027')
    expect(page).toContain('trimestre non précisé')
    expect(page.match(/non précisé/gi)?.length).toBeGreaterThan(4)
    const list = await program.text('/programmation')
    expect(list).toContain('Prévisions indicatives, sans engagement des acheteurs.')
    expect(list).toContain('Toiture du théâtre')
  })

  it('refuses what cannot be, and keeps what was typed', async () => {
    const fields = { object: 'Préau', year: '2027', cpv: '12', amountMin: 'beaucoup' }
    const { status, text } = await post(program, agent, `${BASE}/nouvel-achat`, fields)
    expect(status).toBe(422)
    expect(text).toContain('code CPV illisible')
    expect(text).toContain('value="beaucoup"')
  })

  it('changes by versions: who saw an older one sees both', async () => {
    const id = await announce(program, agent, { object: 'Chaufferie bois', quarter: 'T1' })
    const change = (version: string, fields: Record<string, string>) =>
      post(program, agent, `${BASE}/${id}/modifier`, { version, year: '2027', ...fields })
    expect((await change('1', { object: 'Chaufferie bois', quarter: 'T3' })).status).toBe(303)
    const late = await change('1', { object: 'Chaufferie à bois', quarter: 'T1' })
    expect(late.status).toBe(422)
    expect(late.text).toContain('entre-temps')
    expect(late.text).toContain('Chaufferie à bois')
    const page = await program.text(`/programmation/${id}-chaufferie-bois`)
    expect(page).toContain('Trimestre attendu\u00A0: avant, 1er\u00A0; maintenant, 3e')
    expect(page).toContain('annoncé d’abord pour le 1er trimestre\u00A02027')
  })

  it('is another partner’s for nobody else to touch', async () => {
    const id = await announce(program, agent, { object: 'Halles' })
    const other = await signIn(program, { role: 'publisher', partner: 'carcassonne' })
    const path = `/espace/carcassonne/programmation/${id}`
    await seen(program, other, path, 404)
    expect((await post(program, other, `${path}/abandon`, { motif: 'x' })).status).toBe(404)
  })

  it('shows what was dropped, with the reason, and takes it up again', async () => {
    const id = await announce(program, agent, { object: 'Patinoire d’hiver' })
    const drop = (motif: string, version = '1') =>
      post(program, agent, `${BASE}/${id}/abandon`, { version, motif })
    expect((await drop('')).status).toBe(422)
    expect((await drop('Crédits reportés')).status).toBe(303)
    await drop('Autre motif', '2')
    const page = await program.text(`/programmation/${id}-patinoire-d-hiver`)
    expect(page).toContain('Crédits reportés')
    expect(await program.text('/programmation')).not.toContain('Patinoire')
    expect(await program.text('/programmation?statut=abandonne')).toContain('Patinoire')
    await post(program, agent, `${BASE}/${id}/reprise`, { version: '2' })
    expect(await program.text('/programmation')).toContain('Patinoire')
    expect(await program.text('/programmation.rss')).toContain('Motif donné : Crédits reportés')
  })

  it('says which quarter has passed without a consultation', async () => {
    const id = await announce(program, agent, {
      object: 'Préau ancien',
      year: '2026',
      quarter: 'T2',
    })
    const page = await program.text(`/programmation/${id}-preau-ancien`)
    expect(page).toContain('Attendu au 2e trimestre\u00A02026, pas encore publié')
    expect(await program.text('/programmation?statut=en-retard')).toContain('Préau ancien')
    expect(await program.text('/programmation?statut=a-venir')).not.toContain('Préau ancien')
    expect(await seen(program, agent, '/espace')).toContain('dont le trimestre est passé')
    await announce(program, agent, { object: 'Préau neuf', quarter: 'T2' })
    program.clock.now = new Date('2027-06-30T20:00:00Z')
    expect(await program.text('/programmation?statut=en-retard')).not.toContain('Préau neuf')
    program.clock.now = new Date('2027-06-30T22:00:00Z')
    expect(await program.text('/programmation?statut=en-retard')).toContain('Préau neuf')
    program.clock.now = new Date(NOW)
  })
})

describe('what became of it', () => {
  it('leads to the consultation, and the consultation back', async () => {
    const id = await announce(program, agent, { object: 'Vestiaires du stade', quarter: 'T1' })
    await post(program, agent, `${BASE}/${id}/abandon`, { version: '1', motif: 'Sans crédits' })
    await program.say('flux-narbonne', [
      draft(
        'v-1',
        {
          object: 'Construction de vestiaires au stade',
          buyers: bought('Ville de Narbonne'),
          reference: 'VEST-2026',
          deadline: winter('2026-12-18T12:00'),
        },
        { publishedAt: NOW },
      ),
    ])
    const choice = await seen(program, agent, `${BASE}/${id}/consultation`)
    const [, reference = ''] = /value="(\d{4}-\d{4})"/.exec(choice) ?? []
    const link = (fields: Record<string, string>) =>
      post(program, agent, `${BASE}/${id}/consultation`, { version: '2', ...fields })
    expect((await link({ reference: '1999-0001' })).status).toBe(422)
    expect((await link({ consultation: reference })).location).toContain('fait=lie')
    await link({ consultation: reference, version: '3' })

    const page = await program.text(`/programmation/${id}-vestiaires-du-stade`)
    const [, path = ''] = /Devenu\u00A0:<\/strong> <a href="([^"]+)"/.exec(page) ?? []
    expect(path).toContain(`/consultations/${reference}`)
    const { db } = program.deps
    expect(
      await db.select().from(plannedPurchaseEvents).where(eq(plannedPurchaseEvents.purchaseId, id)),
    ).toMatchObject([{ kind: 'announced' }, { kind: 'dropped' }, { kind: 'became' }])
    expect(
      await db.select().from(plannedPurchases).where(eq(plannedPurchases.id, id)),
    ).toMatchObject([{ status: 'published', droppedReason: '', droppedAt: null }])
    const consultation = await program.text(path)
    expect(consultation).toContain('Annoncé au programme le mardi 24 novembre 2026')
    expect(consultation).toContain(`/programmation/${id}-vestiaires-du-stade`)
    expect(await program.text('/programmation?statut=publie')).toContain('Vestiaires')

    const hub = `/espace/narbonne/consultations/${reference}`
    expect(await seen(program, agent, hub)).toContain(`${hub}/programmation`)
    await post(program, agent, `${BASE}/${id}/separation`, { version: '3' })
    expect(await program.text(path)).not.toContain('Annoncé au programme')
    const choices = await seen(program, agent, `${hub}/programmation`)
    expect(/<option value="(\d+)"/.exec(choices)?.[1]).toBe(String(id))
    const again = await post(program, agent, `${hub}/programmation`, { achat: String(id) })
    expect(again.location).toBe(`${hub}?fait=annoncee`)
    expect(await program.text(path)).toContain('Annoncé au programme')
  })

  it('is told for each year as it was first announced', async () => {
    const look = await program.text('/programmation/bilan/2027')
    expect(look).toContain('Par acheteur, dans l’ordre alphabétique')
    const row = (label: string) =>
      Number(new RegExp(`${label}</th><td[^>]*>(\\d+)<`).exec(look)?.[1] ?? Number.NaN)
    expect(row('Publiés à temps')).toBe(1)
    expect(row('Pas encore publiés, date passée')).toBe(0)
    const past = await program.text('/programmation/bilan/2026')
    expect(past).toMatch(/Pas encore publiés, date passée<\/th><td[^>]*>1</)
    await program.text('/programmation/bilan/2031', 404)
  })

  it('is on time until midnight in Paris on the last day of the quarter, and overdue from then on', async () => {
    const { db } = program.deps
    const figures = async (today: string) => (await yearLook(db, 2026, today)).whole
    await announce(program, agent, { object: 'Quai', year: '2026', quarter: 'T3' })
    expect(await figures('2026-09-30')).toMatchObject({ overdue: 1, waiting: 1 })
    expect(await figures('2026-10-01')).toMatchObject({ overdue: 2, waiting: 0 })
    const [consultation] = await db.select({ id: consultations.id }).from(consultations)
    await db
      .update(plannedPurchases)
      .set({ status: 'published', consultationId: consultation?.id })
      .where(eq(plannedPurchases.firstDueOn, '2026-09-30'))
    for (const [at, told] of [
      ['2026-09-30T21:59:59Z', { onTime: 1, late: 0 }],
      ['2026-09-30T22:00:00Z', { onTime: 0, late: 1 }],
    ] as const) {
      await db.update(consultations).set({ publishedAt: new Date(at) })
      expect(await figures('2026-11-24')).toMatchObject(told)
    }
  })

  it('stands on the buyer’s page', async () => {
    const page = await program.text('/acheteurs/narbonne')
    expect(page).toContain('Plan de charge')
    expect(page).toContain('Chaufferie bois')
  })
})

describe('following', () => {
  it('has every format, each with the sentence that it binds nobody', async () => {
    const sentence = 'Prévisions indicatives, sans engagement des acheteurs.'
    for (const format of ['rss', 'atom', 'json', 'ics'])
      expect((await program.text(`/programmation.${format}`)).replaceAll(/\r\n /g, '')).toContain(
        format === 'ics' ? sentence.replace(',', '\\,') : sentence,
      )
    const csv = await program.text('/programmation.csv?statut=tous')
    expect(csv.split('\r\n')[0]).toContain('numero,acheteur')
    expect(csv).toContain('Préau ancien')
    const calendar = await program.text('/programmation.ics')
    expect(calendar).toContain('DTSTART;VALUE=DATE:20270701')
  })

  it('answers the board’s words', async () => {
    await announce(program, agent, {
      object: 'Éclairage des quais',
      trades: 'electricite',
      amountMax: '60000',
      place: 'Narbonne',
      category: 'travaux',
      quarter: 'T2',
    })
    const asked =
      '/programmation?acheteur=narbonne&annee=2027&lieu=narbonne&metier=electricite&montant-max=90000&precis=oui&trimestre=2&type=travaux'
    expect(await program.text(asked)).toContain('Éclairage des quais')
    expect(await program.text(asked)).not.toContain('Chaufferie')
    expect(await program.text('/programmation?lieu=narbonne')).toContain('Toiture du théâtre')
    expect(await program.text('/programmation?lieu=narbonne&precis=oui')).not.toContain('Toiture')
    expect(await program.text('/programmation?metier=nettoyage')).not.toContain('Éclairage')
    expect(await program.text('/programmation?q=quais')).toContain('Éclairage des quais')
    await program.text('/programmation?echeance=7', 400)
  })

  it('is paged by key, there and back', async () => {
    for (let n = 1; n <= 30; n += 1) await announce(program, agent, { object: `Lot de série ${n}` })
    const first = await program.text('/programmation?q=s%C3%A9rie')
    const [, next = ''] = /rel="next"[^>]*href="([^"]+)"|href="([^"]+)" rel="next"/
      .exec(first)
      ?.filter(Boolean) ?? ['', '']
    const second = await program.text(next.replaceAll('&amp;', '&'))
    const titles = (page: string) => page.match(/Lot de série \d+/g) ?? []
    expect(new Set([...titles(first), ...titles(second)]).size).toBe(30)
    const [, back = ''] = /href="([^"]+)" rel="prev"/.exec(second) ?? []
    expect(titles(await program.text(back.replaceAll('&amp;', '&')))).toEqual(titles(first))
  })
})

describe('what is kept', () => {
  it('forgets contacts two years after, and never tells them in the log', async () => {
    const id = await announce(program, agent, {
      object: 'Kiosque',
      year: '2026',
      contactName: 'Camille Exemple',
      contactEmail: 'camille@exemple.example',
    })
    const { db } = program.deps
    expect(await forgetContacts(db, new Date('2028-12-31T12:00:00Z'))).toBe(0)
    expect(await forgetContacts(db, new Date('2029-01-02T12:00:00Z'))).toBe(1)
    const [row] = await db.select().from(plannedPurchases).where(eq(plannedPurchases.id, id))
    expect(JSON.stringify(row)).not.toMatch(/camille/i)
    const told = [await db.select().from(auditLog), await db.select().from(plannedPurchaseEvents)]
    expect(JSON.stringify(told)).not.toMatch(/camille/i)
  })
})
