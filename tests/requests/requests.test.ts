import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import { createApp, ROUTES } from '../../src/app.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { documents } from '../../src/documents/schema.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { OUTCOMES } from '../../src/requests/choices.ts'
import { eraseOldRequests } from '../../src/requests/erase.ts'
import { answerDelay, publicFigures } from '../../src/requests/figures.ts'
import { remindHandlers } from '../../src/requests/remind.ts'
import { askQuietFirms, endQuietRequests } from '../../src/requests/quiet.ts'
import { requestEvents, requestFiles, requestLinks, requests } from '../../src/requests/schema.ts'
import { requestMails } from '../../views/mail/requests.ts'
import { testProgram, type TestProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { docx, pdf } from '../support/document-files.ts'
import { signIn } from '../support/sign-in.ts'
import {
  agentOf,
  ask,
  difficulty,
  mails,
  mediation,
  partnerId,
  post,
  SECRET,
  send,
  turnMailOn,
} from './support.ts'

const AT = '2026-11-20T10:00:00+01:00'

let database: OpenDatabase
let program: TestProgram
const logged: string[] = []

beforeAll(async () => {
  database = await openTestPostgres('ready')
  program = await testProgram(database, AT)
  program.deps.log = (event, fields) => void logged.push(JSON.stringify({ event, ...fields }))
  turnMailOn(program)
})
afterAll(() => database.close())
beforeEach(async () => {
  program.clock.now = new Date(AT)
  await program.deps.db.execute(
    sql`truncate requests, documents, outbox, agents, rate_limits restart identity cascade`,
  )
})

const file = (name = 'devis confidentiel.pdf', bytes = pdf()) => new File([bytes], name)
const get = (path: string, headers: Record<string, string> = {}) =>
  program.app.request(path, { headers })
const page = async (path: string, headers: Record<string, string> = {}) =>
  (await get(path, headers)).text()
/** Time goes by; who is signed in stays so. */
const later = async (days: number) => {
  program.later(days)
  const now = program.clock.now.toISOString()
  await program.deps.db.execute(sql`update sessions set started_at = ${now}, seen_at = ${now}`)
}
const row = async (id: number) => {
  const [found] = await program.deps.db.select().from(requests).where(eq(requests.id, id))
  if (!found) throw new Error('no request')
  return found
}
const narbonne = (handling: { difficulties: boolean } | null = { difficulties: false }) =>
  agentOf(program, { role: 'publisher', partner: 'narbonne' }, handling)

describe('a request from asking to its end', () => {
  it('goes to the buyer’s correspondent, is told by mails that say nothing of it, and answered in both directions', async () => {
    const agent = await narbonne()
    const asked = await ask(program, mediation(), [file()])
    const desk = `/espace/narbonne/saisines/${asked.reference}`
    expect(await row(asked.id)).toMatchObject({
      partnerId: await partnerId(program, 'narbonne'),
      routedBy: 'buyer',
      state: 'received',
      mediationStep: 'asked',
    })
    const sent = await mails(program)
    expect(sent.map(({ recipient }) => recipient)).toEqual([
      'camille@confidence.example',
      expect.stringContaining('publisher.narbonne'),
    ])
    for (const mail of sent) {
      const whole = `${mail.subject} ${mail.text}`
      expect(whole).toContain(asked.reference)
      expect(whole).not.toMatch(/Xylophone|Confidentielle|médiation|Camille/i)
    }

    const own = await get(`${asked.path}?fait=recue`)
    expect(own.headers.get('cache-control')).toBe('private, no-store')
    expect(own.headers.get('x-robots-tag')).toContain('noindex')
    expect(own.headers.get('referrer-policy')).toBe('same-origin')
    const ownText = await own.text()
    expect(ownText).toContain(SECRET)
    expect(ownText).toContain('Gardez cette adresse')
    expect(ownText).toContain('Agent publisher.narbonne')

    expect((await post(program, `${desk}/accuse`, {}, agent.headers)).status).toBe(303)
    await later(1)
    const question = { message: 'Depuis quand ?', portee: 'precision', demande: '' }
    await send(program, `${desk}/messages`, question, { headers: agent.headers })
    expect(await row(asked.id)).toMatchObject({ state: 'acknowledged', turn: 'firm' })
    await send(program, `${asked.path}/messages`, { message: 'Depuis mars.' }, { files: [file()] })
    expect(await row(asked.id)).toMatchObject({ turn: 'partner' })
    expect(await page(desk, agent.headers)).toContain('Depuis mars.')
    await later(1)
    await send(
      program,
      `${desk}/messages`,
      { message: 'Le mandat part lundi.', portee: 'reponse' },
      { headers: agent.headers },
    )
    expect(await row(asked.id)).toMatchObject({ state: 'answered', turn: 'firm' })
    expect(await page(asked.path)).toContain('Le mandat part lundi.')

    const early = await post(
      program,
      `${desk}/cloture`,
      { resultat: 'agreement', message: 'Bien.' },
      agent.headers,
    )
    expect(early.status).toBe(422)
    expect(await early.text()).toContain('entendez d’abord l’acheteur')
    await post(program, `${desk}/mediation`, { etape: 'buyer-heard' }, agent.headers)
    await post(program, `${desk}/mediation`, { etape: 'proposal' }, agent.headers)
    await post(
      program,
      `${desk}/cloture`,
      { resultat: 'agreement', message: 'Payé.' },
      agent.headers,
    )
    expect(await row(asked.id)).toMatchObject({ state: 'closed', outcome: 'agreement' })
    const events = await program.deps.db.select().from(requestEvents).orderBy(requestEvents.id)
    expect(events.map(({ kind }) => kind)).toEqual([
      'received',
      'routed',
      'acknowledged',
      'answered',
      'buyer-heard',
      'proposal',
      'closed',
    ])
    const { db } = program.deps
    expect(await answerDelay(db, {})).toEqual({ count: 1, medianDays: 2 })

    const late = await send(program, `${asked.path}/messages`, { message: 'Et encore ?' })
    expect(late.status).toBe(422)
    expect(await late.text()).toContain('Et encore ?')
    await later(29)
    await post(program, `${asked.path}/reouverture`)
    expect(await row(asked.id)).toMatchObject({ state: 'acknowledged', outcome: null, reopened: 1 })
    await post(program, `${asked.path}/retrait`)
    await later(31)
    expect((await post(program, `${asked.path}/reouverture`)).status).toBe(422)
    expect(await row(asked.id)).toMatchObject({ state: 'closed', outcome: 'withdrawn' })
  })

  it('waits in the administrators’ sight where nobody is found, and reaches whom they give it to', async () => {
    const administrator = await signIn(program, 'administrator')
    const asked = await ask(program, mediation({ acheteur: '', autre: 'Un acheteur inconnu' }))
    expect(await row(asked.id)).toMatchObject({
      partnerId: null,
      buyerId: null,
      buyerName: 'Un acheteur inconnu',
    })
    expect(await page(asked.path)).toContain('attend un correspondant')
    const list = '/espace/administration/saisines'
    const seen = await page(list, administrator.headers)
    expect(seen).toContain(asked.reference)
    expect(seen).toContain('Narbonne')
    expect(seen).not.toMatch(/Xylophone|Confidentielle|Camille|acheteur inconnu/)
    const toNobody = {
      reference: asked.reference,
      vers: String(await partnerId(program, 'narbonne')),
    }
    expect((await post(program, list, toNobody, administrator.headers)).status).toBe(422)
    const agent = await narbonne()
    expect((await post(program, list, toNobody, administrator.headers)).status).toBe(303)
    expect(await page(list, administrator.headers)).toContain('Aucune saisine n’attend')
    expect(await page(`/espace/narbonne/saisines/${asked.reference}`, agent.headers)).toContain(
      SECRET,
    )
    expect((await post(program, list, toNobody, administrator.headers)).status).toBe(422)
    const [line] = await program.deps.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.action, 'request.route'))
    expect(line).toMatchObject({ subject: `request:${asked.reference}`, before: null, after: null })
  })

  it('waits there too where nobody is named any more', async () => {
    const administrator = await signIn(program, 'administrator')
    await agentOf(program, { role: 'partner-administrator', partner: 'narbonne' }, null)
    const asked = await ask(program, mediation())
    expect(await row(asked.id)).toMatchObject({ partnerId: await partnerId(program, 'narbonne') })
    const told = (await mails(program)).find(({ recipient }) => recipient?.startsWith('partner-'))
    expect(told?.text).toContain('/espace/narbonne/saisines/personnes')
    const seen = await page('/espace/administration/saisines', administrator.headers)
    expect(seen).toContain(asked.reference)
    expect(seen).toContain('personne n’est désigné')
  })

  it('is handed on only once the firm has agreed, and read by the new partner alone', async () => {
    const agent = await narbonne()
    const other = await agentOf(
      program,
      { role: 'pact-editor', partner: 'carcassonne' },
      { difficulties: false },
    )
    const asked = await ask(program, mediation())
    const desk = (slug: string) => `/espace/${slug}/saisines/${asked.reference}`
    const relay = {
      vers: `p${await partnerId(program, 'carcassonne')}`,
      motif: 'Le marché est le leur.',
    }
    await post(program, `${desk('narbonne')}/relais`, relay, agent.headers)
    expect((await get(desk('carcassonne'), other.headers)).status).toBe(404)
    const own = await page(asked.path)
    expect(own).toContain('Le marché est le leur.')
    expect((await post(program, `${desk('narbonne')}/relais`, relay, agent.headers)).status).toBe(
      422,
    )
    const action = /action="([^"]+relais\/\d+)"/.exec(own)?.[1] ?? ''
    await post(program, action, { accord: 'non' })
    expect(await row(asked.id)).toMatchObject({ partnerId: await partnerId(program, 'narbonne') })
    await post(program, `${desk('narbonne')}/relais`, relay, agent.headers)
    const again = /action="([^"]+relais\/\d+)"/.exec(await page(asked.path))?.[1] ?? ''
    await post(program, again, { accord: 'oui' })
    expect((await get(desk('narbonne'), agent.headers)).status).toBe(404)
    const lateWords = { resultat: 'none', message: 'Mot tardif' }
    const late = await post(program, `${desk('narbonne')}/cloture`, lateWords, agent.headers)
    expect(late.status).toBe(404)
    expect(await late.text()).toContain('Mot tardif')
    expect(await page(desk('carcassonne'), other.headers)).toContain(SECRET)
    expect(await row(asked.id)).toMatchObject({ routedBy: 'relay', state: 'received' })
    const [, body = ''] =
      /<option value="(o\d+)"/.exec(await page(desk('carcassonne'), other.headers)) ?? []
    const outside = { vers: body, organisme: '', motif: 'Il le peut.' }
    const both = { ...outside, organisme: 'Un médiateur' }
    const refused = await post(program, `${desk('carcassonne')}/relais`, both, other.headers)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('l’un ou l’autre')
    await post(program, `${desk('carcassonne')}/relais`, outside, other.headers)
    expect(await page(asked.path)).toMatch(/<strong><a href="\/contacts\/organismes\//)
    const third = /action="([^"]+relais\/\d+)"/.exec(await page(asked.path))?.[1] ?? ''
    await post(program, third, { accord: 'oui' })
    expect(await page(desk('carcassonne'), other.headers)).toContain('vous pouvez lui transmettre')
  })

  it('does not tell a buyer outside who complains before the firm allows it', async () => {
    const agent = await narbonne()
    const asked = await ask(program, mediation())
    await program.deps.db.update(requests).set({ buyerId: null, buyerName: 'Autre' })
    const desk = `/espace/narbonne/saisines/${asked.reference}`
    const heard = () => post(program, `${desk}/mediation`, { etape: 'buyer-heard' }, agent.headers)
    expect((await heard()).status).toBe(422)
    await post(program, `${asked.path}/nom`)
    expect((await heard()).status).toBe(303)
  })
})

