import { asc, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import type { Db } from '../../src/db/db.ts'
import { changeStatus } from '../../src/pact/actions/change-status.ts'
import { createAction } from '../../src/pact/actions/create-action.ts'
import { editAction } from '../../src/pact/actions/edit-action.ts'
import { addMilestone } from '../../src/pact/actions/milestones.ts'
import { actions, type ActionStatus } from '../../src/pact/actions/schema.ts'
import { STATUSES } from '../../src/pact/actions/status.ts'
import { followedOfAction } from '../../src/pact/actions/values.ts'
import { addEvidence, type EvidenceValues } from '../../src/pact/evidence/add-evidence.ts'
import { moveWithEvidence } from '../../src/pact/evidence/move-with-evidence.ts'
import { evidence } from '../../src/pact/evidence/schema.ts'
import { withdrawEvidence } from '../../src/pact/evidence/withdraw-evidence.ts'
import { answerCommitment } from '../../src/pact/commitments/answer-commitment.ts'
import { closeStep } from '../../src/pact/groups/close-step.ts'
import { createGroup } from '../../src/pact/groups/create-group.ts'
import { addMember, endMember } from '../../src/pact/groups/members.ts'
import { groupMembers } from '../../src/pact/groups/schema.ts'
import { decisionToAction, recordDecision } from '../../src/pact/meetings/decide.ts'
import { recordPresence } from '../../src/pact/meetings/hold-meeting.ts'
import { planMeeting } from '../../src/pact/meetings/plan-meeting.ts'
import { validateMinutes, writeMinutes } from '../../src/pact/meetings/write-minutes.ts'
import { pactVersions } from '../../src/pact/schema.ts'
import { seedPact } from '../../src/pact/seed-pact.ts'
import { replay } from '../../src/pact/versions.ts'
import { partners } from '../../src/partners/schema.ts'
import { describeOnBothDatabases } from '../support/databases.ts'
import { actionValues, groupValues, link } from '../support/pact.ts'

const RUNS = process.env['DEEP'] ? 200 : 15
const NOW = new Date('2026-11-20T10:00:00+01:00')

describeOnBothDatabases('writing the pact', (database) => {
  let town = 0
  let chamber = 0
  const author = () => ({ partnerId: town, actor: 'test', now: NOW })

  beforeAll(async () => {
    const db = database()
    await db.transaction((tx) => seedPact(tx))
    const rows = await db
      .insert(partners)
      .values([
        {
          slug: 'ville',
          siret: '12345678200010',
          name: 'Ville',
          shortName: 'Ville',
          kind: 'commune',
        },
        {
          slug: 'chambre',
          siret: '12345678200028',
          name: 'Chambre',
          shortName: 'Chambre',
          kind: 'chamber',
        },
      ])
      .returning({ id: partners.id })
    ;[town = 0, chamber = 0] = rows.map(({ id }) => id)
  })

  async function newAction(db: Db, title = 'Modèle commun') {
    const made = await db.transaction((tx) => createAction(tx, author(), actionValues(town, title)))
    if (!made.ok) throw new Error(JSON.stringify(made))
    return made
  }

  it('gives actions of the same title addresses of their own', async () => {
    const db = database()
    const slugs = [await newAction(db), await newAction(db)].map(({ slug }) => slug)
    expect(slugs).toEqual(['modele-commun', 'modele-commun-2'])
  })

  it('lets no milestone be due before its action begins', async () => {
    const db = database()
    const values = { ...actionValues(town, 'Guide'), startsOn: '2026-11-02' }
    const made = await db.transaction((tx) => createAction(tx, author(), values))
    if (!made.ok) throw new Error(JSON.stringify(made))
    const add = (dueOn: string) =>
      db.transaction((tx) => addMilestone(tx, author(), made.id, { title: 'Cadrage', dueOn }))
    expect(await add('2026-11-01')).toMatchObject({ problems: [{ code: 'dates-reversed' }] })
    expect(await add('2026-11-02')).toMatchObject({ ok: true })
  })

  it('lets one of two hands win, and tells the other', async () => {
    const db = database()
    const { id } = await newAction(db)
    const edit = (title: string) =>
      db.transaction((tx) =>
        editAction(tx, author(), { id, version: 1 }, actionValues(town, title), 'Mieux dit'),
      )
    const outcomes = await Promise.all([edit('Une main'), edit('Une autre main')])
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    const refused = outcomes.find((outcome) => !outcome.ok)
    expect(refused && 'problems' in refused ? refused.problems[0]?.code : null).toBe('stale')
    expect(await db.$count(pactVersions, eq(pactVersions.actionId, id))).toBe(2)
  })

  it('keeps versions whose replay is the row, and a line of the audit log for each', async () => {
    const db = database()
    const step = fc.oneof(
      fc.record({
        do: fc.constant('edit' as const),
        title: fc.string({ minLength: 1, maxLength: 9 }),
      }),
      fc.record({ do: fc.constant('status' as const), to: fc.constantFrom(...STATUSES) }),
      fc.record({ do: fc.constant('show' as const) }),
      fc.record({ do: fc.constant('withdraw' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        const { id } = await newAction(db)
        const before = await db.$count(auditLog)
        let shown = 0
        for (const each of steps)
          await db.transaction(async (tx) => {
            if (each.do === 'edit') {
              const title = each.title.trim() || 'Sans titre'
              await editAction(
                tx,
                author(),
                { id, version: null },
                actionValues(town, title),
                'Motif',
              )
            } else if (each.do === 'status')
              await changeStatus(tx, author(), { id, version: null }, each.to, 'Motif')
            else if (each.do === 'show') {
              const of = { actionId: id, councilId: null }
              const given = await addEvidence(tx, author(), of, link('2026-11-01'))
              if (given.ok) shown = given.id
            } else
              await withdrawEvidence(tx, author(), { actionId: id, evidenceId: shown }, 'Motif')
          })
        const [row] = await db.select().from(actions).where(eq(actions.id, id))
        if (!row) throw new Error('gone')
        const versions = await db
          .select()
          .from(pactVersions)
          .where(eq(pactVersions.actionId, id))
          .orderBy(asc(pactVersions.id))
        const own = versions.filter(({ kind }) => kind === 'action')
        expect(own.map(({ version }) => version)).toEqual(own.map((_, index) => index + 1))
        const plain = Object.fromEntries(
          Object.entries(followedOfAction(row, [])).filter(
            ([, value]) => value !== null && value !== '',
          ),
        )
        const replayed = Object.fromEntries(
          Object.entries(replay(own)).filter(([, value]) => value !== null),
        )
        expect(replayed).toEqual(plain)
        expect((await db.$count(auditLog)) - before).toBe(versions.length - 1)
        const isBeyond = STATUSES.indexOf(row.status) > STATUSES.indexOf('launched')
        if (isBeyond) expect(versions.some(({ kind }) => kind === 'evidence')).toBe(true)
      }),
      { numRuns: RUNS },
    )
  })

  it('keeps evidence that a status rests on', async () => {
    const db = database()
    const { id } = await newAction(db)
    const at = { id, version: null }
    const given = await db.transaction((tx) =>
      addEvidence(tx, author(), { actionId: id, councilId: null }, link('2026-11-01')),
    )
    if (!given.ok) throw new Error(JSON.stringify(given))
    expect((await db.transaction((tx) => changeStatus(tx, author(), at, 'done', ''))).ok).toBe(true)
    const withdraw = () =>
      db.transaction((tx) =>
        withdrawEvidence(tx, author(), { actionId: id, evidenceId: given.id }, 'Faux'),
      )
    expect(await withdraw()).toMatchObject({ ok: false, problems: [{ code: 'still-needed' }] })
    await db.transaction((tx) => changeStatus(tx, author(), at, 'launched', 'Trop tôt'))
    expect(await withdraw()).toEqual({ ok: true })
  })

  it('moves an action with the evidence that shows it, or does neither', async () => {
    const db = database()
    const { id } = await newAction(db)
    const of = { actionId: id, councilId: null }
    const move = (values: EvidenceValues, to: ActionStatus) =>
      db.transaction((tx) => moveWithEvidence(tx, author(), of, values, to))
    const left = () => db.$count(evidence, eq(evidence.actionId, id))
    for (const [values, to, code] of [
      [link('2026-11-21'), 'done', 'evidence-missing'],
      [link('2026-11-01', 'javascript:alert(1)'), 'done', 'url'],
      [link('2026-11-01'), 'to-launch', 'same-status'],
    ] as const) {
      expect(await move(values, to)).toMatchObject({ ok: false, problems: [{ code }] })
      expect([code, await left()]).toEqual([code, 0])
    }
    expect(await move(link('2026-11-01'), 'partly-done')).toEqual({ ok: true })
    const [row] = await db.select().from(actions).where(eq(actions.id, id))
    expect([row?.status, await left()]).toEqual(['partly-done', 1])
  })

  it.each([
    [link('2026-11-21'), 'future'],
    [link('2026-11-01', 'javascript:alert(1)'), 'url'],
    [{ ...link('2026-11-01'), kind: 'minutes' as const }, 'missing'],
    [{ ...link('2026-11-01'), kind: 'document' as const }, 'missing'],
  ])('refuses evidence like %j', async (values, code) => {
    const db = database()
    const { id } = await newAction(db)
    const outcome = await db.transaction((tx) =>
      addEvidence(tx, author(), { actionId: id, councilId: null }, values),
    )
    expect(outcome).toMatchObject({ ok: false, problems: [{ code }] })
  })

  it('takes a group from its mission letter to an action decided in a meeting', async () => {
    const db = database()
    const alone = await db.transaction((tx) =>
      createGroup(tx, author(), { ...groupValues(town, 'Délais'), coPilotId: town }),
    )
    expect(alone).toMatchObject({ ok: false, problems: [{ code: 'same-partner' }] })
    const group = await db.transaction((tx) =>
      createGroup(tx, author(), { ...groupValues(town, 'Délais'), coPilotId: chamber }),
    )
    if (!group.ok) throw new Error(JSON.stringify(group))
    const groupId = group.id
    const deliverable = {
      deliverable: 'Lettre de mission',
      url: 'https://exemple.example/lettre',
      documentId: null,
      validatedOn: '2026-01-05',
    }
    const close = (step: 'framing' | 'diagnosis', values = deliverable) =>
      db.transaction((tx) => closeStep(tx, author(), { groupId, step }, values))
    expect(await close('diagnosis')).toMatchObject({ problems: [{ code: 'earlier-step-open' }] })
    expect(await close('framing', { ...deliverable, url: '' })).toMatchObject({ ok: false })
    expect(await close('framing', { ...deliverable, validatedOn: '2026-01-04' })).toMatchObject({
      problems: [{ code: 'dates-reversed' }],
    })
    expect(await close('framing')).toEqual({ ok: true })
    expect(await close('framing')).toMatchObject({ problems: [{ code: 'already-closed' }] })

    const planned = await db.transaction((tx) =>
      planMeeting(tx, author(), groupId, {
        startsAt: new Date('2026-11-19T09:30:00+01:00'),
        endsAt: new Date('2026-11-19T11:30:00+01:00'),
        startsWall: '2026-11-19T09:30',
        endsWall: '2026-11-19T11:30',
        place: 'Carcassonne',
        link: null,
        agenda: '',
      }),
    )
    if (!planned.ok) throw new Error(JSON.stringify(planned))
    const meetingId = planned.id
    const present = [{ partnerId: chamber, presence: 'present' as const }]
    expect(
      await db.transaction((tx) =>
        recordPresence(tx, author(), { id: meetingId, version: null }, present),
      ),
    ).toEqual({
      ok: true,
    })
    const decide = (what: string, dueOn: string) =>
      db.transaction((tx) =>
        recordDecision(tx, author(), meetingId, { what, partnerId: chamber, dueOn }),
      )
    expect(await decide('Écrire', '2026-11-18')).toMatchObject({
      problems: [{ code: 'dates-reversed' }],
    })
    expect(await decide('Écrire', '2026-11-19')).toMatchObject({ ok: true })
    const decided = await decide('Mesurer les délais de paiement.', '2027-01-31')
    if (!decided.ok) throw new Error(JSON.stringify(decided))
    const toAction = () =>
      db.transaction((tx) => decisionToAction(tx, author(), { meetingId, decisionId: decided.id }))
    expect(await toAction()).toEqual({ ok: true, slug: 'mesurer-les-delais-de-paiement' })
    expect(await toAction()).toMatchObject({ problems: [{ code: 'already-action' }] })
    const [action] = await db
      .select()
      .from(actions)
      .where(eq(actions.slug, 'mesurer-les-delais-de-paiement'))
    expect(action).toMatchObject({ pilotId: chamber, groupId, dueOn: '2027-01-31' })

    const minutes = { minutes: 'Secret', documentId: null, visibility: 'members' as const }
    await db.transaction((tx) =>
      writeMinutes(tx, author(), { id: meetingId, version: null }, minutes),
    )
    expect(await db.transaction((tx) => validateMinutes(tx, author(), meetingId))).toEqual({
      ok: true,
    })
    const told = await db.select().from(pactVersions).where(eq(pactVersions.visibility, 'public'))
    expect(JSON.stringify(told)).not.toContain('Secret')
  })

  it('asks signatories of the years in which they are, and for evidence of what is kept', async () => {
    const db = database()
    const signed = { signatorySince: '2024-05-01', signatoryUntil: '2025-06-30' }
    await db.update(partners).set(signed).where(eq(partners.id, chamber))
    const answer = (year: number, shown: EvidenceValues | null = null) =>
      db.transaction((tx) =>
        answerCommitment(
          tx,
          author(),
          { commitmentId: 1, partnerId: chamber, year },
          { answer: 'kept', words: '', evidence: shown },
        ),
      )
    for (const year of [2023, 2026])
      expect(await answer(year)).toMatchObject({ problems: [{ code: 'not-a-signatory' }] })
    for (const year of [2024, 2025]) {
      expect(await answer(year)).toMatchObject({ problems: [{ code: 'evidence-missing' }] })
      expect(await answer(year, link('2025-01-15'))).toMatchObject({ ok: true })
      expect(await answer(year)).toMatchObject({ ok: true })
    }
  })

  it('keeps names and addresses of members out of the history, and forgets them when they leave', async () => {
    const db = database()
    const group = await db.transaction((tx) =>
      createGroup(tx, author(), groupValues(town, 'Veille')),
    )
    if (!group.ok) throw new Error(JSON.stringify(group))
    const seat = {
      partnerId: chamber,
      person: 'Dominique Exemple',
      email: 'dominique@exemple.example',
      substitute: null,
      substituteEmail: null,
    }
    const add = () => db.transaction((tx) => addMember(tx, author(), group.id, seat, '2026-11-01'))
    const member = await add()
    if (!member.ok) throw new Error(JSON.stringify(member))
    expect(await add()).toMatchObject({ problems: [{ code: 'already-sits' }] })
    const at = { groupId: group.id, memberId: member.id }
    await db.transaction((tx) => endMember(tx, author(), at, '2026-11-20'))
    const rows = await db.select().from(groupMembers).where(eq(groupMembers.id, member.id))
    expect(JSON.stringify(rows)).not.toContain('ominique')
    expect(JSON.stringify(await db.select().from(pactVersions))).not.toContain('ominique')
    expect(JSON.stringify(await db.select().from(auditLog))).not.toContain('ominique')
  })
})
