import { and, asc, desc, eq, inArray, isNull, type SQL } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { documents } from '../../documents/schema.ts'
import { partners } from '../../partners/schema.ts'
import { evidence } from '../evidence/schema.ts'
import { fileOf } from '../../documents/file-of.ts'
import { groups } from '../groups/schema.ts'
import { meetings } from '../meetings/schema.ts'
import { axes } from '../schema.ts'
import { measuresOf } from './measures-of.ts'
import { actionCouncils, actionPartners, actions, milestones, reminders } from './schema.ts'
import { COUNCIL_KINDS } from './set-council.ts'

/** What an action's page shows; null where no action has this address word. */
export async function readAction(reader: Reader, slug: string) {
  const [found] = await reader
    .select({
      action: actions,
      axis: { slug: axes.slug, title: axes.title },
      pilot: { id: partners.id, slug: partners.slug, name: partners.shortName },
      group: {
        slug: groups.slug,
        title: groups.title,
        pilotId: groups.pilotId,
        coPilotId: groups.coPilotId,
      },
    })
    .from(actions)
    .innerJoin(axes, eq(axes.id, actions.axisId))
    .innerJoin(partners, eq(partners.id, actions.pilotId))
    .leftJoin(groups, eq(groups.id, actions.groupId))
    .where(eq(actions.slug, slug))
  if (!found) return null
  const { id } = found.action
  return {
    ...found,
    partners: await reader
      .select({ id: partners.id, name: partners.shortName })
      .from(actionPartners)
      .innerJoin(partners, eq(partners.id, actionPartners.partnerId))
      .where(eq(actionPartners.actionId, id))
      .orderBy(asc(partners.shortName)),
    milestones: await reader
      .select()
      .from(milestones)
      .where(eq(milestones.actionId, id))
      .orderBy(asc(milestones.dueOn), asc(milestones.id))
      .limit(MOST),
    measures: await measuresOf(reader, { actionId: id }),
    evidence: await evidenceWhere(
      reader,
      and(eq(evidence.actionId, id), isNull(evidence.withdrawnAt)),
    ),
    councils: await councilsOf(reader, id),
    reminders: await reader
      .select()
      .from(reminders)
      .where(eq(reminders.actionId, id))
      .orderBy(desc(reminders.id)),
  }
}

export type ActionRead = NonNullable<Awaited<ReturnType<typeof readAction>>>
export type EvidenceRead = ActionRead['evidence'][number]

/** Every council that signed, in alphabetical order, and those that said where they stand without having signed. */
async function councilsOf(reader: Reader, actionId: number) {
  const rows = await reader
    .select({
      partner: {
        id: partners.id,
        name: partners.shortName,
        kind: partners.kind,
        until: partners.signatoryUntil,
        since: partners.signatorySince,
      },
      standing: actionCouncils,
    })
    .from(partners)
    .leftJoin(
      actionCouncils,
      and(eq(actionCouncils.partnerId, partners.id), eq(actionCouncils.actionId, actionId)),
    )
  return rows
    .filter(
      ({ partner, standing }) =>
        standing !== null ||
        (COUNCIL_KINDS.includes(partner.kind) && partner.since !== null && partner.until === null),
    )
    .toSorted((one, other) => one.partner.name.localeCompare(other.partner.name, 'fr'))
}

/** Evidence that stands for these answers to commitments. */
export async function evidenceOfAnswers(reader: Reader, answerIds: number[]) {
  if (answerIds.length === 0) return []
  return evidenceWhere(
    reader,
    and(inArray(evidence.answerId, answerIds), isNull(evidence.withdrawnAt)),
  )
}

/** More milestones than any action has. */
const MOST = 300

async function evidenceWhere(reader: Reader, condition: SQL | undefined) {
  const rows = await reader
    .select({
      id: evidence.id,
      answerId: evidence.answerId,
      councilId: evidence.councilId,
      kind: evidence.kind,
      title: evidence.title,
      datedOn: evidence.datedOn,
      url: evidence.url,
      meetingId: meetings.id,
      document: documents,
      by: partners.shortName,
    })
    .from(evidence)
    .leftJoin(documents, eq(documents.id, evidence.documentId))
    .leftJoin(meetings, eq(meetings.id, evidence.meetingId))
    .leftJoin(partners, eq(partners.id, evidence.partnerId))
    .where(condition)
    .orderBy(asc(evidence.datedOn), asc(evidence.id))
  return rows.map(({ document, ...row }) => ({ ...row, file: fileOf(document) }))
}