describe('what a firm sends', () => {
  it('is kept on errors, files included, and taken once however often it is sent', async () => {
    await narbonne()
    const secret = 'a'.repeat(43)
    const wrong = mediation({ courriel: 'camille', accord: '', demande: secret })
    const refused = await send(program, '/saisines/nouvelle', wrong, { files: [file()] })
    expect(refused.status).toBe(422)
    const text = await refused.text()
    expect(text).toContain('2 points sont à corriger')
    expect(text).toContain(SECRET)
    expect(text).toContain('value="camille"')
    expect(text).toContain('Fichier déjà reçu')
    const [, kept = ''] = /name="oter" type="checkbox" value="([^"]+)"/.exec(text) ?? []
    const second = await send(program, '/saisines/nouvelle', wrong, {
      files: [file(), file('photo de la cour.pdf', pdf(3_000))],
    })
    expect((await second.text()).match(/name="oter"/g)).toHaveLength(2)
    const [photo] = await program.deps.db.select().from(documents).where(eq(documents.size, 3_000))
    const third = { ...wrong, oter: photo?.id ?? '' }
    const once = await (await send(program, '/saisines/nouvelle', third)).text()
    expect(once).toContain(`value="${kept}"`)
    expect(once.match(/name="oter"/g)).toHaveLength(1)
    const right = { ...mediation(), demande: secret }
    const both = await Promise.all([1, 2].map(() => send(program, '/saisines/nouvelle', right)))
    expect(both.map(({ status }) => status)).toEqual([303, 303])
    expect(await program.deps.db.$count(requests)).toBe(1)
    expect(await page(`/saisines/suivi/${secret}`)).toContain('devis confidentiel.pdf')
  })

  it('is refused where files are too many, too heavy or of no kind that is taken', async () => {
    const six = Array.from({ length: 6 }, (_, number) => file(`${number}.pdf`))
    const heavy = [file('lourd.pdf', pdf(10 * 1024 * 1024 + 1))]
    const strange = [new File([new Uint8Array([1, 2, 3])], 'programme.exe')]
    for (const [files, status] of [
      [six, 413],
      [heavy, 413],
      [strange, 422],
    ] as const) {
      const answer = await send(program, '/saisines/nouvelle', mediation(), { files: [...files] })
      expect(answer.status).toBe(status)
      expect(await answer.text()).toContain(status === 422 ? SECRET : 'au plus')
    }
    expect(await program.deps.db.$count(documents)).toBe(0)
    expect(await program.deps.db.$count(requests)).toBe(0)
  })

  it('is nothing where a program filled in what people do not see', async () => {
    const answer = await send(program, '/saisines/nouvelle', mediation({ site_web: 'http://x' }))
    expect(answer.status).toBe(303)
    expect(await program.deps.db.$count(requests)).toBe(0)
  })

  it('is not agreed to by a link that somebody else made', async () => {
    const link = '/saisines/nouvelle?nature=mediation&acheteur=narbonne&consultation=2026-0042'
    const text = await page(`${link}&accord=oui&nommer=oui&entreprise=Autre&message=Faux`)
    expect(text).toContain('value="2026-0042"')
    expect(text).toMatch(/<option value="narbonne" selected/)
    expect(text).not.toMatch(/Autre"|>Faux|value="oui"[^>]* checked/)
  })

  it('has a limit for each address', async () => {
    let last = 0
    for (let sent = 0; sent < 31; sent += 1)
      last = (await send(program, '/saisines/nouvelle', { nature: 'rien' })).status
    expect(last).toBe(429)
  })

  it('asks each kind for what it needs', async () => {
    const text = await (await send(program, '/saisines/nouvelle', { nature: 'mediation' })).text()
    expect(text).toContain('dites avec quel acheteur')
    const other = await (await send(program, '/saisines/nouvelle', { nature: 'question' })).text()
    expect(other).not.toContain('dites avec quel acheteur')
    const last = await (await send(program, '/saisines/nouvelle', { nature: 'difficulte' })).text()
    expect(last).toContain('Effectif\u00A0: à remplir.')
    expect(last).not.toContain('name="objet"')
  })

  it('leads back by mail who lost the link, and tells nobody else anything', async () => {
    const asked = await ask(program, mediation())
    await program.deps.db.delete(requestLinks)
    const before = (await mails(program)).length
    const lost = (courriel: string) =>
      post(program, '/saisines/lien', { reference: asked.reference, courriel })
    const wrong = await lost('autre@confidence.example')
    expect(wrong.headers.get('location')).toBe('/saisines/lien?fait=oui')
    expect(await mails(program)).toHaveLength(before)
    const right = await lost('Camille@confidence.example')
    expect(right.headers.get('location')).toBe('/saisines/lien?fait=oui')
    const link = /https:\S+suivi\/\S+/.exec((await mails(program)).at(-1)?.text ?? '')?.[0] ?? ''
    expect(await page(new URL(link).pathname)).toContain(SECRET)
  })
})

