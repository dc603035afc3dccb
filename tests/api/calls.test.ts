import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { CONSULTATION_EXAMPLE } from '../../src/api/examples.ts'
import { auditLog } from '../../src/audit/schema.ts'
import { apiTokens } from '../../src/auth/schema.ts'
import { hashOfSecret } from '../../src/auth/secret.ts'
import { consultations, notices, sourceRecords } from '../../src/consultations/schema.ts'
import { keptReasons } from '../../src/posting/schema.ts'
import { type ApiAnswer, apiClient, tokenOf } from '../support/api-client.ts'
import { bought, draft, winter } from '../support/application.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()
let call: ReturnType<typeof apiClient>
let another: ReturnType<typeof apiClient>

beforeAll(async () => {
  call = apiClient(program, await tokenOf(program, 'narbonne'))
  another = apiClient(program, await tokenOf(program, 'carcassonne'))
})

const BODY = CONSULTATION_EXAMPLE
let count = 0
/** An external id that no other test has. */
const fresh = () => `T-${(count += 1)}`
const at = (id: string, act = '') => `/consultations/${encodeURIComponent(id)}${act}`

function stated({ body }: ApiAnswer) {
  return body['stated'] as {
    reference: string
    status: string
    outcomes: unknown[]
    consultation: Record<string, unknown>
  }
}

async function noticeKinds(reference: string): Promise<string[]> {
  const rows = await program.deps.db
    .select({ kind: notices.kind })
    .from(notices)
    .innerJoin(consultations, eq(consultations.id, notices.consultationId))
    .where(eq(consultations.reference, reference))
    .orderBy(notices.id)
  return rows.map(({ kind }) => kind)
}

const pointers = ({ body }: ApiAnswer) => body.errors.map(({ pointer }) => pointer)

