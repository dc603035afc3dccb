import fc from 'fast-check'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { actionEditRoutes } from '../../src/pact/action-edit-routes.tsx'
import { pactAdministrationRoutes } from '../../src/pact/administration-routes.tsx'
import { actions } from '../../src/pact/actions/schema.ts'
import { createAction } from '../../src/pact/actions/create-action.ts'
import { pactDeskRoutes } from '../../src/pact/desk-routes.tsx'
import { groupEditRoutes } from '../../src/pact/group-edit-routes.tsx'
import { addMember } from '../../src/pact/groups/members.ts'
import { createGroup } from '../../src/pact/groups/create-group.ts'
import { meetingEditRoutes } from '../../src/pact/meeting-edit-routes.tsx'
import { planMeeting } from '../../src/pact/meetings/plan-meeting.ts'
import { recordDecision } from '../../src/pact/meetings/decide.ts'
import { pactVersions } from '../../src/pact/schema.ts'
import { pactRoutes } from '../../src/pact/routes.tsx'
import type { Route } from '../../src/http/route.ts'
import { anyForm } from '../support/any-form.ts'
import { actionValues, authorOf, groupValues } from '../support/pact.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const RUNS = process.env['DEEP'] ? 1_500 : 80

const program = useProgram()
let agent: SignedIn
let stranger: SignedIn
let administrator: SignedIn

beforeAll(async () => {
  agent = await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
  stranger = await signIn(program, { role: 'pact-editor', partner: 'carcassonne' })
  administrator = await signIn(program, 'administrator')
  const { db } = program.deps
  const author = await authorOf(db, 'narbonne', program.clock.now)
  await db.transaction(async (tx) => {
    const group = await createGroup(tx, author, groupValues(author.partnerId, 'Groupe'))
    if (!group.ok) throw new Error(JSON.stringify(group))
    const seat = { partnerId: author.partnerId, person: 'A', email: null, substitute: null }
    await addMember(tx, author, group.id, { ...seat, substituteEmail: null }, '2026-11-01')
    const values = { ...actionValues(author.partnerId, 'Action'), groupId: group.id }
    await createAction(tx, author, { ...values, dueOn: '2026-11-30', indicator: 'Part' })
    const meeting = await planMeeting(tx, author, group.id, {
      startsAt: new Date('2026-11-19T09:30:00+01:00'),
      endsAt: new Date('2026-11-19T11:30:00+01:00'),
      startsWall: '2026-11-19T09:30',
      endsWall: '2026-11-19T11:30',
      place: 'Narbonne',
      link: null,
      agenda: '',
    })
    if (!meeting.ok) throw new Error(JSON.stringify(meeting))
    const what = { what: 'Mesurer.', partnerId: null, dueOn: null }
    await recordDecision(tx, author, meeting.id, what)
  })
})

const FORMS = [
  ...pactRoutes,
  ...pactAdministrationRoutes,
  ...pactDeskRoutes,
  ...groupEditRoutes,
  ...meetingEditRoutes,
  ...actionEditRoutes,
].filter(({ method }) => method === 'post')

const NAMES = (
  'title|purpose|axis|group|problem|pilot|coPilot|partners|partner|startsOn|startsOn.day|startsOn.month|startsOn.year|' +
  'dueOn|endsOn|closedOn|budget|indicator|indicatorUnit|indicatorTarget|rhythmMeetings|rhythmPeriod|reason|version|status|' +
  'kind|datedOn|url|council|meeting|measure|state|decidedOn|inForceSince|measuredOn|value|note|reachedOn|words|person|' +
  'email|substitute|substituteEmail|leftOn|deliverable|validatedOn|on|starts|ends|place|link|agenda|vient|what|minutes|' +
  'visibility|answer|paperKind|description|position|retiredOn|aim|statement|figure|adoptedOn|text|reponse|organisation|' +
  'tool|siret|page|website|presence.1|presence.3'
).split('|')

const RIGHT = (
  'Un titre|1|2|3|2026-11-01|2026-11-19|01|11|2026|9 h 30|11 h 30|month|launched|partly-done|done|abandoned|link|figure|' +
  'document|minutes|taken-up|in-force|not-concerned|https://exemple.example/a|Parce que|a@b.example|oui|non|public|members|' +
  'kept|under-way|not-kept|not-applicable|guide|join|present|absent|12,5'
).split('|')

const form = anyForm(NAMES, RIGHT, ['é'.repeat(9_000)])

function pathOf({ path }: Route): string {
  return path
    .replace(':partner', 'narbonne')
    .replace('actions/:slug', 'actions/action')
    .replace('groupes/:slug', 'groupes/groupe')
    .replace('axes/:slug', 'axes/simplifier')
    .replace('documents/:slug', 'documents/un-titre')
    .replace(':step', 'framing')
    .replace(':year', '2026')
    .replace(/:(council)/, '3')
    .replaceAll(/:[a-z]+/g, '1')
}

async function send(route: Route, fields: [string, string][], as: SignedIn): Promise<Response> {
  await program.deps.db.execute('delete from rate_limits')
  const headers = as.headers
  if (route.kind !== 'upload')
    return program.app.request(pathOf(route), {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    })
  const body = new FormData()
  for (const [name, text] of fields) body.append(name, text)
  return program.app.request(pathOf(route), { method: 'POST', headers, body })
}

describe('whatever a form of the pact sends', () => {
  it.each(FORMS)('$path is answered in plain words', { timeout: 600_000 }, async (route) => {
    const as = route.policy === 'administer' ? administrator : agent
    await fc.assert(
      fc.asyncProperty(form, async (fields) => {
        const answer = await send(route, fields, as)
        expect([200, 303, 403, 404, 413, 422]).toContain(answer.status)
        if (answer.status === 422) expect(await answer.text()).toContain('<main')
      }),
      { numRuns: Math.ceil(RUNS / 8) },
    )
  })

  it('leaves every page readable', async () => {
    for (const path of [
      '/pacte',
      '/pacte/actions',
      '/pacte/actions/action',
      '/pacte/groupes/groupe',
      '/pacte/reunions/1',
      '/pacte/engagements',
      '/pacte/comite',
      '/pacte/documents',
      '/pacte/texte',
    ])
      expect(await program.text(path)).toContain('<h1>')
  })
})

describe('another partner’s agent', () => {
  it('is refused by every form of what Narbonne carries, and nothing is written', async () => {
    const before = await program.deps.db.$count(pactVersions)
    const [action] = await program.deps.db.select().from(actions).where(eq(actions.slug, 'action'))
    for (const route of [...actionEditRoutes, ...groupEditRoutes].filter(
      ({ method, path }) =>
        method === 'post' &&
        /\/(?:modifier|statut|membres|etapes\/:step|jalons|mesures)$/.test(path),
    )) {
      const path = pathOf(route).replace('narbonne', 'carcassonne')
      const answer = await program.app.request(path, {
        method: 'POST',
        headers: { ...stranger.headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'title=Autre&version=1&status=launched&reason=Non',
      })
      expect(answer.status).toBe(403)
    }
    expect(await program.deps.db.$count(pactVersions)).toBe(before)
    const [after] = await program.deps.db.select().from(actions).where(eq(actions.slug, 'action'))
    expect(after).toEqual(action)
  })
})
