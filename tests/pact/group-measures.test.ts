import { beforeAll, expect, it } from 'vitest'
import { createAction } from '../../src/pact/actions/create-action.ts'
import { addMilestone } from '../../src/pact/actions/milestones.ts'
import { createGroup } from '../../src/pact/groups/create-group.ts'
import { actionValues, authorOf, groupValues } from '../support/pact.ts'
import { formsAs, wordsOf } from '../support/partner-forms.ts'
import { rssTitles } from '../support/read-feeds.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()

beforeAll(async () => {
  const author = await authorOf(program.deps.db, 'narbonne', program.clock.now)
  await program.deps.db.transaction(async (tx) => {
    const group = await createGroup(tx, author, {
      ...groupValues(author.partnerId, 'Délais de paiement'),
      indicator: 'Délai moyen',
      indicatorUnit: 'jours',
      indicatorStart: 41,
      indicatorTarget: 30,
    })
    if (!group.ok) throw new Error(JSON.stringify(group))
    const bare = await createGroup(tx, author, groupValues(author.partnerId, 'Sans indicateur'))
    if (!bare.ok) throw new Error(JSON.stringify(bare))
    const action = await createAction(tx, author, {
      ...actionValues(author.partnerId, 'Relances'),
      groupId: group.id,
    })
    if (!action.ok) throw new Error(JSON.stringify(action))
    await addMilestone(tx, author, action.id, { title: 'Tableau prêt', dueOn: '2026-12-10' })
  })
})

const AT = '/espace/narbonne/pacte/groupes/delais-de-paiement/mesures'
const PUBLIC = '/pacte/groupes/delais-de-paiement'
const RIGHT = { value: '37,5', measuredOn: '2026-10-31', note: 'Trésorerie de Narbonne' }

it('who carries a group measures its indicator: value, day and source are shown beside start and target', async () => {
  const forms = await formsAs(program, { role: 'pact-editor', partner: 'narbonne' })
  expect(wordsOf(await program.text(PUBLIC))).toContain('pas encore mesuré')
  expect((await forms.fill(AT, RIGHT)).status).toBe(303)
  const words = wordsOf(await program.text(PUBLIC))
  expect(words).toContain('Délai moyen : 37,5 jours le 31/10/2026')
  expect(words).toContain('au départ 41 jours')
  expect(words).toContain('cible 30 jours')
  expect(words).toContain('Trésorerie de Narbonne')
  expect(words).toContain('Mesure ajoutée')
  expect(await rssTitles(program, '/pacte.rss?contenu=groupes')).toContain(
    'GROUPE — indicateur mesuré — Délais de paiement',
  )
  expect((await rssTitles(program, '/pacte.rss?contenu=actions')).join()).not.toContain('mesuré')
})

it.each([
  ['without a source', { ...RIGHT, note: '' }, AT],
  ['of tomorrow', { ...RIGHT, measuredOn: '2026-11-21' }, AT],
  ['that is no number', { ...RIGHT, value: 'beaucoup' }, AT],
  ['of a group without an indicator', RIGHT, AT.replace('delais-de-paiement', 'sans-indicateur')],
])('a value %s is refused, and what was typed stays', async (_, fields, path) => {
  const forms = await formsAs(program, { role: 'pact-editor', partner: 'narbonne' })
  const answer = await forms.fill(path, fields)
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain(`value="${fields.value}"`)
})

it('another partner measures nothing', async () => {
  const forms = await formsAs(program, { role: 'pact-editor', partner: 'carcassonne' })
  expect((await forms.post(AT.replace('narbonne', 'carcassonne'), RIGHT)).status).toBe(403)
})

it('groups and actions show their milestones in a drawing and a table, and how to follow them', async () => {
  for (const [path, follow] of [
    [PUBLIC, '/pacte.rss?groupe=delais-de-paiement'],
    ['/pacte/actions/relances', '/pacte.rss?action=relances'],
  ] as const) {
    const html = await program.text(path)
    expect(html).toContain('<svg role="img"')
    expect(wordsOf(html)).toMatch(/Tableau prêt[^<]* 10\/12\/2026 pas encore/)
    expect(html).toContain(`href="${follow}"`)
    expect((await program.app.request(follow)).status).toBe(200)
  }
})

it('the list of actions, the commitments and the trainings tell how to be followed', async () => {
  expect(await program.text('/pacte/actions?pilote=narbonne')).toContain(
    'href="/pacte.rss?contenu=actions&amp;pilote=narbonne"',
  )
  const commitments = await program.text('/pacte/engagements')
  expect(commitments).toContain('href="/pacte.rss?contenu=engagements"')
  expect(commitments).not.toContain('.ics?contenu=engagements')
  expect(await program.text('/pacte/formations')).toContain('href="/pacte.ics?contenu=formations"')
  const calendar = wordsOf(await program.text('/pacte/calendrier?contenu=engagements'))
  expect(calendar).toContain('n’ont pas de date à eux')
})