describe('announcing by a program', () => {
  it('creates a consultation that stands on the board, and says what it has stated', async () => {
    const id = fresh()
    const answer = await call('PUT', at(id), BODY)
    expect(answer.status).toBe(201)
    expect(answer.body['result']).toBe('created')
    expect(answer.headers.get('location')).toBe(`/api/v1/consultations/${id}`)
    const { reference, consultation } = stated(answer)
    expect(consultation).toMatchObject({
      title: BODY.title,
      deadline: '2027-01-15T12:00:00+01:00',
      place: { name: 'Narbonne', code: '11262' },
      buyers: [{ name: 'Ville de Narbonne' }],
    })
    const page = await program.app.request(`/consultations/${reference}`)
    expect(page.status).toBe(301)
    expect(await program.text('/')).toContain('Réfection de la cour')
  })

  it('changes nothing and makes no notice when the same is said again', async () => {
    const id = fresh()
    const first = await call('PUT', at(id), BODY)
    const again = await call('PUT', at(id), BODY)
    expect([again.status, again.body['result']]).toEqual([200, 'unchanged'])
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
    const told = await call('PUT', at(id), stated(first).consultation)
    expect(told.body['result']).toBe('unchanged')
    expect(await noticeKinds(stated(first).reference)).toEqual(['tender'])
  })

  it('changes what is said otherwise, with a notice and a line of the audit log', async () => {
    const id = fresh()
    const first = await call('PUT', at(id), BODY)
    const later = { ...BODY, deadline: '2027-01-22T12:00' }
    const answer = await call('PUT', at(id), later)
    expect([answer.status, answer.body['result']]).toEqual([200, 'changed'])
    const { reference } = stated(first)
    expect(await noticeKinds(reference)).toEqual(['tender', 'extension'])
    const lines = await program.deps.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.subject, `consultation:${reference}`))
      .orderBy(auditLog.id)
    expect(lines.map(({ action }) => action)).toEqual([
      'consultation.publish',
      'consultation.change',
    ])
    expect(lines[1]?.actor).toMatch(/^token:/)
    expect(lines[1]?.before).toMatchObject({ deadline: '2027-01-15T12:00' })
    expect(lines[1]?.after).toMatchObject({ deadline: '2027-01-22T12:00', externalId: id })
  })

  it('is created once by two calls at the same time', async () => {
    const id = fresh()
    const answers = await Promise.all([1, 2, 3].map(() => call('PUT', at(id), BODY)))
    expect(answers.map(({ body }) => body['result']).toSorted()).toEqual([
      'created',
      'unchanged',
      'unchanged',
    ])
    expect(new Set(answers.map((answer) => stated(answer).reference)).size).toBe(1)
  })

  it('remains one consultation when everything about it changes', async () => {
    const id = fresh()
    const first = await call('PUT', at(id), BODY)
    const { reference: _, ...other } = BODY
    const answer = await call('PUT', at(id), {
      ...other,
      title: 'Denrées surgelées',
      category: 'supplies',
      cpv: ['15896000'],
      deadline: '2027-03-10T11:00',
    })
    expect(answer.body['result']).toBe('changed')
    expect(stated(answer).reference).toBe(stated(first).reference)
  })

  it('keeps a change from who has not seen the one before', async () => {
    const id = fresh()
    const first = await call('PUT', at(id), BODY)
    const etag = first.headers.get('etag') ?? ''
    const change = (title: string, headers: Record<string, string>) =>
      call('PUT', at(id), { ...BODY, title }, headers)
    const second = await change('Réfection de la cour et du préau', { 'if-match': etag })
    expect(second.status).toBe(200)
    const third = await change('Réfection du préau', { 'if-match': etag })
    expect([third.status, third.body.kind]).toEqual([412, 'precondition'])
    const none = await call('PUT', at(fresh()), BODY, { 'if-match': '*' })
    expect(none.status).toBe(412)
    const created = await call('PUT', at(id), BODY, { 'if-none-match': '*' })
    expect(created.status).toBe(412)
    const read = await call('GET', at(id), undefined, {
      'if-none-match': second.headers.get('etag') ?? '',
    })
    expect(read.status).toBe(304)
  })

  it('warns as the form does, keeps the reasons once, and refuses what the law forbids', async () => {
    const id = fresh()
    const short = { ...BODY, deadline: '2026-12-01T12:00', siteVisit: { obligation: 'none' } }
    const warned = await call('PUT', at(id), short)
    expect(warned.status).toBe(201)
    expect(warned.body['warnings']).toMatchObject([
      { code: 'too-short-for-pact', kept: false, pointer: '/deadline', severity: 'warning' },
    ])
    const kept = [{ finding: 'too-short-for-pact', ground: 'urgency', words: 'Fuite' }]
    const answered = await call('PUT', at(fresh()), { ...short, kept })
    expect(answered.body['warnings']).toMatchObject([{ code: 'too-short-for-pact', kept: true }])
    const { reference } = stated(answered)
    const reasons = await program.deps.db
      .select({ ground: keptReasons.ground })
      .from(keptReasons)
      .innerJoin(consultations, eq(consultations.id, keptReasons.consultationId))
      .where(eq(consultations.reference, reference))
    expect(reasons).toEqual([{ ground: 'urgency' }, { ground: 'no-distinct-services' }])
    const sunday = await call('PUT', at(fresh()), { ...BODY, deadline: '2027-01-17T12:00', kept })
    expect([sunday.status, sunday.body.kind]).toEqual([422, 'checks'])
    expect(sunday.body.errors[0]).toMatchObject({ pointer: '/deadline' })
    expect(sunday.body.errors[0]?.detail).toContain('not-a-working-day')
  })

  it('demands an extension or a written reason for a late significant change', async () => {
    const id = fresh()
    const first = await call('PUT', at(id), { ...BODY, deadline: '2026-12-14T12:00' })
    expect(first.status).toBe(201)
    program.later(19)
    try {
      const late = { ...BODY, deadline: '2026-12-14T12:00', amount: { min: 90000, max: 200000 } }
      const refused = await call('PUT', at(id), late)
      expect([refused.status, refused.body.kind, pointers(refused)]).toEqual([
        422,
        'checks',
        ['/kept'],
      ])
      const finding = 'change-in-last-quarter'
      const kept = [{ finding, ground: 'other', words: 'Erreur de plume' }]
      expect((await call('PUT', at(id), { ...late, kept })).status).toBe(200)
      const phone = { ...late, contact: { phone: '04 68 00 00 00' } }
      expect((await call('PUT', at(id), phone)).status).toBe(200)
    } finally {
      program.later(-19)
    }
  })

  it('publishes for the token’s own partner only', async () => {
    const foreign = await call('PUT', at(fresh()), {
      ...BODY,
      buyers: [{ name: 'Ville de Carcassonne' }],
    })
    expect([foreign.status, pointers(foreign)]).toEqual([422, ['/buyers/0']])
    const group = await call('PUT', at(fresh()), {
      ...BODY,
      buyers: [{ name: 'Mairie de Narbonne' }, { name: 'Commune de Coursan' }],
    })
    expect(group.status).toBe(201)
    expect((await another('GET', at('T-1'))).status).toBe(404)
    expect((await another('POST', at('T-1', '/cancel'), { kind: 'withdrawn' })).status).toBe(404)
    const same = await another('PUT', at('T-1'), BODY)
    expect(same.status).toBe(201)
    expect(stated(same).consultation['buyers']).toMatchObject([{ name: 'Ville de Carcassonne' }])
  })

  it('takes no BOAMP notice of another buyer for its own', async () => {
    await program.say('boamp', [
      draft('26-777', {
        object: 'Entretien des fossés',
        boampId: '26-777',
        buyers: bought('Ville de Carcassonne'),
        deadline: winter('2027-01-12T12:00'),
      }),
      draft('26-778', {
        object: 'Réfection de la cour',
        boampId: '26-778',
        buyers: bought('Ville de Narbonne'),
        deadline: winter('2027-01-15T12:00'),
      }),
    ])
    const stolen = await call('PUT', at(fresh()), { ...BODY, boampId: '26-777' })
    expect([stolen.status, stolen.body.kind, pointers(stolen)]).toEqual([
      409,
      'state',
      ['/boampId'],
    ])
    const { reference: _, ...body } = BODY
    const own = await call('PUT', at(fresh()), { ...body, boampId: '26-778' })
    expect(own.status).toBe(201)
    const rows = await program.deps.db
      .select({ id: sourceRecords.id })
      .from(sourceRecords)
      .innerJoin(consultations, eq(consultations.id, sourceRecords.consultationId))
      .where(eq(consultations.reference, stated(own).reference))
    expect(rows).toHaveLength(2)
  })

  it('lists what was pushed in pages, and nothing of others', async () => {
    const own = another
    const ids = [fresh(), fresh(), fresh()]
    for (const id of ids) await own('PUT', at(id), { ...BODY, title: `Marché ${id}` })
    const seen: string[] = []
    let path: string | null = '/consultations?limit=2'
    while (path !== null) {
      const { status, body } = await own('GET', path)
      expect(status).toBe(200)
      seen.push(
        ...(body['consultations'] as { externalId: string }[]).map((each) => each.externalId),
      )
      path = (body['next'] as string | null)?.replace(/^.*\/api\/v1/, '') ?? null
    }
    expect(seen).toEqual(expect.arrayContaining(ids))
    expect(new Set(seen).size).toBe(seen.length)
    const wrong = await own('GET', '/consultations?limit=0')
    expect([wrong.status, wrong.body.kind]).toEqual([400, 'query'])
  })
})

