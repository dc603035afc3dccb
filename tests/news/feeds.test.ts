import { beforeAll, describe, expect, it } from 'vitest'
import { changeStatus } from '../../src/pact/actions/change-status.ts'
import { createAction } from '../../src/pact/actions/create-action.ts'
import { editAction } from '../../src/pact/actions/edit-action.ts'
import { addMilestone } from '../../src/pact/actions/milestones.ts'
import type { ActionValues } from '../../src/pact/actions/values.ts'
import { answerCommitment } from '../../src/pact/commitments/answer-commitment.ts'
import { commitments } from '../../src/pact/commitments/schema.ts'
import { addEvidence } from '../../src/pact/evidence/add-evidence.ts'
import { createGroup } from '../../src/pact/groups/create-group.ts'
import { cancelMeeting } from '../../src/pact/meetings/call-meeting.ts'
import { recordDecision } from '../../src/pact/meetings/decide.ts'
import { changeMeeting, planMeeting } from '../../src/pact/meetings/plan-meeting.ts'
import { axes } from '../../src/pact/schema.ts'
import type { Author } from '../../src/pact/versions.ts'
import { partners } from '../../src/partners/schema.ts'
import type { Tx } from '../../src/db/db.ts'
import { lengthOf } from '../../views/cut.ts'
import { feedFaults } from '../support/feed-rules.ts'
import { actionValues, groupValues } from '../support/pact.ts'
import { readEvents, rssItems, rssTitles } from '../support/read-feeds.ts'
import { useProgram } from '../support/use-program.ts'

const BASE = 'https://guichet.example'
const NOW = '2026-11-21T09:00:00Z'

const program = useProgram(NOW)
let told: { actionId: number; meetingId: number; groupId: number }

beforeAll(async () => {
  told = await tell()
})

