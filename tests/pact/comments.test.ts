import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import { createAction } from '../../src/pact/actions/create-action.ts'
import { comments } from '../../src/pact/comments/schema.ts'
import { createGroup } from '../../src/pact/groups/create-group.ts'
import { actionValues, authorOf, groupValues } from '../support/pact.ts'
import { formsAs, wordsOf } from '../support/partner-forms.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()

beforeAll(async () => {
  const author = await authorOf(program.deps.db, 'narbonne', program.clock.now)
  await program.deps.db.transaction(async (tx) => {
    await createAction(tx, author, actionValues(author.partnerId, 'Action'))
    await createGroup(tx, author, groupValues(author.partnerId, 'Groupe'))
  })
})

const EDITOR = { role: 'pact-editor', partner: 'narbonne' } as const

describe.each(['actions/action', 'groupes/groupe'])('a comment on %s', (place) => {
  const desk = (partner: string) => `/espace/${partner}/pacte/${place}`

  async function said(words: string) {
    const writer = await formsAs(program, EDITOR)
    const answer = await writer.fill(`${desk('narbonne')}/commentaires`, { words })
    expect(answer.status).toBe(303)
    const [comment] = await program.deps.db.select().from(comments).where(eq(comments.words, words))
    if (!comment) throw new Error('nothing was said')
    return { writer, id: comment.id }
  }

  const takeBack = (forms: Awaited<ReturnType<typeof formsAs>>, id: number, partner = 'narbonne') =>
    forms.post(`${desk(partner)}/commentaires/${id}/retrait`, {})

  it('is taken back by who wrote it: its place stays, its words do not, and the log says so', async () => {
    const words = `Trop vite dit de ${place}`
    const { writer, id } = await said(words)
    expect(await (await writer.get(desk('narbonne'))).text()).toContain(
      `commentaires/${id}/retrait`,
    )
    expect((await takeBack(writer, id)).status).toBe(303)
    const html = await (await writer.get(desk('narbonne'))).text()
    expect(wordsOf(html)).toContain('commentaire retiré le vendredi 20 novembre 2026')
    expect(html).not.toContain(words)
    expect(html).not.toContain(`commentaires/${id}/retrait`)
    const [row] = await program.deps.db.select().from(comments).where(eq(comments.id, id))
    expect(row).toMatchObject({ words: '', withdrawnAt: program.clock.now })
    const logged = await program.deps.db
      .select({ actor: auditLog.actor, action: auditLog.action })
      .from(auditLog)
      .where(eq(auditLog.subject, `pact-comment:${id}`))
    expect(logged).toEqual([{ actor: `agent:${writer.agentId}`, action: 'pact.comment.withdraw' }])
    expect((await takeBack(writer, id)).status).toBe(404)
  })

  it('is left to who wrote it by colleagues and by other partners, and taken back by administrators', async () => {
    const { id } = await said(`Un avis sur ${place}`)
    const colleague = await formsAs(program, EDITOR)
    const offered = await (await colleague.get(desk('narbonne'))).text()
    expect(offered).not.toContain(`commentaires/${id}/retrait`)
    expect((await takeBack(colleague, id)).status).toBe(404)
    const other = await formsAs(program, { role: 'partner-administrator', partner: 'carcassonne' })
    expect((await takeBack(other, id, 'carcassonne')).status).toBe(404)
    expect((await takeBack(other, id)).status).toBe(403)
    const [before] = await program.deps.db.select().from(comments).where(eq(comments.id, id))
    expect(before?.withdrawnAt).toBeNull()
    const administrator = await formsAs(program, 'administrator')
    expect((await takeBack(administrator, id)).status).toBe(303)
    const [after] = await program.deps.db.select().from(comments).where(eq(comments.id, id))
    expect(after?.withdrawnAt).not.toBeNull()
  })

  it('is not taken back from another page', async () => {
    const { writer, id } = await said(`Ailleurs que ${place}`)
    const elsewhere = place === 'actions/action' ? 'groupes/groupe' : 'actions/action'
    const path = `/espace/narbonne/pacte/${elsewhere}/commentaires/${id}/retrait`
    expect((await writer.post(path, {})).status).toBe(404)
  })
})