describe('what becomes of a consultation', () => {
  const LOTS = [
    { number: '1', title: 'Gros œuvre' },
    { number: '2', title: 'Électricité' },
  ]
  const divided = { ...BODY, divided: true, lots: LOTS, deadline: '2026-12-14T12:00' }
  const winner = { name: 'SARL Exemple', siret: '732 829 320 00074', size: 'sme' }

  it('is cancelled with its ground, once', async () => {
    const id = fresh()
    const { reference } = stated(await call('PUT', at(id), BODY))
    const without = await call('POST', at(id, '/cancel'), { kind: 'abandoned' })
    expect([without.status, pointers(without)]).toEqual([422, ['/ground']])
    const ground = 'Le projet est redéfini'
    const answer = await call('POST', at(id, '/cancel'), { kind: 'abandoned', ground })
    expect([answer.status, stated(answer).status]).toEqual([200, 'abandoned'])
    const again = await call('POST', at(id, '/cancel'), { kind: 'abandoned', ground })
    expect(again.body['result']).toBe('unchanged')
    const announced = await call('PUT', at(id), BODY)
    expect([announced.body['result'], stated(announced).status]).toEqual(['unchanged', 'abandoned'])
    expect(await noticeKinds(reference)).toEqual(['tender', 'cancellation'])
    const awarded = await call('POST', at(id, '/award'), { awards: [{ winners: [winner] }] })
    expect([awarded.status, awarded.body.kind]).toEqual([409, 'state'])
  })

  it('is awarded lot by lot, after its deadline and not before', async () => {
    const id = fresh()
    const { reference } = stated(await call('PUT', at(id), divided))
    const award = { lot: 'Lot 01', winners: [winner], amount: 12000.5, bids: 3, smeBids: 2 }
    const early = await call('POST', at(id, '/award'), { awards: [award] })
    expect([early.status, early.body.kind]).toEqual([409, 'state'])
    program.later(30)
    try {
      const unknown = await call('POST', at(id, '/award'), {
        awards: [award, { ...award, lot: '7' }],
      })
      expect([unknown.status, pointers(unknown)]).toEqual([422, ['/awards/1/lot']])
      const first = await call('POST', at(id, '/award'), { awards: [award] })
      expect(stated(first)).toMatchObject({
        status: 'active',
        outcomes: [{ lot: '1', kind: 'awarded', bids: 3, winners: [{ siret: '73282932000074' }] }],
      })
      const foreign = { name: 'Ejemplo SL', foreign: { country: 'ES', id: 'B12345678' } }
      const second = await call('POST', at(id, '/award'), {
        awards: [{ lot: '2', winners: [foreign] }],
      })
      expect(stated(second)).toMatchObject({
        status: 'awarded',
        outcomes: [{ lot: '1' }, { lot: '2', winners: [{ foreignId: 'ES B12345678' }] }],
      })
      expect(await noticeKinds(reference)).toEqual(['tender', 'award', 'award'])
      const again = await call('PUT', at(id), divided)
      expect([again.body['result'], stated(again).outcomes]).toMatchObject([
        'unchanged',
        { length: 2 },
      ])
    } finally {
      program.later(-30)
    }
  })

  it('is unsuccessful for one lot, and says so of that lot', async () => {
    const id = fresh()
    const { reference } = stated(await call('PUT', at(id), divided))
    program.later(30)
    try {
      const answer = await call('POST', at(id, '/cancel'), {
        kind: 'unsuccessful',
        lots: ['2'],
        bids: 0,
      })
      expect(stated(answer)).toMatchObject({ outcomes: [{ lot: '2', kind: 'unsuccessful' }] })
      expect(await noticeKinds(reference)).toEqual(['tender', 'unsuccessful'])
    } finally {
      program.later(-30)
    }
  })
})