describe('who reads a request', () => {
  it('is the firm, and the agents that the partner named: nobody else, and their files likewise', async () => {
    await narbonne()
    const asked = await ask(program, mediation(), [file('pièce.docx', docx())])
    const { path } = asked
    const own = await page(path)
    const [firmFile = ''] = /\/saisines\/suivi\/[^"]+pieces\/[^"]+/.exec(own) ?? []
    const at = firmFile.split('/pieces/')[1] ?? ''
    const taken = await get(firmFile)
    expect(taken.status).toBe(200)
    expect(taken.headers.get('cache-control')).toBe('private, no-store')
    const desk = `/espace/narbonne/saisines/${asked.reference}`
    const id = at.split('/')[0] ?? ''
    const other = await ask(program, mediation())
    const [doc] = await program.deps.db.select().from(documents)
    expect(doc?.partnerId).toBeNull()

    for (const role of ['publisher', 'pact-editor', 'partner-administrator'] as const)
      for (const partner of ['narbonne', 'carcassonne'])
        for (const handling of [null, { difficulties: false }, { difficulties: true }]) {
          const agent = await agentOf(program, { role, partner }, handling)
          const allowed = partner === 'narbonne' && handling !== null
          const refusal = partner === 'narbonne' ? 404 : 403
          for (const address of [desk, `${desk}/pieces/${at}`]) {
            const answer = await get(address, agent.headers)
            expect(answer.status).toBe(allowed ? 200 : refusal)
            expect(answer.headers.get('cache-control')).toBe('private, no-store')
          }
          const list = await get('/espace/narbonne/saisines', agent.headers)
          expect((await list.text()).includes(SECRET)).toBe(allowed)
          for (const word of [
            'accuse',
            'messages',
            'relais',
            'mediation',
            'cloture',
            'fiche',
            'demarches',
          ])
            if (!allowed)
              expect((await post(program, `${desk}/${word}`, {}, agent.headers)).status).toBe(
                refusal,
              )
          expect((await get(`/espace/${partner}/documents/${at}`, agent.headers)).status).toBe(404)
          expect(
            (await get(`/espace/carcassonne/saisines/${asked.reference}`, agent.headers)).status,
          ).toBe(partner === 'carcassonne' ? 404 : 403)
        }
    const administrator = await signIn(program, 'administrator')
    const nobody = await signIn(program, 'nobody')
    for (const { headers } of [administrator, nobody, { headers: {} }])
      for (const address of [desk, `${desk}/pieces/${at}`, '/espace/narbonne/saisines'])
        expect([303, 403]).toContain((await get(address, headers)).status)
    for (const { headers } of [administrator, nobody])
      expect((await get('/espace/narbonne/saisines/personnes', headers)).status).toBe(403)

    expect((await get(`/documents/fichier/${at}`)).status).toBe(404)
    expect((await get(`${other.path}/pieces/${at}`)).status).toBe(404)
    expect((await get(`${path}/pieces/${crypto.randomUUID()}/x`)).status).toBe(404)
    expect((await get(`/saisines/suivi/${'b'.repeat(43)}`)).status).toBe(404)
    await program.deps.db.update(documents).set({ scan: 'waiting' }).where(eq(documents.id, id))
    expect((await get(firmFile)).status).toBe(503)
    await program.deps.db.update(documents).set({ scan: 'infected' }).where(eq(documents.id, id))
    expect((await get(firmFile)).status).toBe(410)
  })

  it('and who reads the program’s log learns neither a link nor a file’s name when something breaks', async () => {
    const { path } = await ask(program, mediation(), [file()])
    const [at = ''] = /pieces\/[^"]+/.exec(await page(path)) ?? []
    const broken = createApp({
      ...program.deps,
      db: new Proxy(program.deps.db, {
        get() {
          throw new Error('gone')
        },
      }),
    })
    logged.length = 0
    expect((await broken.request(`${path}/${at}`)).status).toBe(500)
    expect(logged).toHaveLength(1)
    expect(logged[0]).toContain('/saisines/suivi/:token/pieces/')
    expect(logged[0]).not.toMatch(/devis|confidentiel/)
    expect(logged[0]).not.toContain(path)
  })

  it('is decided by the partner’s administrators among its own agents, and ends with their role', async () => {
    const boss = await agentOf(
      program,
      { role: 'partner-administrator', partner: 'narbonne' },
      null,
    )
    const agent = await narbonne(null)
    const stranger = await agentOf(program, { role: 'publisher', partner: 'carcassonne' }, null)
    const asked = await ask(program, mediation())
    const desk = `/espace/narbonne/saisines/${asked.reference}`
    const people = '/espace/narbonne/saisines/personnes'
    expect((await get(desk, boss.headers)).status).toBe(404)
    expect((await get(people, agent.headers)).status).toBe(403)
    const name = (traite: string) => post(program, people, { traite }, boss.headers)
    expect((await name(stranger.agentId)).status).toBe(422)
    expect((await name(agent.agentId)).status).toBe(303)
    expect((await get(desk, agent.headers)).status).toBe(200)
    await program.deps.db.execute(
      sql`update memberships set ended_at = now() where agent_id = ${agent.agentId}`,
    )
    expect((await get(desk, agent.headers)).status).toBe(403)
    await program.deps.db.execute(sql`update memberships set ended_at = null`)
    await name('')
    expect((await get(desk, agent.headers)).status).toBe(404)
  })

  it('for a firm in difficulty, is those named for them only, and nothing of it is told anywhere', async () => {
    const usual = await narbonne()
    const named = await narbonne({ difficulties: true })
    const administrator = await signIn(program, 'administrator')
    const boss = await agentOf(
      program,
      { role: 'partner-administrator', partner: 'narbonne' },
      null,
    )
    const asked = await ask(program, difficulty(), [file()])
    await program.deps.db.update(requests).set({ partnerId: await partnerId(program, 'narbonne') })
    const desk = `/espace/narbonne/saisines/${asked.reference}`
    expect((await get(desk, usual.headers)).status).toBe(404)
    expect(await page('/espace/narbonne/saisines', usual.headers)).not.toContain(asked.reference)
    const seen = await page(desk, named.headers)
    for (const said of ['Deux clients perdus', 'Dettes fiscales', 'Chômage partiel'])
      expect(seen).toContain(said)
    const form = {
      emplois: '5',
      industriel: 'Carnet vide',
      financier: '',
      social: '',
      version: '1',
    }
    expect((await post(program, `${desk}/fiche`, form, named.headers)).status).toBe(303)
    const stale = await post(
      program,
      `${desk}/fiche`,
      { ...form, social: 'Perdu ?' },
      named.headers,
    )
    expect(stale.status).toBe(422)
    expect(await stale.text()).toContain('Perdu ?')
    const deed = { jour: '18 novembre 2026', demarche: 'Saisine de la CCSF' }
    await post(program, `${desk}/demarches`, deed, named.headers)
    expect(await page(asked.path)).toContain('Saisine de la CCSF')
    const end = { resultat: 'solution', suites: 'Plan d’apurement', message: '' }
    expect((await post(program, `${desk}/cloture`, end, named.headers)).status).toBe(303)
    expect(await page(asked.path)).toContain('Plan d’apurement')

    const told = JSON.stringify([
      await mails(program),
      await program.deps.db.select().from(auditLog),
      await program.deps.db.select().from(jobs),
      logged,
    ])
    expect(told).not.toMatch(
      /Xylophone|Confidentielle|Camille C|Deux clients|CCSF|apurement|difficult|devis conf/i,
    )
    for (const { headers } of [administrator, boss, { headers: {} }])
      for (const path of [
        '/saisines',
        '/espace',
        '/espace/administration/journal',
        '/espace/administration/saisines',
      ])
        expect(await page(path, headers)).not.toMatch(
          /Xylophone|Confidentielle|Camille C|clients perdus/,
        )
    expect(await publicFigures(program.deps.db)).toMatchObject({
      received: 0,
      byKind: [],
      themes: [],
      outcomes: [],
      difficulties: null,
    })
    expect(await page('/saisines')).toContain('moins de 10')
  })

  it('is on no public page, feed or download', async () => {
    await narbonne()
    await ask(program, mediation(), [file()])
    const administrator = await signIn(program, 'administrator')
    const publicly = ROUTES.filter(
      ({ method, kind, path }) => method === 'get' && kind !== 'asset' && !path.includes(':'),
    )
    expect(publicly.length).toBeGreaterThan(40)
    for (const { path, policy } of publicly) {
      const answer = await get(path, policy === 'public' ? {} : administrator.headers)
      expect(await answer.text(), path).not.toMatch(/Xylophone|Confidentielle|camille@/)
    }
  })
})

describe('two hands at once', () => {
  const ROUNDS = process.env['DEEP'] ? 20 : 2

  it('two agents answer: both are read, and the request is taken up once', async () => {
    const agents = [await narbonne(), await narbonne()]
    const asked = await ask(program, mediation())
    const desk = `/espace/narbonne/saisines/${asked.reference}`
    const answers = await Promise.all(
      agents.map(({ headers }, number) => {
        const fields = { message: `Réponse ${number}`, portee: 'reponse' }
        return send(program, `${desk}/messages`, fields, { headers })
      }),
    )
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    const own = await page(asked.path)
    for (const words of ['Réponse 0', 'Réponse 1']) expect(own).toContain(words)
    const events = await program.deps.db.select().from(requestEvents)
    expect(events.filter(({ kind }) => kind === 'acknowledged')).toHaveLength(1)
    expect(await row(asked.id)).toMatchObject({ state: 'answered', turn: 'firm' })
  })

  it('a firm withdraws while an agent closes: it ends once, and no word of the agent is lost', async () => {
    const agent = await narbonne()
    for (let round = 0; round < ROUNDS; round += 1) {
      const asked = await ask(program, { ...mediation(), nature: 'question' })
      const desk = `/espace/narbonne/saisines/${asked.reference}`
      const end = { resultat: 'answered', message: 'Dernier mot de Xénia' }
      const [closed, withdrawn] = await Promise.all([
        post(program, `${desk}/cloture`, end, agent.headers),
        post(program, `${asked.path}/retrait`),
      ])
      expect(withdrawn.status).toBe(303)
      const kept = closed.status === 303 ? await page(asked.path) : await closed.text()
      expect(kept).toContain('Dernier mot de Xénia')
      const { outcome } = await row(asked.id)
      expect(outcome).toBe(closed.status === 303 ? 'answered' : 'withdrawn')
      const ends = await program.deps.db
        .select()
        .from(requestEvents)
        .where(eq(requestEvents.requestId, asked.id))
      expect(ends.filter(({ kind }) => kind === 'closed')).toHaveLength(1)
    }
  })

  it('a firm erases while an agent writes: nothing of it is left', async () => {
    const agent = await narbonne()
    for (let round = 0; round < ROUNDS; round += 1) {
      const asked = await ask(program, mediation(), [file()])
      const desk = `/espace/narbonne/saisines/${asked.reference}`
      const message = { message: `À propos de ${SECRET}`, portee: 'precision' }
      const [written, erased] = await Promise.all([
        send(program, `${desk}/messages`, message, { headers: agent.headers }),
        post(program, `${asked.path}/effacement`, { compris: 'oui' }),
      ])
      expect(erased.headers.get('location')).toBe('/saisines/effacee')
      expect([303, 422]).toContain(written.status)
      if (written.status === 422) expect(await written.text()).toContain(SECRET)
      expect(await left()).not.toMatch(PERSONAL)
    }
  })
})

describe('any form about requests', () => {
  const POSTS = ROUTES.filter(({ method, path }) => method === 'post' && /saisines/.test(path))
  const NAMES = [
    'nature acheteur autre reference theme objet message effectif emplois industriel financier social entreprise siret',
    'personne courriel telephone commune metier nommer accord demande oter site_web portee vers organisme motif etape',
    'version jour demarche resultat suites compris traite difficultes salaries ou __proto__ constructor',
  ].flatMap((line) => line.split(' '))
  const RIGHT = (
    'oui|non|question|orientation|mediation|innovation|difficulte|narbonne|payment|12|1|a@b.example|reponse|precision|' +
    'buyer-heard|proposal|agreement|answered|withdrawn|solution|o1|p2|Une phrase|18 novembre 2026|Narbonne'
  ).split('|')
  const WRONG = [
    '',
    '-1',
    '1e9',
    '\0',
    '\u{FFFE}',
    '\u{D800}'.toWellFormed(),
    "'; drop table requests; --",
    '=cmd()',
    'a@b.example\r\nBcc: c@d.example',
    '<script>alert(1)</script>',
    '‮',
    'é'.repeat(9_000),
    'x'.repeat(43),
  ]
  const value = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...RIGHT) },
    fc.constantFrom(...WRONG),
    fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.toWellFormed()),
  )
  const form = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 25 })

  it('is answered, and nothing is half written', { timeout: 600_000 }, async () => {
    const { db } = program.deps
    const agent = await agentOf(
      program,
      { role: 'partner-administrator', partner: 'narbonne' },
      { difficulties: true },
    )
    const forms = [mediation(), { ...mediation(), nature: 'question' }, difficulty()]
    let asked = await ask(program, mediation())
    let sent = 0
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...POSTS), form, async (route, typed) => {
        await db.execute(sql`truncate rate_limits`)
        sent += 1
        // Half of them meet a request that is new, the others one that the former have brought somewhere.
        if (sent % 2 === 0) {
          asked = await ask(program, forms[sent % forms.length] ?? mediation())
          await db
            .update(requests)
            .set({ partnerId: await partnerId(program, 'narbonne') })
            .where(eq(requests.id, asked.id))
        }
        const path = route.path
          .replace('/saisines/suivi/:token', asked.path)
          .replace(':partner', 'narbonne')
          .replace(':reference', asked.reference)
          .replace(':relay', '1')
        const body = route.kind === 'upload' ? new FormData() : new URLSearchParams()
        for (const [name, text] of typed) body.append(name, text)
        const answer = await program.app.request(path, {
          method: 'POST',
          headers: agent.headers,
          body,
        })
        expect([200, 303, 403, 404, 413, 422]).toContain(answer.status)
        await answer.arrayBuffer()
      }),
      { numRuns: process.env['DEEP'] ? 1_500 : 60 },
    )
    const rows = await db.select().from(requests)
    expect(rows.length).toBeGreaterThan(20)
    for (const { state, closedAt, outcome, kind, mediationStep, erasedAt, firm, email } of rows) {
      expect([closedAt !== null, outcome !== null]).toEqual([
        state === 'closed',
        state === 'closed',
      ])
      if (outcome) expect(OUTCOMES[kind]).toContain(outcome)
      expect(mediationStep !== null).toBe(kind === 'mediation')
      expect([firm === null, email === null]).toEqual([erasedAt !== null, erasedAt !== null])
    }
  })
})

