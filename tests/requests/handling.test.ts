import { and, eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import { agents } from '../../src/auth/schema.ts'
import { helpBodies, helpRules } from '../../src/contacts/schema.ts'
import { currentLists } from '../../src/consultations/lists.ts'
import type { Tx } from '../../src/db/db.ts'
import { documents } from '../../src/documents/schema.ts'
import { allowName, takeMediationStep } from '../../src/requests/mediation.ts'
import { closeRequest, reopenRequest, withdrawRequest } from '../../src/requests/close.ts'
import { eraseNow } from '../../src/requests/erase-now.ts'
import { eraseOldRequests } from '../../src/requests/erase.ts'
import { handlersFor, nameHandlers } from '../../src/requests/handlers.ts'
import type { HandlerAuthor } from '../../src/requests/lock.ts'
import { acknowledge, writeAsFirm, writeAsPartner } from '../../src/requests/messages.ts'
import { askQuietFirms, endQuietRequests } from '../../src/requests/quiet.ts'
import { answerRelay, askForRelay } from '../../src/requests/relay.ts'
import { REQUESTS_JOB, requestsJob } from '../../src/requests/requests-job.ts'
import { waitingForRoute } from '../../src/requests/route-by-hand.ts'
import { routeOf } from '../../src/requests/routing.ts'
import {
  requestEvents,
  requestLinks,
  requestMessages,
  requestRelays,
  requests,
  requestSteps,
} from '../../src/requests/schema.ts'
import type { Telling } from '../../src/requests/tell.ts'
import { parisDay } from '../../src/rules/calendar.ts'
import { requestMails } from '../../views/mail/requests.ts'
import { signIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'
import { agentOf, ask, difficulty, mails, mediation, partnerId, turnMailOn } from './support.ts'

const AT = '2026-11-20T10:00:00+01:00'
const program = useProgram(AT)

let author: HandlerAuthor

beforeAll(() => turnMailOn(program))
beforeEach(async () => {
  program.clock.now = new Date(AT)
  await program.deps.db.execute(
    sql`truncate requests, documents, outbox, agents, audit_log, rate_limits restart identity cascade`,
  )
  author = await handler('narbonne')
})

async function handler(partner: string, difficulties = false): Promise<HandlerAuthor> {
  const { agentId } = await agentOf(program, { role: 'publisher', partner }, { difficulties })
  return { partnerId: await partnerId(program, partner), agentId, actor: `agent:${agentId}` }
}

const telling = (): Telling => ({
  config: program.deps.config,
  now: program.clock.now,
  mails: requestMails,
})
const act = <T>(write: (tx: Tx, told: Telling) => Promise<T>) =>
  program.deps.db.transaction((tx) => write(tx, telling()))
/** A message by a form of its own. */
const words = (body: string) => ({ body, formSecret: '' })
const refusal = (code: string, field: string | null = null) => ({
  ok: false,
  problems: [{ field, code }],
})

const shut = (agentId: string) =>
  program.deps.db
    .update(agents)
    .set({ disabledAt: program.clock.now })
    .where(eq(agents.id, agentId))
async function row(id: number) {
  const [found] = await program.deps.db.select().from(requests).where(eq(requests.id, id))
  if (!found) throw new Error('no request')
  return found
}
async function eventsOf(id: number): Promise<string[]> {
  const rows = await program.deps.db
    .select({ kind: requestEvents.kind })
    .from(requestEvents)
    .where(eq(requestEvents.requestId, id))
    .orderBy(requestEvents.id)
  return rows.map(({ kind }) => kind)
}
const recipients = async () => (await mails(program)).map(({ recipient }) => recipient ?? '')

describe('who handles a request', () => {
  it('leaves a line in the journal for each thing done, and not a word of it', async () => {
    const { id, reference } = await ask(program, mediation())
    await act((tx, told) => acknowledge(tx, id, author, told))
    const answer = { ...words('Le mandat part lundi.'), isAnswer: true }
    await act((tx, told) => writeAsPartner(tx, id, answer, author, told))
    await act((tx, told) => takeMediationStep(tx, id, 'buyer-heard', author, told))
    const end = { ...words(''), outcome: 'agreement' as const, result: '' }
    await act((tx, told) => closeRequest(tx, id, end, author, told))
    const lines = await program.deps.db
      .select({ actor: auditLog.actor, subject: auditLog.subject, after: auditLog.after })
      .from(auditLog)
      .where(eq(auditLog.action, 'request.handle'))
      .orderBy(auditLog.id)
    expect(lines).toEqual(
      ['acknowledged', 'answered', 'wrote', 'buyer-heard', 'closed'].map((event) => ({
        actor: author.actor,
        subject: `request:${reference}`,
        after: { event },
      })),
    )
  })

  it('does nothing to one that was handed on meanwhile', async () => {
    const { id } = await ask(program, mediation())
    const other = await handler('carcassonne')
    const late = { ...words('Trop tard.'), isAnswer: true }
    expect(await act((tx, told) => writeAsPartner(tx, id, late, other, told))).toEqual(
      refusal('ended'),
    )
    expect(await program.deps.db.$count(requestMessages)).toBe(1)
  })

  it('answers once: what is asked after that takes nothing back', async () => {
    const { id } = await ask(program, mediation())
    const first = program.clock.now
    for (const isAnswer of [true, true, false]) {
      const written = { ...words('Voici.'), isAnswer }
      await act((tx, told) => writeAsPartner(tx, id, written, author, told))
      program.later(1)
    }
    expect(await row(id)).toMatchObject({ state: 'answered', answeredAt: first })
  })

  it('ends it with an outcome of its kind, once the firm has answered about a relay', async () => {
    const { id } = await ask(program, { ...mediation(), nature: 'question' })
    const close = (outcome: 'agreement' | 'answered') =>
      act((tx, told) => closeRequest(tx, id, { ...words(''), outcome, result: '' }, author, told))
    expect(await close('agreement')).toEqual(refusal('choice', 'resultat'))
    const outside = { partnerId: null, body: 'Un médiateur', bodyId: null, reason: 'Il le peut.' }
    await act((tx, told) => askForRelay(tx, id, outside, author, told))
    expect(await close('answered')).toEqual(refusal('relay-waits'))
    const [relay] = await program.deps.db.select().from(requestRelays)
    await act((tx, told) => answerRelay(tx, id, relay?.id ?? 0, false, told))
    expect(await close('answered')).toEqual({ ok: true })
  })

  it('has not answered a request that it closes as withdrawn', async () => {
    const { id } = await ask(program, mediation())
    const end = { ...words(''), outcome: 'withdrawn' as const, result: '' }
    await act((tx, told) => closeRequest(tx, id, end, author, told))
    expect(await row(id)).toMatchObject({ state: 'closed', answeredAt: null })
    expect(await eventsOf(id)).toEqual(['received', 'routed', 'acknowledged', 'closed'])
  })

  it('hears the buyer before it proposes', async () => {
    const { id } = await ask(program, mediation())
    const step = (next: 'buyer-heard' | 'proposal') =>
      act((tx, told) => takeMediationStep(tx, id, next, author, told))
    expect(await step('proposal')).toEqual(refusal('step-order', 'etape'))
    expect(await step('buyer-heard')).toEqual({ ok: true })
    expect(await step('proposal')).toEqual({ ok: true })
    expect(await step('buyer-heard')).toEqual(refusal('step-order', 'etape'))
  })

  it('hands it on to somebody else, where somebody can read it', async () => {
    const { id } = await ask(program, mediation())
    const to = async (partner: string) => {
      const relay = { partnerId: await partnerId(program, partner), body: null, bodyId: null }
      return act((tx, told) => askForRelay(tx, id, { ...relay, reason: 'Oui.' }, author, told))
    }
    expect(await to('narbonne')).toEqual(refusal('same-partner', 'vers'))
    expect(await to('carcassonne')).toEqual(refusal('nobody-there', 'vers'))
    await handler('carcassonne')
    expect(await to('carcassonne')).toEqual({ ok: true })
  })

  it('has the whole time again, and all to say, where it was handed on', async () => {
    const other = await handler('carcassonne')
    const { id } = await ask(program, mediation())
    const before = await row(id)
    const relay = { partnerId: other.partnerId, body: null, bodyId: null, reason: 'Oui.' }
    await act((tx, told) => askForRelay(tx, id, relay, author, told))
    expect(await row(id)).toMatchObject({ acknowledgedAt: program.clock.now })
    program.later(10)
    const stranger = await ask(program, { ...mediation(), nature: 'question' })
    const [asked] = await program.deps.db.select().from(requestRelays)
    const answer = (requestId: number) =>
      act((tx, told) => answerRelay(tx, requestId, asked?.id ?? 0, true, told))
    // Another firm has nothing to say to it.
    expect(await answer(stranger.id)).toEqual(refusal('no-relay'))
    expect(await answer(id)).toEqual({ ok: true })
    const after = await row(id)
    expect(after).toMatchObject({ partnerId: other.partnerId, acknowledgedAt: null })
    expect(after.acknowledgeBy > before.acknowledgeBy).toBe(true)
    expect(after.answerBy > before.answerBy).toBe(true)
  })

  it('is told of a firm in difficulty only where they were named for that', async () => {
    const named = await handler('narbonne', true)
    const namesFor = async (kind: 'difficulty' | 'question') =>
      (await handlersFor(program.deps.db, author.partnerId, kind))
        .map(({ agentId }) => agentId)
        .toSorted()
    expect(await namesFor('difficulty')).toEqual([named.agentId])
    expect(await namesFor('question')).toEqual([author.agentId, named.agentId].toSorted())
  })

  it('is told of nothing once they are shut out, and administrators likewise', async () => {
    const [out, boss] = [await handler('narbonne'), await signIn(program, 'administrator')]
    const kept = await signIn(program, 'administrator')
    for (const { agentId } of [out, boss]) await shut(agentId)
    await ask(program, mediation())
    expect(await recipients()).toEqual([
      'camille@confidence.example',
      expect.stringMatching(/^publisher\.narbonne/),
    ])
    const [usual] = await program.deps.db.select().from(agents).where(eq(agents.id, author.agentId))
    expect((await recipients())[1]).toBe(usual?.email)
    await ask(program, mediation({ acheteur: '', autre: 'Un acheteur inconnu' }))
    const [chief] = await program.deps.db.select().from(agents).where(eq(agents.id, kept.agentId))
    expect((await recipients()).slice(2)).toEqual(['camille@confidence.example', chief?.email])
  })

  it('is named by name in the journal, who was before them too', async () => {
    const { agentId, partnerId: at } = await handler('narbonne')
    const by = { actor: 'agent:test', now: program.clock.now, partnerId: at }
    await program.deps.db.transaction((tx) =>
      nameHandlers(tx, [{ agentId, difficulties: true }], by),
    )
    const [line] = await program.deps.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.action, 'request.name-handlers'))
    expect(line).toMatchObject({
      actor: 'agent:test',
      partnerId: at,
      before: { agents: expect.arrayContaining([author.agentId, agentId]) },
      after: { agents: [`${agentId} +`] },
    })
  })
})

