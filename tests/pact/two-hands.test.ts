import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { createAction } from '../../src/pact/actions/create-action.ts'
import { actionCouncils, milestones } from '../../src/pact/actions/schema.ts'
import { addMilestone } from '../../src/pact/actions/milestones.ts'
import { commitmentAnswers, commitments } from '../../src/pact/commitments/schema.ts'
import { saveProblem } from '../../src/pact/edit-frame.ts'
import { problems } from '../../src/pact/schema.ts'
import { actionValues, authorOf } from '../support/pact.ts'
import { formsAs, wordsOf } from '../support/partner-forms.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()
let councilId = 0

beforeAll(async () => {
  const { db } = program.deps
  const author = await authorOf(db, 'narbonne', program.clock.now)
  councilId = author.partnerId
  await db.transaction(async (tx) => {
    await saveProblem(tx, author, null, {
      axisId: 1,
      title: 'Peu de réponses',
      statement: '',
      figure: null,
      figureSource: null,
      figureOn: null,
    })
    const action = await createAction(tx, author, actionValues(author.partnerId, 'Action'))
    if (!action.ok) throw new Error(JSON.stringify(action))
    await addMilestone(tx, author, action.id, { title: 'Guide', dueOn: '2026-11-01' })
  })
})

const EDITOR = { role: 'pact-editor', partner: 'narbonne' } as const
const AREA = '/espace/narbonne/pacte'

const FORMS: {
  what: string
  path: () => string
  as: Parameters<typeof formsAs>[1]
  first: Record<string, string>
  second: Record<string, string>
  /** What the second hand must be shown: what stands and what it typed. */
  shown: [string, string]
  stands: () => Promise<unknown>
}[] = [
  {
    what: 'a shared problem',
    path: () => '/espace/administration/pacte/problemes/1',
    as: 'administrator',
    first: { axis: '1', title: 'Trop peu de réponses' },
    second: { axis: '1', title: 'Des marchés sans offre' },
    shown: ['Trop peu de réponses', 'Des marchés sans offre'],
    stands: async () => (await program.deps.db.select().from(problems))[0]?.title,
  },
  {
    what: 'a commitment',
    path: () => '/espace/administration/pacte/engagements/1',
    as: 'administrator',
    first: { position: '1', title: 'Allotir toujours' },
    second: { position: '1', title: 'Allotir souvent' },
    shown: ['Allotir toujours', 'Allotir souvent'],
    stands: async () =>
      (await program.deps.db.select().from(commitments).where(eq(commitments.id, 1)))[0]?.title,
  },
  {
    what: 'an answer to a commitment',
    path: () => `${AREA}/engagements/2026/2`,
    as: EDITOR,
    first: { answer: 'under-way', words: 'Commencé en mars' },
    second: { answer: 'not-kept', words: 'Pas cette année' },
    shown: ['Commencé en mars', 'Pas cette année'],
    stands: async () => (await program.deps.db.select().from(commitmentAnswers))[0]?.words,
  },
  {
    what: 'where a council stands',
    path: () => `${AREA}/actions/action/collectivites/${councilId}`,
    as: EDITOR,
    first: { state: 'not-concerned', reason: 'Sans objet pour nous' },
    second: { state: 'taken-up', decidedOn: '2026-11-02' },
    shown: ['Sans objet pour nous', '02/11/2026'],
    stands: async () => (await program.deps.db.select().from(actionCouncils))[0]?.reason,
  },
  {
    what: 'a milestone',
    path: () => `${AREA}/actions/action/jalons/1`,
    as: EDITOR,
    first: { reachedOn: '2026-11-03' },
    second: { reachedOn: '2026-11-09' },
    shown: ['03/11/2026', '09/11/2026'],
    stands: async () => (await program.deps.db.select().from(milestones))[0]?.reachedOn,
  },
]

it.each(FORMS)(
  'where two hands change $what, the second is shown both and writes nothing until it says so',
  async ({ path, as, first, second, shown, stands }) => {
    const forms = await formsAs(program, as)
    const at = path()
    const opened = await (await forms.get(at)).text()
    const [, version = ''] = /name="version" value="(\d+)"/.exec(opened) ?? []
    expect(version).not.toBe('')
    const send = (fields: Record<string, string>, of: string) =>
      at.includes('/engagements/2026/')
        ? upload(forms.headers, at, { version: of, ...fields })
        : forms.post(at, { version: of, ...fields })
    expect((await send(first, version)).status).toBe(303)
    const standing = await stands()

    const refused = await send(second, version)
    expect(refused.status).toBe(422)
    const html = await refused.text()
    for (const words of shown) expect(wordsOf(html)).toContain(words)
    const kept = Object.entries(second).filter(([name]) => !name.endsWith('On'))
    for (const [, words] of kept) expect(html).toContain(words)
    expect(await stands()).toBe(standing)

    const [, fresh = ''] = /name="version" value="(\d+)"/.exec(html) ?? []
    expect(fresh).not.toBe(version)
    expect((await send(second, fresh)).status).toBe(303)
    expect(await stands()).not.toBe(standing)
  },
)

async function upload(
  headers: Record<string, string>,
  path: string,
  fields: Record<string, string>,
): Promise<Response> {
  const body = new FormData()
  for (const [name, text] of Object.entries(fields)) body.append(name, text)
  return program.app.request(path, { method: 'POST', headers, body })
}