/** All that is left of requests. */
async function left(): Promise<string> {
  const rows = await program.deps.db.execute(sql`
    select (select json_agg(r) from requests r) as requests,
      (select json_agg(m) from request_messages m) as messages,
      (select json_agg(e) from request_events e) as events,
      (select json_agg(d) from request_diagnoses d) as diagnoses,
      (select json_agg(s) from request_steps s) as steps,
      (select json_agg(r) from request_relays r) as relays,
      (select json_agg(l) from request_links l) as links,
      (select json_agg(d) from documents d) as documents,
      (select json_agg(a) from audit_log a) as audit`)
  return JSON.stringify(rows)
}

const PERSONAL = /Xylophone|Confidentielle|amille|confidence\.ex|devis/

describe('a firm has what it asked erased', () => {
  it('at once and for both sides, once it has read what that means', async () => {
    const named = await narbonne({ difficulties: true })
    const asked = await ask(program, difficulty(), [file()])
    await program.deps.db.update(requests).set({ partnerId: await partnerId(program, 'narbonne') })
    const own = await page(asked.path)
    expect(own).toContain('Ville de Narbonne en est prévenu et ne pourra plus rien lire')
    expect(own).toContain('la fiche confidentielle')
    const hasty = await post(program, `${asked.path}/effacement`)
    expect(hasty.status).toBe(422)
    expect(await hasty.text()).toContain('rien n’a été effacé')
    expect(await left()).toMatch(PERSONAL)

    const done = await post(program, `${asked.path}/effacement`, { compris: 'oui' })
    expect(done.status).toBe(303)
    expect(await page('/saisines/effacee')).toContain('Votre demande est effacée')
    expect(await left()).not.toMatch(PERSONAL)
    expect((await get(asked.path)).status).toBe(404)
    expect(await row(asked.id)).toMatchObject({ state: 'closed', outcome: 'withdrawn' })
    const sent = await mails(program)
    const toFirm = sent.filter(({ recipient }) => recipient === 'camille@confidence.example')
    expect(toFirm.map(({ expiresAt }) => expiresAt)).toEqual([program.clock.now])
    expect(sent.at(-1)?.recipient).toMatch(/^publisher\.narbonne/)
    expect(sent.at(-1)?.subject).toContain('Effacée')
    const desk = `/espace/narbonne/saisines/${asked.reference}`
    expect(await page(desk, named.headers)).toContain('Effacée à la demande de l’entreprise')
    expect(await page('/espace/narbonne/saisines?etat=closes', named.headers)).toContain(
      asked.reference,
    )
    const again = await post(program, `${asked.path}/effacement`, { compris: 'oui' })
    expect(again.status).toBe(404)
  })
})

