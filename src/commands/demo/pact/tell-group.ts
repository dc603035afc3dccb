import { closeStep } from '../../../pact/groups/close-step.ts'
import { createGroup } from '../../../pact/groups/create-group.ts'
import { measureGroup } from '../../../pact/groups/measure.ts'
import { addMember } from '../../../pact/groups/members.ts'
import { callMeeting, cancelMeeting } from '../../../pact/meetings/call-meeting.ts'
import { decisionToAction, recordDecision } from '../../../pact/meetings/decide.ts'
import { recordPresence } from '../../../pact/meetings/hold-meeting.ts'
import { planMeeting } from '../../../pact/meetings/plan-meeting.ts'
import { validateMinutes, writeMinutes } from '../../../pact/meetings/write-minutes.ts'
import type { GroupStory, MeetingStory } from './groups-story.ts'
import { type PactStep, type PactTelling, told } from './step.ts'
import { tellProblem } from './tell-problem.ts'

const SITE = 'https://demonstration.example/pacte'

/** A group from its mission letter to the last step that it closed. */
export function groupSteps(story: GroupStory): PactStep[] {
  const {
    key,
    axis,
    problem,
    pilot,
    coPilot,
    members,
    steps,
    starts,
    ends,
    measures,
    meetings: _,
    ...letter
  } = story
  return [
    {
      at: starts,
      async tell(telling, author) {
        const { tx, days, partner } = telling
        const of = author(pilot)
        const problemId = await tellProblem(telling, of, { ...problem, axis, at: starts })
        const group = told(
          await createGroup(tx, of, {
            ...letter,
            axisId: telling.axis(axis),
            problemId,
            pilotId: partner(pilot),
            coPilotId: partner(coPilot),
            startsOn: days.day(starts),
            endsOn: days.day(ends),
          }),
        )
        telling.groups.set(key, group.id)
        for (const member of [pilot, coPilot, ...members])
          told(
            await addMember(
              tx,
              of,
              group.id,
              {
                partnerId: partner(member),
                person: 'Membre de démonstration',
                email: null,
                substitute: 'Suppléance de démonstration',
                substituteEmail: null,
              },
              days.day(starts),
            ),
          )
      },
    },
    ...measures.map(({ at, value, source }): PactStep => ({
      at,
      async tell({ tx, days, groups }, author) {
        const values = { measuredOn: days.day(at), value, note: source }
        told(await measureGroup(tx, author(pilot), groups.get(key) ?? 0, values))
      },
    })),
    ...steps.map(([step, deliverable, at]): PactStep => ({
      at,
      async tell({ tx, days, groups }, author) {
        const validatedOn = days.day(at)
        const url = `${SITE}/${key}/${step}.pdf`
        const groupId = groups.get(key) ?? 0
        told(
          await closeStep(
            tx,
            author(pilot),
            { groupId, step },
            { deliverable, url, documentId: null, validatedOn },
          ),
        )
      },
    })),
  ]
}

/** Meetings from their calling to their minutes; those of the steering committee where `group` is null. */
export function meetingSteps(
  stories: MeetingStory[],
  group: string | null,
  pilot: string,
): PactStep[] {
  return stories.flatMap((story) => stepsOf(story, group, pilot))
}

/** Days before a meeting on which it is planned and called, and after it on which its minutes are written. */
const PLANNED = 24
const CALLED = 12
const WRITTEN = 4
const VALIDATED = 24

function stepsOf(story: MeetingStory, group: string | null, pilot: string): PactStep[] {
  let id = 0
  const { at, cancelled, present, minutes } = story
  const upTo = (step: PactStep) => (step.at <= 0 ? [step] : [])
  // Nobody plans a meeting that is far away tomorrow: it was planned by today.
  const planned = Math.min(at - PLANNED, -1)
  return [
    {
      at: planned,
      async tell(telling, author) {
        const groupId = group === null ? null : (telling.groups.get(group) ?? 0)
        const added = await planMeeting(
          telling.tx,
          author(pilot),
          groupId,
          valuesOf(story, telling),
        )
        id = told(added).id
      },
    },
    ...(cancelled === undefined
      ? upTo({
          at: Math.max(at - CALLED, planned),
          async tell({ tx, config }, author) {
            told(await callMeeting(tx, author(pilot), id, { config, mailOf: noMail }))
          },
        })
      : upTo({
          at: at - 3,
          async tell({ tx, config }, author) {
            told(await cancelMeeting(tx, author(pilot), id, cancelled, { config, mailOf: noMail }))
          },
        })),
    ...(present ? [{ at: at + 1, tell: tellHeld }] : []),
    ...(minutes === undefined ? [] : upTo({ at: at + WRITTEN, tell: tellMinutes })),
    ...(minutes === undefined
      ? []
      : upTo({
          at: at + VALIDATED,
          async tell({ tx }, author) {
            told(await validateMinutes(tx, author(pilot), id))
          },
        })),
  ]

  async function tellHeld(...[{ tx, partner, days }, author]: Parameters<PactStep['tell']>) {
    const of = author(pilot)
    told(
      await recordPresence(tx, of, { id, version: null }, [
        ...(present ?? []).map((slug) => ({
          partnerId: partner(slug),
          presence: 'present' as const,
        })),
        ...(story.excused ?? []).map((slug) => ({
          partnerId: partner(slug),
          presence: 'excused' as const,
        })),
      ]),
    )
    for (const { what, who, due, becomesAction } of story.decisions ?? []) {
      const decision = told(
        await recordDecision(tx, of, id, {
          what,
          partnerId: who === undefined ? null : partner(who),
          dueOn: due === undefined ? null : days.day(due),
        }),
      )
      if (becomesAction) {
        const made = await decisionToAction(tx, of, { meetingId: id, decisionId: decision.id })
        if (!made?.ok) throw new Error(JSON.stringify(made))
      }
    }
  }

  async function tellMinutes(...[{ tx }, author]: Parameters<PactStep['tell']>) {
    const visibility = story.open ? 'public' : 'members'
    told(
      await writeMinutes(
        tx,
        author(pilot),
        { id, version: null },
        { minutes: minutes ?? '', documentId: null, visibility },
      ),
    )
  }
}

function valuesOf({ at, hour, place, agenda }: MeetingStory, { days }: PactTelling) {
  const starts = days.moment(at, hour)
  const ends = days.moment(
    at,
    `${String(Number(hour.slice(0, 2)) + 2).padStart(2, '0')}${hour.slice(2)}`,
  )
  return {
    startsAt: new Date(starts.instant),
    endsAt: new Date(ends.instant),
    startsWall: starts.wall,
    endsWall: ends.wall,
    place,
    link: null,
    agenda,
  }
}

/** Nobody of a demonstration has an address. */
function noMail(): never {
  throw new Error('a demonstration writes to nobody')
}
