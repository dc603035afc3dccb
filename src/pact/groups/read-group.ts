import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { documents } from '../../documents/schema.ts'
import { partners } from '../../partners/schema.ts'
import { parisDay } from '../../rules/calendar.ts'
import { measuresOf } from '../actions/measures-of.ts'
import { fileOf } from '../../documents/file-of.ts'
import { meetings } from '../meetings/schema.ts'
import { rhythmOf } from '../overview.ts'
import { axes, problems } from '../schema.ts'
import { rhythmLapse } from './rhythm.ts'
import { groupMembers, groups, groupSteps } from './schema.ts'

/** What a group's page shows; null where no group has this address word. */
export async function readGroup(reader: Reader, slug: string, now: Date) {
  const [found] = await reader
    .select({
      group: groups,
      axis: { slug: axes.slug, title: axes.title },
      problem: { id: problems.id, title: problems.title },
    })
    .from(groups)
    .innerJoin(axes, eq(axes.id, groups.axisId))
    .leftJoin(problems, eq(problems.id, groups.problemId))
    .where(eq(groups.slug, slug))
  if (!found) return null
  const { group } = found
  const pilot = await partnerOf(reader, group.pilotId)
  const coPilot = group.coPilotId === null ? null : await partnerOf(reader, group.coPilotId)
  const steps = await reader
    .select({
      step: groupSteps.step,
      deliverable: groupSteps.deliverable,
      url: groupSteps.url,
      document: documents,
      validatedOn: groupSteps.validatedOn,
      validatedBy: groupSteps.validatedBy,
    })
    .from(groupSteps)
    .leftJoin(documents, eq(documents.id, groupSteps.documentId))
    .where(eq(groupSteps.groupId, group.id))
  const met = await reader
    .select()
    .from(meetings)
    .where(eq(meetings.groupId, group.id))
    .orderBy(desc(meetings.startsAt), desc(meetings.id))
    .limit(100)
  const held = met.flatMap(({ state, startsWall }) =>
    state === 'held' ? [startsWall.slice(0, 10)] : [],
  )
  return {
    ...found,
    pilot,
    coPilot,
    steps: steps.map(({ document, ...step }) => ({ ...step, file: fileOf(document) })),
    meetings: met,
    members: await membersOf(reader, group.id),
    measures: await measuresOf(reader, { groupId: group.id }),
    lapse: rhythmLapse(rhythmOf(group), held, group, parisDay(now)),
  }
}

export type GroupRead = NonNullable<Awaited<ReturnType<typeof readGroup>>>

/** Who sits in a group now; their names and addresses are for its members. */
export async function membersOf(reader: Reader, groupId: number) {
  return reader
    .select({
      id: groupMembers.id,
      partner: { id: partners.id, slug: partners.slug, name: partners.shortName },
      person: groupMembers.person,
      email: groupMembers.email,
      substitute: groupMembers.substitute,
      substituteEmail: groupMembers.substituteEmail,
      joinedOn: groupMembers.joinedOn,
    })
    .from(groupMembers)
    .innerJoin(partners, eq(partners.id, groupMembers.partnerId))
    .where(and(eq(groupMembers.groupId, groupId), isNull(groupMembers.leftOn)))
    .orderBy(asc(partners.shortName))
}

async function partnerOf(reader: Reader, id: number) {
  const [partner] = await reader
    .select({ id: partners.id, slug: partners.slug, name: partners.shortName })
    .from(partners)
    .where(eq(partners.id, id))
  if (!partner) throw new Error(`no partner ${id}`)
  return partner
}