describe('a firm', () => {
  it('that writes again gives nobody more time, and once however often it is sent', async () => {
    const { id } = await ask(program, mediation())
    const { answerBy } = await row(id)
    program.later(3)
    const written = { body: 'Encore ceci.', formSecret: 'd'.repeat(43) }
    for (let time = 0; time < 2; time += 1)
      expect(await act((tx, told) => writeAsFirm(tx, id, written, told))).toEqual({ ok: true })
    expect(await row(id)).toMatchObject({ answerBy, turn: 'partner' })
    expect(await program.deps.db.$count(requestMessages)).toBe(2)
  })

  it('that withdraws is not taken for its correspondent, and says no to a relay that waits', async () => {
    const first = await ask(program, mediation())
    await act((tx, told) => withdrawRequest(tx, first.id, told))
    expect(await row(first.id)).toMatchObject({ state: 'closed', acknowledgedAt: null })
    expect(await eventsOf(first.id)).toEqual(['received', 'routed', 'closed'])
    const { id } = await ask(program, mediation())
    const outside = { partnerId: null, body: 'Un médiateur', bodyId: null, reason: 'Il le peut.' }
    await act((tx, told) => askForRelay(tx, id, outside, author, told))
    await act((tx, told) => withdrawRequest(tx, id, told))
    expect(await program.deps.db.select().from(requestRelays)).toMatchObject([
      { answer: 'refused', answeredAt: program.clock.now },
    ])
    // Opened again, it can be handed on again.
    await act((tx, told) => reopenRequest(tx, id, words(''), told))
    expect(await act((tx, told) => askForRelay(tx, id, outside, author, told))).toEqual({
      ok: true,
    })
  })

  it('lets its name be told as long as its mediation goes on', async () => {
    const { id } = await ask(program, mediation())
    await act((tx, told) => withdrawRequest(tx, id, told))
    expect(await act((tx, told) => allowName(tx, id, told))).toEqual(refusal('ended'))
    expect(await row(id)).toMatchObject({ mayNameFirm: false })
  })

  it('that has one request erased is told of its others all the same', async () => {
    const [one, other] = [await ask(program, mediation()), await ask(program, mediation())]
    await act((tx, told) => eraseNow(tx, one.id, told))
    const toFirm = (await mails(program)).filter(({ recipient }) =>
      recipient?.startsWith('camille@'),
    )
    expect(toFirm.map(({ key, expiresAt }) => [key, expiresAt !== null])).toEqual([
      [`saisine:${one.id}:received:0`, true],
      [`saisine:${other.id}:received:0`, false],
    ])
  })

  it('in difficulty that has its request erased leaves neither steps nor its département', async () => {
    const { id } = await ask(program, difficulty())
    expect(await row(id)).toMatchObject({ departement: '11' })
    await program.deps.db
      .insert(requestSteps)
      .values({ requestId: id, on: '2026-11-19', words: 'CCSF' })
    await act((tx, told) => eraseNow(tx, id, told))
    expect(await row(id)).toMatchObject({ departement: null })
    expect(await program.deps.db.$count(requestSteps)).toBe(0)
  })

  it('is given a link for each message, and none where no message goes', async () => {
    await ask(program, mediation())
    expect(await program.deps.db.$count(requestLinks)).toBe(2)
    const { config } = program.deps
    program.deps.config = { ...config, smtpUrl: '' }
    await ask(program, mediation())
    program.deps.config = config
    expect(await program.deps.db.$count(requestLinks)).toBe(3)
  })
})

