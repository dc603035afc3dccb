import { beforeAll, describe, expect, it } from 'vitest'
import { createAction } from '../../src/pact/actions/create-action.ts'
import { changeStatus } from '../../src/pact/actions/change-status.ts'
import { setCouncil } from '../../src/pact/actions/set-council.ts'
import { addEvidence } from '../../src/pact/evidence/add-evidence.ts'
import { createGroup } from '../../src/pact/groups/create-group.ts'
import { remindPilots } from '../../src/pact/actions/remind-pilot.ts'
import { reminderMail } from '../../views/mail/pact-reminder.ts'
import { errorReports } from '../../src/pact/schema.ts'
import { visitor } from '../support/visitor.ts'
import { actionValues, authorOf, groupValues, link } from '../support/pact.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()

beforeAll(async () => {
  const { db } = program.deps
  const author = await authorOf(db, 'carcassonne-agglo', program.clock.now)
  const cci = await authorOf(db, 'cci-de-l-aude', program.clock.now)
  const group = await db.transaction((tx) =>
    createGroup(tx, author, {
      ...groupValues(author.partnerId, 'Groupe Délais de paiement'),
      coPilotId: cci.partnerId,
      rhythmMeetings: 2,
      rhythmPeriod: 'month',
    }),
  )
  if (!group.ok) throw new Error(JSON.stringify(group))
  for (const [title, dueOn] of [
    ['Modèle commun de consultation', '2026-12-31'],
    ['Relances automatiques', '2026-10-01'],
  ] as const) {
    const action = await db.transaction((tx) =>
      createAction(tx, author, {
        ...actionValues(author.partnerId, title),
        groupId: group.id,
        dueOn,
      }),
    )
    if (!action.ok) throw new Error(JSON.stringify(action))
  }
})

describe('the pact’s pages', () => {
  it('show the axes, what moved and who signed', async () => {
    const html = await program.text('/pacte')
    expect(html).toContain('Simplifier')
    expect(html).toContain('Action créée')
    expect(html).toContain('Groupe Délais de paiement')
    expect(html).toContain('Rythme non tenu du')
    expect(html).toContain('<progress')
  })

  it('show lateness to everybody only fourteen days after the pilot was reminded', async () => {
    expect(await program.text('/pacte/actions?retard=oui')).toContain('Aucune action')
    const reminded = await remindPilots(program.deps.db, program.clock.now, {
      config: program.deps.config,
      mailOf: reminderMail,
    })
    expect(reminded).toBe(1)
    program.later(13)
    expect(await program.text('/pacte/actions?retard=oui')).not.toContain('Relances automatiques')
    program.later(1)
    const late = await program.text('/pacte/actions?retard=oui')
    expect(late).toContain('Relances automatiques')
    expect(late).not.toContain('Modèle commun de consultation')
    expect(await program.text('/pacte')).toContain('Relances automatiques')
    expect(await program.text('/pacte/actions/relances-automatiques')).toContain('En retard')
  })

  it('give every filter one address, and refuse what cannot be asked with what can', async () => {
    const answer = await program.app.request('/pacte/actions?statut=lancee&axe=simplifier')
    expect(answer.status).toBe(301)
    expect(answer.headers.get('location')).toBe('/pacte/actions?axe=simplifier&statut=lancee')
    const wrong = await program.text('/pacte/actions?axe=nulle-part', 400)
    expect(wrong).toContain('/pacte/actions?axe=simplifier')
    expect(await program.text('/pacte/actions?couleur=bleu', 400)).toContain('Critère inconnu')
  })

  it('tell an action with its evidence, its councils and its history, by organisation', async () => {
    const { db } = program.deps
    const { now } = program.clock
    const author = await authorOf(db, 'carcassonne-agglo', now)
    const id = 1
    const given = await db.transaction((tx) =>
      addEvidence(tx, author, { actionId: id, councilId: author.partnerId }, link('2026-11-30')),
    )
    expect(given.ok).toBe(true)
    const stood = await db.transaction((tx) =>
      setCouncil(
        tx,
        author,
        { actionId: id, councilId: author.partnerId },
        { state: 'in-force', decidedOn: '2026-11-01', inForceSince: '2026-11-15', reason: '' },
      ),
    )
    expect(stood.ok).toBe(true)
    const done = await db.transaction((tx) =>
      changeStatus(tx, author, { id, version: null }, 'done', ''),
    )
    expect(done.ok).toBe(true)
    const html = await program.text('/pacte/actions/modele-commun-de-consultation')
    expect(html).toContain('Action réalisée')
    expect(html).toContain('https://exemple.example/justificatif')
    expect(html).toContain('En vigueur')
    expect(html).toContain('par Carcassonne Agglo')
    expect(html).not.toContain('agent:')
    const csv = await program.text('/pacte/actions.csv?statut=realisee')
    expect(csv).toContain('Modèle commun de consultation')
    expect(csv.split('\r\n')).toHaveLength(3)
  })

  it.each([
    '/pacte/groupes/groupe-delais-de-paiement',
    '/pacte/engagements',
    '/pacte/comite',
    '/pacte/documents',
    '/pacte/texte',
    '/pacte/signaler',
    '/pacte/rejoindre',
  ])('answer at %s', async (path) => {
    expect(await program.text(path)).toContain('<h1>')
  })

  it('list signatories in alphabetical order, whoever answered', async () => {
    const html = await program.text('/pacte/engagements')
    const [table = ''] = /<tbody>[\s\S]*?<\/tbody>/.exec(html) ?? []
    const names = [...table.matchAll(/<th scope="row">([^<]*)</g)].map(([, name = '']) => name)
    expect(names.length).toBeGreaterThan(3)
    expect(names).toEqual(names.toSorted((one, other) => one.localeCompare(other, 'fr')))
  })
})

describe('« signaler une erreur »', () => {
  it('keeps what a reader tells, asks for words, and forgets what a machine fills in', async () => {
    const reader = visitor(program.app, 'https://guichet.example')
    const empty = await reader.post('/pacte/signaler', { words: '', email: 'pas une adresse' })
    expect(empty.status).toBe(422)
    expect(await empty.text()).toContain('pas une adresse')
    const right = { words: 'La date est fausse.', page: '/pacte/actions/x' }
    expect((await reader.post('/pacte/signaler', right)).status).toBe(200)
    const trapped = { ...right, website: 'https://spam.example' }
    expect((await reader.post('/pacte/signaler', trapped)).status).toBe(200)
    expect(await program.deps.db.$count(errorReports)).toBe(1)
  })
})
