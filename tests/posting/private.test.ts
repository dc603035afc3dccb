import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { OPERATIONS } from '../../src/api/operations.ts'
import { joinConsultations } from '../../src/consultations/join.ts'
import { consultations } from '../../src/consultations/schema.ts'
import { documentPath } from '../../src/documents/queries.ts'
import { storeDocument } from '../../src/documents/store-document.ts'
import { keptReasons } from '../../src/posting/schema.ts'
import { recordContext } from '../../src/sources/record-context.ts'
import { partners } from '../../src/partners/schema.ts'
import { apiClient, tokenOf } from '../support/api-client.ts'
import { bought, draft, winter } from '../support/application.ts'
import { docx } from '../support/document-files.ts'
import { formsOf, wordsOf } from '../support/partner-forms.ts'
import { signIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'
import { smallContract } from './small-contract.ts'

const SHORT = 'motif du délai gardé à part'
const SINGLE = 'motif du lot unique gardé à part'
const SECRET = 'objet encore secret'

const program = useProgram()
let agent: Awaited<ReturnType<typeof formsOf>>

beforeAll(async () => {
  agent = await formsOf(program, 'narbonne')
})

/** Types a consultation with a short deadline and no lots, and why; answers where its draft is. */
async function type(object: string, more: Record<string, string> = {}): Promise<string> {
  const begun = await agent.post('/espace/narbonne/consultations/nouvelle', { form: 'short' })
  const path = begun.headers.get('location') ?? ''
  const soon = { 'deadline.day': '27', 'deadline.month': 'novembre', lotReason: SINGLE }
  await agent.fill(path, smallContract(object, { ...soon, ...more }))
  return path
}

/** Publishes a draft, and answers where that has led. */
async function publish(path: string): Promise<string> {
  const kept = { 'kept.too-short-for-pact.ground': 'other', 'kept.too-short-for-pact.words': SHORT }
  const answer = await agent.fill(`${path}/verification`, kept, `${path}/publication`)
  return answer.headers.get('location') ?? ''
}

async function rowOf(object: string) {
  const [row] = await program.deps.db
    .select()
    .from(consultations)
    .where(eq(consultations.title, object))
  if (!row) throw new Error(`${object} is not there`)
  return row
}

/** Everything that anybody can read, at every public address and in every form of the board. */
async function everythingPublic(pages: string[]): Promise<[string, string][]> {
  await program.deps.versions.refresh()
  await program.deps.db.execute('delete from rate_limits')
  const paths = [
    ...ROUTES.filter(
      ({ method, policy, kind }) => method === 'get' && policy === 'public' && kind !== 'asset',
    )
      .map(({ path, example }) => example ?? path)
      .filter((path) => !path.includes(':')),
    ...pages,
    '/?etat=toutes',
    '/consultations.csv?etat=toutes',
    '/consultations.json?etat=toutes',
    '/consultations.rss?avis=rectificatifs',
  ]
  const texts: [string, string][] = []
  for (const path of new Set(paths))
    texts.push([path, await (await program.app.request(path)).text()])
  return texts
}

it('No public page contains a reason for a short time, nor for a single lot', async () => {
  const object = 'Réfection des douches du gymnase'
  const base = (await publish(await type(object))).replace(/\?.*/, '')
  const row = await rowOf(object)
  const mine = wordsOf(await (await agent.get(base)).text())
  expect(mine).toContain(SHORT)
  expect(mine).toContain(SINGLE)
  const page = `/consultations/${row.reference}-${row.slug}`
  const texts = await everythingPublic([page, `${page}.ics`])
  expect(texts.filter(([, text]) => text.includes('douches')).length).toBeGreaterThan(5)
  const leaks = texts.filter(([, text]) => /gard(?:é|\\u00e9|&eacute;)s? [àa] part/i.test(text))
  expect(leaks.map(([path]) => path)).toEqual([])
})

it('nor the reason that a program sends', async () => {
  const call = apiClient(program, await tokenOf(program, 'narbonne'))
  const body = JSON.parse(
    JSON.stringify(OPERATIONS.putConsultation.body.example).replace(
      /"reason":"[^"]+"/,
      `"reason":"${SINGLE}"`,
    ),
  )
  expect((await call('PUT', '/consultations/par-programme', body)).status).toBe(201)
  const kept = await program.deps.db.select({ words: keptReasons.words }).from(keptReasons)
  expect(kept.filter(({ words }) => words === SINGLE).length).toBeGreaterThan(1)
  const texts = await everythingPublic([])
  expect(texts.filter(([, text]) => text.includes(SINGLE)).map(([path]) => path)).toEqual([])
})