describe('where a request goes', () => {
  const routed = async (asked: Partial<Parameters<typeof routeOf>[2]>) => {
    const { gazetteer } = await currentLists(program.deps)
    const question = { kind: 'question' as const, place: null, buyerPartnerId: null }
    const known = { ...question, headCount: null, trade: null, ...asked }
    return routeOf(program.deps.db, gazetteer, known, parisDay(program.clock.now))
  }

  it('is the buyer whose name was typed, where it is known', async () => {
    const { id } = await ask(program, mediation({ acheteur: '', autre: 'Ville de Narbonne' }))
    expect(await row(id)).toMatchObject({
      partnerId: author.partnerId,
      routedBy: 'buyer',
      buyerName: null,
    })
  })

  it('is never the buyer of a firm in difficulty', async () => {
    const buyerPartnerId = author.partnerId
    await handler('narbonne', true)
    expect(await routed({ buyerPartnerId })).toEqual({
      partnerId: buyerPartnerId,
      routedBy: 'buyer',
    })
    expect(await routed({ kind: 'difficulty', buyerPartnerId })).toBeNull()
  })

  it('is what a rule says for certain, and nobody where the firm’s place is not known', async () => {
    const { db } = program.deps
    const { gazetteer } = await currentLists(program.deps)
    await db.delete(helpRules)
    const [own] = await db
      .insert(helpBodies)
      .values({
        partnerId: author.partnerId,
        slug: 'essai',
        kind: 'council',
        name: 'Essai',
        phones: [],
        territories: [],
        problems: [],
      })
      .returning({ id: helpBodies.id })
    const there = {
      slug: 'essai',
      problem: 'question' as const,
      territories: ['c:11262'],
      target: 'body' as const,
      bodyId: own?.id ?? 0,
      rank: 1,
      reason: 'Là.',
      source: 'essai',
      inForceFrom: '2026-01-01',
    }
    await db.insert(helpRules).values(there)
    const place = gazetteer.byKey('c:11262')
    expect(await routed({ place })).toEqual({ partnerId: author.partnerId, routedBy: 'rule' })
    expect(await routed({})).toBeNull()
  })

  it('is in the administrators’ sight while nobody there may read a firm in difficulty', async () => {
    const { id, reference } = await ask(program, difficulty())
    await program.deps.db
      .update(requests)
      .set({ partnerId: author.partnerId })
      .where(eq(requests.id, id))
    const waiting = async () =>
      (await waitingForRoute(program.deps.db)).map((each) => each.reference)
    expect(await waiting()).toEqual([reference])
    await handler('narbonne', true)
    expect(await waiting()).toEqual([])
  })
})

