import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { POLICY, type Role, ROLES } from '../../src/auth/policy.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import type { Route } from '../../src/http/route.ts'
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

beforeAll(async () => {
  database = await openTestPostgres()
  program = await testProgram(database, '2026-11-20T10:00:00+01:00')
})

afterAll(() => database.close())

describe.each(ROUTES.filter(({ kind }) => kind !== 'api'))(
  'the policy of $method $path ($policy)',
  (route) => {
    it.each(PEOPLE)('is kept for $who', async ({ as, own }) => {
      const answer = await ask(route, await arrive(as, own))
      const refused = [303, 401, 403].includes(answer.status) && isRefusal(answer)
      expect(refused ? 'refused' : 'allowed').toBe(
        isAllowed(route, as, own) ? 'allowed' : 'refused',
      )
      expect(answer.status).not.toBe(500)
      if (route.policy !== 'public')
        expect(answer.headers.get('cache-control')).toBe('private, no-store')
    })
  },
)

/** A session of its own for each request: some of them end it. */
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
