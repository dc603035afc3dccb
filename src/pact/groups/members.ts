import { and, eq, isNull } from 'drizzle-orm'
import * as z from 'zod'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { knownPartners } from '../actions/values.ts'
import { type PactProblem, refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { lockGroup } from './lock-group.ts'
import { groupMembers } from './schema.ts'

/** Who sits for an organisation. Names and addresses are for members of the group only, and in no version. */
export interface MemberValues {
  partnerId: number
  person: string
  email: string | null
  substitute: string | null
  substituteEmail: string | null
}

/** Seats an organisation in a group, with its person and a substitute. */
export async function addMember(
  tx: Tx,
  author: Author,
  groupId: number,
  values: MemberValues,
  joinedOn: string,
): Promise<Written<{ id: number }>> {
  const group = await lockGroup(tx, groupId)
  if (!group) throw new Error(`no group ${groupId}`)
  const problems: PactProblem[] = []
  if (!(await knownPartners(tx, [values.partnerId])).has(values.partnerId))
    problems.push({ field: 'partner', code: 'unknown-partner' })
  for (const field of ['email', 'substituteEmail'] as const)
    if (values[field] !== null && !z.email().safeParse(values[field]).success)
      problems.push({ field, code: 'email' })
  const sitting = await tx.$count(groupMembers, isSitting(groupId, values.partnerId))
  if (sitting > 0) problems.push({ field: 'partner', code: 'already-sits' })
  if (problems.length > 0) return { ok: false, problems }
  const [added] = await tx
    .insert(groupMembers)
    .values({ groupId, ...values, joinedOn })
    .returning({ id: groupMembers.id })
  if (!added) throw new Error('the member was not stored')
  const of = { kind: 'member' as const, subject: added.id, groupId, axisId: group.axisId }
  await keepVersion(tx, author, of, {
    before: null,
    after: { partnerId: values.partnerId, joinedOn, leftOn: null },
  })
  await bumpVersions(tx, ['pact'])
  return { ok: true, id: added.id }
}

/** Ends an organisation's seat; its person's name and addresses are forgotten. Null where the group has no such seat. */
export async function endMember(
  tx: Tx,
  author: Author,
  { groupId, memberId }: { groupId: number; memberId: number },
  leftOn: string,
): Promise<Written | null> {
  const group = await lockGroup(tx, groupId)
  const [member] = await tx
    .select()
    .from(groupMembers)
    .where(
      and(
        eq(groupMembers.id, memberId),
        eq(groupMembers.groupId, groupId),
        isNull(groupMembers.leftOn),
      ),
    )
  if (!group || !member) return null
  if (leftOn < member.joinedOn) return refused('dates-reversed', 'leftOn')
  await tx
    .update(groupMembers)
    .set({ leftOn, person: '', email: null, substitute: null, substituteEmail: null })
    .where(eq(groupMembers.id, memberId))
  const of = { kind: 'member' as const, subject: memberId, groupId, axisId: group.axisId }
  await keepVersion(tx, author, of, { before: { leftOn: null }, after: { leftOn } })
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

function isSitting(groupId: number, partnerId: number) {
  return and(
    eq(groupMembers.groupId, groupId),
    eq(groupMembers.partnerId, partnerId),
    isNull(groupMembers.leftOn),
  )
}