describe('a batch', () => {
  it('is written whole, several operations about one consultation in their order', async () => {
    const [one, two] = [fresh(), fresh()]
    const answer = await call('POST', '/consultations/batch', {
      operations: [
        { operation: 'put', externalId: one, consultation: BODY },
        { operation: 'put', externalId: two, consultation: { ...BODY, title: 'Autre chose' } },
        {
          operation: 'cancel',
          externalId: one,
          cancellation: { kind: 'withdrawn', ground: 'Erreur' },
        },
      ],
    })
    expect(answer.status).toBe(200)
    const results = answer.body['results'] as { reference: string; result: string; row: number }[]
    expect(results.map(({ row, result }) => [row, result])).toEqual([
      [0, 'created'],
      [1, 'created'],
      [2, 'changed'],
    ])
    expect(await noticeKinds(results[0]?.reference ?? '')).toEqual(['tender', 'cancellation'])
  })

  it('with one bad row writes nothing, and says which', async () => {
    const before = await everything()
    const operations = Array.from({ length: 20 }, () => ({
      operation: 'put',
      externalId: fresh(),
      consultation: BODY as Record<string, unknown>,
    }))
    const bad = (change: object) => {
      const copy = operations.map((operation, row) =>
        row === 13
          ? { ...operation, consultation: { ...operation.consultation, ...change } }
          : operation,
      )
      return call('POST', '/consultations/batch', { operations: copy })
    }
    const schema = await bad({ deadline: '2027-04-31T12:00' })
    expect([schema.status, schema.body.errors]).toMatchObject([
      422,
      [{ row: 13, pointer: '/operations/13/consultation/deadline' }],
    ])
    const law = await bad({ deadline: '2027-01-17T12:00' })
    expect([law.status, law.body.kind, law.body.errors]).toMatchObject([
      422,
      'checks',
      [{ row: 13, pointer: '/operations/13/consultation/deadline' }],
    ])
    const lists = await bad({ trades: ['licorne'] })
    expect(pointers(lists)).toEqual(['/operations/13/consultation/trades/0'])
    const unknown = await call('POST', '/consultations/batch', {
      operations: [
        ...operations,
        { operation: 'cancel', externalId: 'jamais-vu', cancellation: { kind: 'withdrawn' } },
      ],
    })
    expect([unknown.status, unknown.body.errors]).toMatchObject([
      422,
      [{ row: 20, pointer: '/operations/20' }],
    ])
    expect(await everything()).toEqual(before)
  })

  it('has a thousand operations at most', async () => {
    const operations = Array.from({ length: 1_001 }, () => ({}))
    const answer = await call('POST', '/consultations/batch', { operations })
    expect(answer.status).toBe(422)
    expect(pointers(answer)).toContain('/operations')
  })
})

