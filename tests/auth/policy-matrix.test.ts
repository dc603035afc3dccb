import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { POLICY, type Role, ROLES } from '../../src/auth/policy.ts'
import { OPERATIONS } from '../../src/api/operations.ts'
import { apiTokens } from '../../src/auth/schema.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import type { Route } from '../../src/http/route.ts'
import { apiClient, tokenOf } from '../support/api-client.ts'
import { testProgram, type TestProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { ownForm, signIn, type SignedIn } from '../support/sign-in.ts'

/** Everybody who may ask, and whether the partner in the address is theirs. */
const PEOPLE: { who: string; as: Role | 'administrator' | 'nobody' | null; own: boolean }[] = [
  { who: 'a visitor', as: null, own: false },
  { who: 'an agent without a role', as: 'nobody', own: false },
  { who: 'an administrator of the guichet', as: 'administrator', own: false },
  ...ROLES.flatMap((role) => [
    { who: `a ${role} of the partner`, as: role, own: true },
    { who: `a ${role} of another partner`, as: role, own: false },
  ]),
]

let database: OpenDatabase
let program: TestProgram
/** Those who are signed in at present. */
const sessions = new Map<string, Promise<SignedIn | null>>()

beforeAll(async () => {
  database = await openTestPostgres('ready')
  program = await testProgram(database, '2026-11-20T10:00:00+01:00')
})

afterAll(() => database.close())

describe.each(ROUTES.filter(({ kind }) => kind !== 'api'))(
  'the policy of $method $path ($policy)',
  (route) => {
    it.each(PEOPLE)('is kept for $who', async ({ as, own }) => {
      const answer = await ask(route, await sessionOf(as, own))
      const refused = [303, 401, 403].includes(answer.status) && isRefusal(answer)
      // Some of what is allowed ends the session that it came with.
      if (route.method !== 'get' && !refused) sessions.delete(`${as} ${own}`)
      expect(refused ? 'refused' : 'allowed').toBe(
        isAllowed(route, as, own) ? 'allowed' : 'refused',
      )
      expect(answer.status).not.toBe(500)
      if (route.policy !== 'public')
        expect(
          ['cache-control', 'cdn-cache-control'].map((name) => answer.headers.get(name)),
        ).toEqual(['private, no-store', null])
    })
  },
)

it('leaves the session of whoever is refused as it was', async () => {
  for (const [who, session] of sessions) {
    const { headers = {} } = (await session) ?? {}
    const { status } = await program.app.request('/espace/compte', { headers })
    expect([who, status]).toEqual([who, (await session) ? 200 : 303])
  }
})

function sessionOf(as: (typeof PEOPLE)[number]['as'], own: boolean): Promise<SignedIn | null> {
  const session = sessions.get(`${as} ${own}`) ?? arrive(as, own)
  sessions.set(`${as} ${own}`, session)
  return session
}

async function arrive(as: (typeof PEOPLE)[number]['as'], own: boolean): Promise<SignedIn | null> {
  if (as === null) return null
  if (as === 'administrator' || as === 'nobody') return signIn(program, as)
  return signIn(program, { role: as, partner: own ? 'narbonne' : 'carcassonne' })
}

/** What the policy's table says, read apart from the program's own way of reading it. */
function isAllowed(route: Route, as: (typeof PEOPLE)[number]['as'], own: boolean): boolean {
  const { who, roles, administrators } = POLICY[route.policy]
  if (who === 'everyone') return true
  if (as === null) return false
  if (who === 'signed-in') return true
  if (as === 'administrator') return administrators
  const given: readonly string[] = roles
  return own && given.includes(as)
}

async function ask(route: Route, as: SignedIn | null): Promise<Response> {
  const path = (route.example ?? route.path).replaceAll(':partner', 'narbonne')
  const headers: Record<string, string> = {
    ...ownForm(program.deps.config.baseUrl),
    ...(as ? as.headers : {}),
  }
  if (route.method === 'get') return program.app.request(path, { headers })
  return program.app.request(path, {
    method: route.method.toUpperCase(),
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  })
}

/** Sent to sign in, told that the session is over, or that the role does not allow it. */
function isRefusal(answer: Response): boolean {
  if (answer.status === 303)
    return answer.headers.get('location')?.startsWith('/connexion') === true
  return true
}

describe.each(ROUTES.filter(({ kind, policy }) => kind === 'api' && policy !== 'public'))(
  'the policy of $method $path for programs',
  (route) => {
    const external = `matrice-${crypto.randomUUID()}`
    const call = async (token: string | null, headers: Record<string, string> = {}) => {
      const body = route.method === 'get' ? {} : { body: '{}' }
      return program.app.request(route.path.replace(':externalId', external), {
        method: route.method.toUpperCase(),
        headers: {
          'content-type': 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...body,
      })
    }

    it('lets in who has a living token with the right scope', async () => {
      const answer = await call(await tokenOf(program, 'narbonne'))
      expect([200, 404, 422]).toContain(answer.status)
      expect(answer.headers.get('cache-control')).toBe('private, no-store')
    })

    it.each<[string, number, () => Promise<string | null>]>([
      ['nobody', 401, async () => null],
      ['an invented token', 401, async () => `guichet_${'a'.repeat(43)}`],
      ['a token that was revoked', 401, revoked],
      ['a token without a scope', 403, () => tokenOf(program, 'narbonne', [])],
    ])('keeps out %s', async (_, status, token) => {
      const answer = await call(await token())
      expect(answer.status).toBe(status)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    })

    it('does not look at cookies, whoever is signed in', async () => {
      const agent = await signIn(program, { role: 'publisher', partner: 'narbonne' })
      expect((await call(null, agent.headers)).status).toBe(401)
    })
  },
)

async function revoked(): Promise<string> {
  const token = await tokenOf(program, 'narbonne')
  await program.deps.db.update(apiTokens).set({ revokedAt: program.clock.now })
  return token
}

it('what one partner’s program has stated is nothing to another’s', async () => {
  const [one, other] = await Promise.all(
    ['narbonne', 'carcassonne'].map(async (slug) =>
      apiClient(program, await tokenOf(program, slug)),
    ),
  )
  if (!one || !other) throw new Error('two programs')
  const at = '/consultations/la-mienne'
  const { example } = OPERATIONS.putConsultation.body
  expect((await one('PUT', at, example)).status).toBe(201)
  expect((await other('GET', at)).status).toBe(404)
  const ground = OPERATIONS.cancelConsultation.body.example
  expect((await other('POST', `${at}/cancel`, ground)).status).toBe(404)
  expect((await one('GET', at)).body['status']).toBe('active')
})