describe('a request in which nothing moves', () => {
  /** Asked of the firm, which has to answer. */
  async function asked(): Promise<number> {
    const { id } = await ask(program, mediation())
    const question = { ...words('Depuis quand ?'), isAnswer: false }
    await act((tx, told) => writeAsPartner(tx, id, question, author, told))
    return id
  }
  const toFirm = async () =>
    (await mails(program)).filter(({ subject }) => subject?.startsWith('Toujours d’actualité'))

  it('is asked about again where it has moved since', async () => {
    const id = await asked()
    for (const times of [1, 2]) {
      program.later(30)
      await askQuietFirms(program.deps.db, telling())
      expect(await toFirm()).toHaveLength(times)
      program.later(1)
      if (times === 1)
        await act((tx, told) => takeMediationStep(tx, id, 'buyer-heard', author, told))
    }
  })

  it('is left alone where the firm writes at that very instant', async () => {
    const { db } = program.deps
    for (const [days, watch] of [
      [31, askQuietFirms],
      [61, endQuietRequests],
    ] as const) {
      const id = await asked()
      program.later(days)
      let watched = Promise.resolve()
      await act(async (tx, told) => {
        await writeAsFirm(tx, id, words('Toujours !'), told)
        watched = watch(db, told)
        await waitingForLock()
      })
      await watched
      expect(await row(id)).toMatchObject({ state: 'acknowledged', turn: 'partner' })
      expect(await toFirm()).toEqual([])
      await act((tx, told) => withdrawRequest(tx, id, told))
    }
  })

  /** Answers once somebody waits for a request. */
  async function waitingForLock(): Promise<void> {
    for (;;) {
      const rows = await program.deps.db.execute(sql`
        select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query ~ 'requests'`)
      if (rows.length > 0) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  it('came to nothing where its correspondent did not go on with it', async () => {
    const { id } = await ask(program, mediation())
    program.later(366)
    await endQuietRequests(program.deps.db, telling())
    expect(await row(id)).toMatchObject({ state: 'closed', outcome: 'none' })
  })

  it('is ended by the hourly job, which sends nothing where mail is off', async () => {
    const id = await asked()
    const before = (await mails(program)).length
    program.later(61)
    const { config } = program.deps
    const silent = { ...program.deps, config: { ...config, smtpUrl: '' } }
    const job = { kind: REQUESTS_JOB, key: '', payload: {}, attempt: 1 }
    expect(await requestsJob(silent)(job)).toEqual({ againAfterSeconds: 3_600 })
    expect(await row(id)).toMatchObject({ state: 'closed', outcome: 'withdrawn' })
    expect(await mails(program)).toHaveLength(before)
  })
})

it('a partner’s own documents stay, whatever requests are erased', async () => {
  const { db } = program.deps
  await db.insert(documents).values({
    id: crypto.randomUUID(),
    partnerId: author.partnerId,
    name: 'cahier.pdf',
    kind: 'pdf',
    size: 1,
    sha256: '0',
    uploadedBy: author.actor,
    uploadedAt: program.clock.now,
    scan: 'unasked',
  })
  program.later(2)
  await eraseOldRequests(db, program.clock.now)
  expect(await db.$count(documents, and(eq(documents.name, 'cahier.pdf')))).toBe(1)
})