describe('a call that is refused', () => {
  it('says who may call', async () => {
    const nobody = apiClient(program, null)
    const absent = await nobody('GET', '/consultations')
    expect([absent.status, absent.body.kind]).toEqual([401, 'token'])
    expect(absent.headers.get('www-authenticate')).toContain('Bearer')
    const wrong = apiClient(program, 'guichet_faux')
    expect((await wrong('PUT', at('x'), BODY)).status).toBe(401)
    const powerless = apiClient(program, await tokenOf(program, 'narbonne', []))
    const forbidden = await powerless('PUT', at('x'), BODY)
    expect([forbidden.status, forbidden.body.kind]).toEqual([403, 'scope'])
    const [made] = await program.deps.db
      .insert(apiTokens)
      .values(await revokedToken())
      .returning({ partnerId: apiTokens.partnerId })
    expect(made).toBeDefined()
    const revoked = await apiClient(program, REVOKED)('GET', '/consultations')
    expect([revoked.status, revoked.body.kind]).toEqual([401, 'token'])
  })

  it('says where JSON ends, which type and how much it takes', async () => {
    const broken = await call('PUT', at('x'), '{"title": "Cour",\n "category": }')
    expect([broken.status, broken.body.kind]).toEqual([400, 'json'])
    expect(broken.body.detail).toContain('line 2, column 14')
    const cut = await call('PUT', at('x'), '{"title": "Cou')
    expect(cut.body.detail).toContain('too early')
    const form = await call('PUT', at('x'), 'title=Cour', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect([form.status, form.body.kind]).toEqual([415, 'media-type'])
    const zipped = await call('PUT', at('x'), '{}', { 'content-encoding': 'gzip' })
    expect(zipped.status).toBe(415)
    const large = await call('PUT', at('x'), { title: 'x'.repeat(1_100_000) })
    expect([large.status, large.body.kind]).toEqual([413, 'size'])
  })

  it('says which methods and addresses there are', async () => {
    const method = await call('DELETE', at('x'))
    expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT, OPTIONS'])
    const lost = await call('GET', '/nulle-part')
    expect([lost.status, lost.body.kind]).toEqual([404, 'not-found'])
    const options = await program.app.request('/api/v1/consultations/x', { method: 'OPTIONS' })
    expect(options.headers.get('allow')).toBe('GET, HEAD, PUT, OPTIONS')
    const id = await call('PUT', at(' mauvais\n'), BODY)
    expect([id.status, id.body.kind]).toEqual([422, 'invalid'])
    expect((await call('GET', '/consultations/%00')).status).toBe(404)
    expect((await call('PUT', '/consultations/%E0%A4%A', BODY)).status).toBe(422)
  })

  it.each([
    ['a missing title', { title: undefined }, '/title'],
    ['an empty one', { title: '  ' }, '/title'],
    ['one that is too long', { title: 'é'.repeat(2_001) }, '/title'],
    ['one without a letter', { title: '123' }, '/title'],
    ['a wrong type', { title: 12 }, '/title'],
    ['null', { description: null }, '/description'],
    ['a control character', { title: 'Cour\u0000' }, '/title'],
    ['half a character', { title: 'Cour \ud83d' }, '/title'],
    ['a field that there is not', { winner: 'x' }, '/winner'],
    ['a field inside that there is not', { place: { name: 'N', 'a/b~': 1 } }, '/place/a~1b~0'],
    ['31 April', { deadline: '2027-04-31T12:00' }, '/deadline'],
    ['29 February of a common year', { questionsUntil: '2027-02-29T12:00' }, '/questionsUntil'],
    ['the hour that March skips', { deadline: '2027-03-28T02:30' }, '/deadline'],
    ['the hour that October has twice', { deadline: '2027-10-31T02:30' }, '/deadline'],
    ['25 o’clock', { deadline: '2027-01-15T25:00' }, '/deadline'],
    ['an offset that cannot be', { deadline: '2027-01-15T12:00+99:00' }, '/deadline'],
    ['a French date', { deadline: '15/01/2027 12:00' }, '/deadline'],
    ['the year 0000', { deadline: '0000-01-15T12:00' }, '/deadline'],
    ['no deadline', { deadline: undefined }, '/deadline'],
    ['a publication to come', { publishedAt: '2027-01-01T08:00Z' }, '/publishedAt'],
    ['a negative amount', { amount: { min: -1 } }, '/amount/min'],
    ['thousandths of euros', { amount: { min: 1.005 } }, '/amount/min'],
    ['an amount beyond measure', { amount: { max: 1e15 } }, '/amount/max'],
    ['a reversed band', { amount: { min: 2, max: 1 } }, '/amount'],
    ['an amount as text', { amount: { min: '40000' } }, '/amount/min'],
    [
      'a wrong key of a SIRET',
      { buyers: [{ name: 'Narbonne', siret: '21110262600017' }] },
      '/buyers/0/siret',
    ],
    [
      'a foreign SIRET',
      { buyers: [{ name: 'Narbonne', siret: 'ESB12345678' }] },
      '/buyers/0/siret',
    ],
    ['a script as address', { noticeUrl: 'javascript:alert(1)' }, '/noticeUrl'],
    ['a file as address', { documentsUrl: 'file:///etc/passwd' }, '/documentsUrl'],
    ['a wrong CPV', { cpv: ['1234'] }, '/cpv/0'],
    ['a trade that there is not', { trades: ['licorne'] }, '/trades/0'],
    ['a place that there is not', { place: { name: 'N', code: '99999' } }, '/place/code'],
    [
      '10 000 lots',
      {
        divided: true,
        lots: Array.from({ length: 10_000 }, (_, i) => ({ number: `${i}`, title: 'Lot' })),
      },
      '/lots',
    ],
    [
      'two lots of one number',
      {
        divided: true,
        lots: [
          { number: '1', title: 'a' },
          { number: 'Lot 01', title: 'b' },
        ],
      },
      '/lots/1/number',
    ],
    ['weights that make 90', { criteria: [{ name: 'Prix', weight: 90 }] }, '/criteria'],
    ['a platform without address', { response: { kind: 'platform' } }, '/response/address'],
    ['a reason without words', { kept: [{ finding: 'x', ground: 'other' }] }, '/kept/0/words'],
  ])('points to what is wrong: %s', async (_, change, pointer) => {
    const id = fresh()
    const answer = await call('PUT', at(id), { ...BODY, ...change })
    expect([answer.status, pointers(answer)]).toEqual([422, expect.arrayContaining([pointer])])
    expect((await call('GET', at(id))).status).toBe(404)
  })

  it('is refused after too many', async () => {
    const other = apiClient(program, await tokenOf(program, 'narbonne'))
    const asked = await Promise.all(
      Array.from({ length: 1_201 }, () => other('GET', '/consultations?limit=1')),
    )
    const refused = asked.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(1)
    expect(refused[0]?.body.kind).toBe('rate')
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

const REVOKED = 'guichet_revoque'

async function revokedToken(): Promise<typeof apiTokens.$inferInsert> {
  const [token] = await program.deps.db.select().from(apiTokens).limit(1)
  if (!token) throw new Error('no token was made')
  const now = program.deps.now()
  const tokenHash = await hashOfSecret(REVOKED)
  return { ...token, id: crypto.randomUUID(), tokenHash, revokedAt: now }
}

/** How much stands in the tables that the API writes. */
async function everything() {
  const { db } = program.deps
  return [
    await db.$count(consultations),
    await db.$count(sourceRecords),
    await db.$count(notices),
    await db.$count(auditLog),
    await db.$count(keptReasons),
  ]
}