it('a reason is found again once the consultation has turned out to be another', async () => {
  await program.say('profil', [
    draft('profil-1', {
      object: 'Cantine scolaire, denrées',
      buyers: bought('Ville de Narbonne', '21110262900019'),
      deadline: winter('2026-12-15T12:00'),
    }),
  ])
  const elder = await rowOf('Cantine scolaire, denrées')
  await publish(await type('Achat de fruits et légumes'))
  const younger = await rowOf('Achat de fruits et légumes')
  const context = await recordContext(program.deps, younger)
  const joined = await program.deps.db.transaction((tx) =>
    joinConsultations(tx, [elder.reference, younger.reference], { actor: 'test' }, context),
  )
  expect(joined).toEqual({ ok: true })
  const page = await agent.get(`/espace/narbonne/consultations/${elder.reference}`)
  expect(wordsOf(await page.text())).toContain(SHORT)
  const moved = await agent.get(`/espace/narbonne/consultations/${younger.reference}`)
  expect(moved.headers.get('location')).toBe(`/espace/narbonne/consultations/${elder.reference}`)
})

it('a reference that a source gave already makes no second consultation, and says so before and after', async () => {
  await program.say('profil', [
    draft('profil-2', {
      object: 'Désamiantage de l’ancienne poste',
      reference: 'MAPA-2026-77',
      buyers: bought('Ville de Narbonne', '21110262900019'),
      deadline: winter('2026-12-22T12:00'),
    }),
  ])
  const known = await rowOf('Désamiantage de l’ancienne poste')
  const before = await program.deps.db.$count(consultations)
  const path = await type('Retrait d’amiante', { reference: 'mapa-2026-77' })
  const check = wordsOf(await (await agent.get(`${path}/verification`)).text())
  expect(check).toContain('elle porte la même référence')
  expect(check).toContain('C’est la même : abandonner ce brouillon')
  const led = await publish(path)
  expect(led).toBe(`/espace/narbonne/consultations/${known.reference}?fait=reunie`)
  expect(await program.deps.db.$count(consultations)).toBe(before)
  expect(wordsOf(await (await agent.get(led)).text())).toContain(
    'déjà annoncée sous la même référence',
  )
})

it('a draft is nobody else’s to read: not on the board, in the journal’s facts, by the API or by its documents', async () => {
  const begun = await agent.post('/espace/narbonne/consultations/nouvelle', { form: 'short' })
  await agent.fill(begun.headers.get('location') ?? '', { object: SECRET })
  const [narbonne] = await program.deps.db
    .select()
    .from(partners)
    .where(eq(partners.slug, 'narbonne'))
  const giver = { partnerId: narbonne?.id ?? 0, actor: 'test', now: program.clock.now }
  const stored = await storeDocument(
    program.deps.db,
    { name: 'dossier.docx', bytes: docx() },
    giver,
    program.deps.config,
  )
  if (!stored.ok) throw new Error(stored.problem)
  const open = documentPath(stored.document)
  const inside = open.replace('/documents/fichier/', '/espace/narbonne/documents/')
  const theirs = inside.replace('narbonne', 'carcassonne')
  expect((await program.app.request(open)).status).toBe(404)
  expect((await agent.get(inside)).status).toBe(200)
  const other = await signIn(program, { role: 'publisher', partner: 'carcassonne' })
  const statuses = []
  for (const path of [open, inside, theirs])
    statuses.push((await program.app.request(path, { headers: other.headers })).status)
  expect(statuses).toEqual([404, 403, 404])
  const administrator = await signIn(program, 'administrator')
  const journal = await program.app.request('/espace/administration/journal', {
    headers: administrator.headers,
  })
  const lines = await journal.text()
  expect(lines).toContain('commence un brouillon')
  expect(lines).not.toContain(SECRET)
  for (const [path, text] of await everythingPublic([]))
    expect([path, text.includes(SECRET)]).toEqual([path, false])
  const call = apiClient(program, await tokenOf(program, 'carcassonne'))
  expect(JSON.stringify((await call('GET', '/consultations')).body)).not.toContain(SECRET)
})