describe('the pact’s feeds', () => {
  it('have one entry for every change, titled as users.md 4.4 has it', async () => {
    expect(await rssTitles(program, '/pacte.rss')).toEqual([
      'ENGAGEMENT 2026 — en cours — Allotir autant que possible (Narbonne)',
      'RÉUNION — relevé de décisions — Groupe Délais de paiement, 19/11',
      'RÉUNION — 19/11 à 9 h 30 — Groupe Délais de paiement, Carcassonne',
      'RÉUNION — annulée — 21/01 à 9 h 30 — Groupe Délais de paiement, Carcassonne',
      'RÉUNION — reportée au 21/01 à 9 h 30 — Groupe Délais de paiement, Carcassonne',
      'RÉUNION — 19/11 à 9 h — Comité de pilotage, Narbonne',
      'RÉUNION — 14/01 à 9 h 30 — Groupe Délais de paiement, Carcassonne',
      'ACTION — réalisée — Modèle commun de consultation (Carcassonne Agglo)',
      'ACTION — justificatif ajouté — Modèle commun de consultation (Carcassonne Agglo)',
      'ACTION — jalon ajouté — Modèle commun de consultation (Carcassonne Agglo)',
      'ACTION — reportée au 15/12/2026 — Modèle commun de consultation (Carcassonne Agglo)',
      'ACTION — nouvelle — Modèle commun de consultation (Carcassonne Agglo)',
      'GROUPE — créé — Délais de paiement',
    ])
  })

  it('are faultless to the feed rules, in RSS and Atom, for any filter', async () => {
    for (const query of ['', '?axe=simplifier', '?contenu=reunions', '?retard=oui'])
      for (const format of ['rss', 'atom']) {
        const path = `/pacte.${format}${query}`
        const xml = await program.text(path)
        expect(feedFaults(xml, BASE + path, new Date(NOW)), path).toEqual([])
      }
  })

  it('keep the ids of entries whatever moves, and lengthen no title beyond 120 characters', async () => {
    const before = (await rssItems(program, '/pacte.rss')).map(({ id }) => id)
    await write((tx, author) =>
      editAction(
        tx,
        author,
        { id: told.actionId, version: null },
        { ...action(), title: 'Un titre bien plus long '.repeat(9).trim(), dueOn: '2026-12-15' },
        'Pour mieux dire.',
      ),
    )
    const after = (await rssItems(program, '/pacte.rss')).map(({ id }) => id)
    expect(after.slice(1)).toEqual(before)
    for (const title of await rssTitles(program, '/pacte.rss'))
      expect(lengthOf(title)).toBeLessThanOrEqual(120)
  })

  it('hold what was asked: an axis, a subject, who carries it, a status', async () => {
    expect(await rssTitles(program, '/pacte.rss?contenu=groupes')).toEqual([
      'GROUPE — créé — Délais de paiement',
    ])
    expect((await rssTitles(program, '/pacte.rss?pilote=narbonne')).at(0)).toContain(
      'ENGAGEMENT 2026',
    )
    expect(await rssTitles(program, '/pacte.rss?statut=abandonnee')).toEqual([])
    expect((await rssTitles(program, '/pacte.rss?statut=realisee')).length).toBeGreaterThan(0)
    expect((await rssTitles(program, '/pacte.rss?axe=informer')).length).toBe(0)
  })

  it('follow one action or one group, whatever it is that moves', async () => {
    const ofAction = await rssTitles(program, '/pacte.rss?action=modele-commun-de-consultation')
    expect(ofAction.length).toBeGreaterThan(3)
    expect(ofAction.every((title) => title.startsWith('ACTION — '))).toBe(true)
    const ofGroup = await rssTitles(program, '/pacte.rss?groupe=delais-de-paiement')
    expect(ofGroup).toContain('GROUPE — créé — Délais de paiement')
    expect(ofGroup.some((title) => title.startsWith('RÉUNION — annulée'))).toBe(true)
    expect(await program.text('/pacte.rss?action=inconnue', 400)).toContain('inconnue')
    const dates = readEvents(await program.text('/pacte.ics?action=modele-commun-de-consultation'))
    expect(dates.map(({ uid }) => uid).toSorted()).toEqual([
      `pacte-action-${told.actionId}@guichet.example`,
      'pacte-jalon-1@guichet.example',
    ])
    expect(await program.text('/pacte.atom?action=modele-commun-de-consultation')).toContain(
      `${BASE}/pacte/actions/modele-commun-de-consultation`,
    )
  })

  it('refuse what there is not, with what there is, and know one spelling of each question', async () => {
    const page = await program.text('/pacte.rss?axe=inconnu', 400)
    expect(page).toContain('Simplifier')
    expect(await program.text('/pacte.rss?couleur=rouge', 400)).toContain('Critère inconnu')
    expect(await program.text('/pacte.ics?contenu=autre', 400)).toContain('Réunions')
    const answer = await program.app.request('/pacte.rss?statut=realisee&axe=simplifier&groupe=')
    expect(answer.status).toBe(301)
    expect(answer.headers.get('location')).toBe('/pacte.rss?axe=simplifier&statut=realisee')
  })

  it('tell what changed first, then what it is about and who says it', async () => {
    const feed: unknown = JSON.parse(await program.text('/pacte.json?contenu=actions'))
    const html = JSON.stringify(feed)
    expect(html).toContain(
      'Échéance : avant, lundi 30 novembre 2026 ; maintenant, <strong>mardi 15 décembre 2026',
    )
    expect(html).toContain('Motif donné : Réunion déplacée.')
    expect(html).toContain('Pilote : Carcassonne Agglo')
    expect(html).not.toContain('\u00A0')
  })
})

describe('the pact’s calendar', () => {
  it('holds meetings, due dates and milestones under lasting identifiers, moved and cancelled ones told', async () => {
    const events = readEvents(await program.text('/pacte.ics'))
    const meeting = events.find(
      ({ uid }) => uid === `pacte-reunion-${told.meetingId}@guichet.example`,
    )
    expect(meeting).toMatchObject({ status: 'CANCELLED', start: '2027-01-21T08:30:00.000Z' })
    expect(meeting?.summary).toMatch(/^ANNULÉE – Réunion du groupe/)
    expect(meeting?.sequence).toBeGreaterThan(1)
    const due = events.find(({ uid }) => uid === `pacte-action-${told.actionId}@guichet.example`)
    expect(due).toMatchObject({ status: 'CONFIRMED', day: '2026-12-15' })
    expect(events.some(({ uid }) => uid.startsWith('pacte-jalon-'))).toBe(true)
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length)
  })

  it('is a page too, by month, whose dates are those of the calendar', async () => {
    const page = await program.text('/pacte/calendrier')
    expect(page).toContain('Décembre 2026')
    expect(page).toContain('/pacte.ics')
    expect(page).toMatch(/annulée/)
    expect(await program.text('/pacte/calendrier?contenu=formations')).toContain('Rien n’est prévu')
  })
})

