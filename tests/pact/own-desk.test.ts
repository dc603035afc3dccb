import { beforeAll, expect, it } from 'vitest'
import { createAction } from '../../src/pact/actions/create-action.ts'
import { createGroup } from '../../src/pact/groups/create-group.ts'
import { actionValues, authorOf, groupValues } from '../support/pact.ts'
import { signIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()

beforeAll(async () => {
  const author = await authorOf(program.deps.db, 'narbonne', program.clock.now)
  const chamber = await authorOf(program.deps.db, 'cci-de-l-aude', program.clock.now)
  await program.deps.db.transaction(async (tx) => {
    const group = await createGroup(tx, author, {
      ...groupValues(author.partnerId, 'Groupe'),
      coPilotId: chamber.partnerId,
    })
    if (!group.ok) throw new Error(JSON.stringify(group))
    await createAction(tx, author, {
      ...actionValues(author.partnerId, 'Action'),
      groupId: group.id,
    })
  })
})

async function led(as: Parameters<typeof signIn>[1] | null, path: string): Promise<string | null> {
  const headers = as === null ? {} : (await signIn(program, as)).headers
  return (await program.app.request(path, { headers })).headers.get('location')
}

const EDITOR = (partner: string) => ({ role: 'pact-editor', partner }) as const

it.each([
  [EDITOR('narbonne'), '/espace/narbonne/pacte/actions/action'],
  [EDITOR('cci-de-l-aude'), '/espace/cci-de-l-aude/pacte/actions/action'],
  [EDITOR('carcassonne'), '/espace/carcassonne/pacte/actions/action'],
  ['administrator', '/espace/narbonne/pacte/actions/action'],
  [{ role: 'publisher', partner: 'narbonne' }, '/espace'],
] as const)('the public page of an action leads %o to their own desk', async (as, desk) => {
  expect(await program.text('/pacte/actions/action')).toContain('/espace/pacte/actions/action')
  expect(await led(as, '/espace/pacte/actions/action')).toBe(desk)
})

it('groups and commitments lead there too, visitors sign in first, and what is not there is not found', async () => {
  const chamber = EDITOR('cci-de-l-aude')
  expect(await led(chamber, '/espace/pacte/groupes/groupe')).toBe(
    '/espace/cci-de-l-aude/pacte/groupes/groupe',
  )
  expect(await led(chamber, '/espace/pacte/engagements')).toBe(
    '/espace/cci-de-l-aude/pacte/engagements',
  )
  expect(await led(null, '/espace/pacte/groupes/groupe')).toContain('/connexion')
  const { headers } = await signIn(program, chamber)
  for (const path of ['actions/rien', 'groupes/rien', 'reunions/99', 'reunions/x'])
    expect((await program.app.request(`/espace/pacte/${path}`, { headers })).status).toBe(404)
})