describe('as time goes by', () => {
  const tellingNow = () => ({
    config: program.deps.config,
    now: program.clock.now,
    mails: requestMails,
  })

  it('a firm that says no more is asked once, and its request ends by itself: it may open it again', async () => {
    const agent = await narbonne()
    const asked = await ask(program, mediation())
    const waiting = await ask(program, { ...mediation(), nature: 'question' })
    const desk = `/espace/narbonne/saisines/${asked.reference}`
    const question = { message: 'Depuis quand ?', portee: 'precision' }
    await send(program, `${desk}/messages`, question, { headers: agent.headers })
    expect(await page(asked.path)).toMatch(/Si rien ne bouge d’ici le mardi 19 janvier 2027/)
    const { db } = program.deps
    const toFirm = async () =>
      (await mails(program)).filter(({ subject }) => subject?.startsWith('Toujours d’actualité'))
    await later(29)
    await askQuietFirms(db, tellingNow())
    expect(await toFirm()).toHaveLength(0)
    await later(1)
    await askQuietFirms(db, tellingNow())
    await later(1)
    await askQuietFirms(db, tellingNow())
    expect(await toFirm()).toHaveLength(1)
    await later(28)
    await endQuietRequests(db, tellingNow())
    expect(await row(asked.id)).toMatchObject({ state: 'acknowledged' })
    await later(1)
    await endQuietRequests(db, tellingNow())
    expect(await row(asked.id)).toMatchObject({ state: 'closed', outcome: 'withdrawn' })
    expect(await page(asked.path)).toContain('Close par le guichet\u00A0: plus rien n’y bougeait')
    await post(program, `${asked.path}/reouverture`)
    expect(await row(asked.id)).toMatchObject({ state: 'acknowledged', turn: 'partner' })
    expect(await row(waiting.id)).toMatchObject({ state: 'received' })
    await later(366)
    await endQuietRequests(db, tellingNow())
    expect(await row(waiting.id)).toMatchObject({ state: 'closed', outcome: 'no-follow-up' })
  })

  it('who is late is reminded, and the desk shows it', async () => {
    const agent = await narbonne()
    await ask(program, mediation())
    const reminders = async () => {
      await remindHandlers(program.deps.db, tellingNow())
      return (await mails(program)).filter(({ subject }) => /retard|demain/i.test(subject ?? ''))
    }
    expect(await reminders()).toHaveLength(0)
    await later(4)
    expect(await reminders()).toHaveLength(1)
    expect(await reminders()).toHaveLength(1)
    expect(await page('/espace/narbonne/saisines', agent.headers)).not.toContain('En retard')
    await later(1)
    expect(await reminders()).toHaveLength(2)
    expect(await page('/espace/narbonne/saisines', agent.headers)).toContain('En retard')
    await later(1)
    expect(await reminders()).toHaveLength(2)
    await later(6)
    expect(await reminders()).toHaveLength(3)
  })

  it('who asked is forgotten a year after the end: figures stay, and files nobody sent go at once', async () => {
    const agent = await narbonne()
    const asked = await ask(program, mediation(), [file()])
    const desk = `/espace/narbonne/saisines/${asked.reference}`
    await send(
      program,
      `${desk}/messages`,
      { message: `Reçu : ${SECRET}`, portee: 'reponse' },
      { headers: agent.headers },
    )
    await post(program, `${desk}/cloture`, { resultat: 'withdrawn' }, agent.headers)
    await send(program, '/saisines/nouvelle', mediation({ accord: '' }), { files: [file()] })
    expect(await program.deps.db.$count(documents)).toBe(2)
    await later(2)
    await eraseOldRequests(program.deps.db, program.clock.now)
    expect(await program.deps.db.$count(documents)).toBe(1)
    await later(360)
    await eraseOldRequests(program.deps.db, program.clock.now)
    expect(await page(asked.path)).toContain(SECRET)
    const before = await publicFigures(program.deps.db)
    await later(10)
    await eraseOldRequests(program.deps.db, program.clock.now)
    expect((await get(asked.path)).status).toBe(404)
    expect(await program.deps.db.$count(requestFiles)).toBe(0)
    expect(await program.deps.db.$count(documents)).toBe(0)
    expect(await left()).not.toMatch(PERSONAL)
    expect(await publicFigures(program.deps.db)).toEqual(before)
    expect(before).toMatchObject({ received: 1, themes: [{ theme: 'payment', count: 1 }] })
    expect(await page(desk, agent.headers)).toContain(asked.reference)
  })

  it('figures are told as numbers alone below ten, and with percentages from ten on', async () => {
    await narbonne()
    for (let number = 0; number < 9; number += 1) await ask(program, mediation())
    await later(1)
    await program.deps.versions.refresh()
    const few = await page('/saisines')
    expect(few).toMatch(/9\sdemandes reçues/)
    expect(few).not.toMatch(/\d\s%/)
    await ask(program, { ...mediation(), nature: 'question' })
    await later(1)
    await program.deps.versions.refresh()
    const enough = await page('/saisines')
    expect(enough).toMatch(/90\s%/)
    expect(enough).toMatch(/10\s%/)
  })
})