/** What happened to the pact in these weeks, each a minute after the other. */
async function tell() {
  const { db } = program.deps
  const partnerIds = new Map((await db.select().from(partners)).map(({ slug, id }) => [slug, id]))
  const id = (slug: string) => partnerIds.get(slug) ?? 0
  pilotId = id('carcassonne-agglo')
  const [first] = await db.select().from(axes).orderBy(axes.position)
  axisId = first?.id ?? 0
  const [lots] = (await db.select().from(commitments)).filter(({ title }) => /Allotir/.test(title))
  const groupId = (
    await write((tx, author) =>
      createGroup(tx, author, {
        ...groupValues(id('carcassonne'), 'Délais de paiement'),
        axisId,
        coPilotId: id('cci-de-l-aude'),
      }),
    )
  ).id
  const actionId = (await write((tx, author) => createAction(tx, author, action()))).id
  await write((tx, author) =>
    editAction(
      tx,
      author,
      { id: actionId, version: null },
      { ...action(), dueOn: '2026-12-15' },
      'Réunion déplacée.',
    ),
  )
  await write((tx, author) =>
    addMilestone(tx, author, actionId, { title: 'Première version', dueOn: '2026-12-01' }),
  )
  await write((tx, author) =>
    addEvidence(
      tx,
      author,
      { actionId, councilId: null },
      {
        kind: 'link',
        title: 'Modèle en ligne',
        datedOn: '2026-11-20',
        url: 'https://example.org/modele',
        documentId: null,
        meetingId: null,
        measureId: null,
      },
    ),
  )
  await write((tx, author) => changeStatus(tx, author, { id: actionId, version: null }, 'done', ''))
  const meetingId = (
    await write((tx, author) => planMeeting(tx, author, groupId, meeting('2027-01-14')))
  ).id
  await write((tx, author) =>
    planMeeting(tx, author, null, {
      ...meeting('2026-11-19'),
      startsWall: '2026-11-19T09:00',
      place: 'Hôtel de ville, 11100 Narbonne',
    }),
  )
  await write((tx, author) =>
    changeMeeting(tx, author, { id: meetingId, version: null }, meeting('2027-01-21')),
  )
  await write((tx, author) =>
    cancelMeeting(tx, author, meetingId, 'Salle indisponible.', {
      config: program.deps.config,
      mailOf: () => {
        throw new Error('nobody was called')
      },
    }),
  )
  const held = await write((tx, author) => planMeeting(tx, author, groupId, meeting('2026-11-19')))
  for (const what of ['Écrire le modèle', 'Le relire'])
    await write((tx, author) =>
      recordDecision(tx, author, held.id, { what, partnerId: null, dueOn: null }),
    )
  await write((tx, author) =>
    answerCommitment(
      tx,
      { ...author, partnerId: id('narbonne') },
      { commitmentId: lots?.id ?? 0, partnerId: id('narbonne'), year: 2026 },
      { answer: 'under-way', words: 'Deux marchés sur trois.', evidence: null },
    ),
  )
  return { actionId, meetingId, groupId }
}

let pilotId = 0
let axisId = 0
let minutes = 0

/** One write, a minute after the one before; refusals are the test's fault. */
async function write<T extends { ok: boolean }>(
  change: (tx: Tx, author: Author) => Promise<T>,
): Promise<Extract<T, { ok: true }>> {
  minutes += 1
  const now = new Date(new Date('2026-11-20T09:00:00Z').getTime() + minutes * 60_000)
  const outcome = await program.deps.db.transaction((tx) =>
    change(tx, { partnerId: pilotId, actor: 'test', now }),
  )
  if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  return outcome as Extract<T, { ok: true }>
}

function action(): ActionValues {
  return {
    ...actionValues(pilotId, 'Modèle commun de consultation'),
    description: 'Pour les travaux de moins de 90 000 € HT.',
    axisId,
    startsOn: '2026-01-05',
    dueOn: '2026-11-30',
  }
}

function meeting(day: string) {
  return {
    startsAt: new Date(`${day}T09:30:00+01:00`),
    endsAt: new Date(`${day}T11:30:00+01:00`),
    startsWall: `${day}T09:30`,
    endsWall: `${day}T11:30`,
    place: 'Salle du Dôme, 11000 Carcassonne',
    link: null,
    agenda: 'Le point.',
  }
}
