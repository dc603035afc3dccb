import { eq } from 'drizzle-orm'
import { reminderMail } from '../../../../views/mail/pact-reminder.ts'
import { changeStatus } from '../../../pact/actions/change-status.ts'
import { addComment } from '../../../pact/comments/comments.ts'
import { createAction } from '../../../pact/actions/create-action.ts'
import { editAction } from '../../../pact/actions/edit-action.ts'
import { measureAction } from '../../../pact/actions/measure.ts'
import { addMilestone, reachMilestone } from '../../../pact/actions/milestones.ts'
import { remindPilot } from '../../../pact/actions/remind-pilot.ts'
import { milestones } from '../../../pact/actions/schema.ts'
import { setCouncil } from '../../../pact/actions/set-council.ts'
import type { ActionValues } from '../../../pact/actions/values.ts'
import { addEvidence, type EvidenceOf } from '../../../pact/evidence/add-evidence.ts'
import type { Author } from '../../../pact/versions.ts'
import type { ActionStory } from './actions-story.ts'
import { type PactStep, type PactTelling, told } from './step.ts'

const SITE = 'https://demonstration.example/pacte/justificatifs'

/** Everything that happened to an action; its pilot was reminded fifteen days after a due date that passed. */
export function actionSteps(story: ActionStory): PactStep[] {
  const {
    title,
    pilot,
    from,
    due,
    moved,
    milestones: steps = [],
    councils = [],
    apart = [],
  } = story
  const { indicator, shown = [], goes, comments = [] } = story
  const step = (
    at: number,
    tell: (telling: PactTelling, author: Author, id: number) => Promise<unknown>,
    by = pilot,
  ): PactStep => ({
    at,
    async tell(telling, author) {
      await tell(telling, author(by), telling.actions.get(title) ?? 0)
    },
  })
  const isOver = goes.some(([, status]) => status === 'done' || status === 'abandoned')
  const reminded = due + 1
  return [
    step(from, async (telling, author) => {
      const values = valuesOf(story, telling, moved?.first ?? due)
      const { id } = told(await createAction(telling.tx, author, values))
      telling.actions.set(title, id)
      for (const each of steps)
        told(
          await addMilestone(telling.tx, author, id, {
            title: each.title,
            dueOn: telling.days.day(each.due),
          }),
        )
    }),
    ...(moved
      ? [
          step(moved.at, async (telling, author, id) =>
            told(
              await editAction(
                telling.tx,
                author,
                { id, version: null },
                valuesOf(story, telling, due),
                moved.why,
              ),
            ),
          ),
        ]
      : []),
    ...steps.flatMap(({ title: name, reached }) =>
      reached === undefined
        ? []
        : [
            step(reached, async ({ tx, days }, author, id) => {
              const milestoneId = await milestoneNamed(tx, id, name)
              await reachMilestone(tx, author, { actionId: id, milestoneId }, days.day(reached))
            }),
          ],
    ),
    ...councils.flatMap(({ who, decided, since, shown: title_ }) => [
      step(
        decided,
        async ({ tx, partner, days }, author, id) =>
          told(
            await setCouncil(
              tx,
              author,
              { actionId: id, councilId: partner(who) },
              { state: 'taken-up', decidedOn: days.day(decided), inForceSince: null, reason: '' },
            ),
          ),
        who,
      ),
      ...(since === undefined || title_ === undefined
        ? []
        : [
            step(
              since,
              async ({ tx, partner, days }, author, id) => {
                const councilId = partner(who)
                await show(tx, author, { actionId: id, councilId }, title_, days.day(since))
                told(
                  await setCouncil(
                    tx,
                    author,
                    { actionId: id, councilId },
                    {
                      state: 'in-force',
                      decidedOn: days.day(decided),
                      inForceSince: days.day(since),
                      reason: '',
                    },
                  ),
                )
              },
              who,
            ),
          ]),
    ]),
    ...apart.map(({ who, at, why }) =>
      step(
        at,
        async ({ tx, partner }, author, id) =>
          told(
            await setCouncil(
              tx,
              author,
              { actionId: id, councilId: partner(who) },
              { state: 'not-concerned', decidedOn: null, inForceSince: null, reason: why },
            ),
          ),
        who,
      ),
    ),
    ...(indicator?.values ?? []).map(([at, value, note]) =>
      step(at, async ({ tx, days }, author, id) =>
        told(await measureAction(tx, author, id, { measuredOn: days.day(at), value, note })),
      ),
    ),
    ...shown.map(([at, name]) =>
      step(at, async ({ tx, days }, author, id) =>
        show(tx, author, { actionId: id, councilId: null }, name, days.day(at)),
      ),
    ),
    ...goes.map(([at, status, why]) =>
      step(at, async ({ tx }, author, id) =>
        told(await changeStatus(tx, author, { id, version: null }, status, why ?? '')),
      ),
    ),
    ...comments.map(([at, who, words]) =>
      step(
        at,
        async ({ tx, partner, agentOf }, author, id) =>
          addComment(
            tx,
            author,
            { actionId: id },
            { partnerId: partner(who), agentId: await agentOf(who) },
            words,
          ),
        who,
      ),
    ),
    ...(isOver || reminded > 0
      ? []
      : [
          step(reminded, async ({ tx, config }, author, id) =>
            remindPilot(tx, { ...author, partnerId: null }, id, null, {
              config,
              mailOf: reminderMail,
            }),
          ),
        ]),
  ]
}

function valuesOf(story: ActionStory, telling: PactTelling, due: number): ActionValues {
  const { title, description, axis, group, pilot, with: others = [], from, budget } = story
  return {
    title,
    description,
    axisId: telling.axis(axis),
    groupId: group === undefined ? null : (telling.groups.get(group) ?? null),
    pilotId: telling.partner(pilot),
    partnerIds: others.map(telling.partner),
    startsOn: telling.days.day(from),
    dueOn: telling.days.day(due),
    budget: budget ?? null,
    indicator: story.indicator?.name ?? '',
    indicatorUnit: story.indicator?.unit ?? '',
    indicatorTarget: story.indicator?.target ?? null,
  }
}

async function show(
  tx: PactTelling['tx'],
  author: Author,
  of: EvidenceOf,
  title: string,
  datedOn: string,
): Promise<void> {
  const slug = title
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z]+/g, '-')
  told(
    await addEvidence(tx, author, of, {
      kind: 'link',
      title,
      datedOn,
      url: `${SITE}/${slug}.pdf`,
      documentId: null,
      meetingId: null,
      measureId: null,
    }),
  )
}

async function milestoneNamed(tx: PactTelling['tx'], actionId: number, title: string) {
  const rows = await tx.select().from(milestones).where(eq(milestones.actionId, actionId))
  return rows.find((row) => row.title === title)?.id ?? 0
}
