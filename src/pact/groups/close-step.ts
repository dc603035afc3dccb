import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { parisDay } from '../../rules/calendar.ts'
import { isWebAddress, publishOwn } from '../evidence/add-evidence.ts'
import { type PactProblem, refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { lockGroup } from './lock-group.ts'
import { groupSteps, type Step } from './schema.ts'
import { STEPS, stepUnderWay } from './steps.ts'

/** What closes a step: its deliverable, as a link or a document, and the day of its validation. */
export interface DeliverableValues {
  deliverable: string
  url: string | null
  documentId: string | null
  validatedOn: string
}

/**
 * Closes a step of the project method with its validated deliverable. Steps close in their order, once each; who
 * validates is the method's: the steering committee, the group, or each council.
 */
export async function closeStep(
  tx: Tx,
  author: Author,
  { groupId, step }: { groupId: number; step: Step },
  values: DeliverableValues,
): Promise<Written> {
  const group = await lockGroup(tx, groupId)
  if (!group) throw new Error(`no group ${groupId}`)
  const closed = await tx
    .select({ step: groupSteps.step, validatedOn: groupSteps.validatedOn })
    .from(groupSteps)
    .where(eq(groupSteps.groupId, groupId))
  const steps = closed.map((each) => each.step)
  if (steps.includes(step)) return refused('already-closed')
  if (stepUnderWay(steps) !== step) return refused('earlier-step-open')
  const problems: PactProblem[] = []
  if (values.deliverable === '') problems.push({ field: 'deliverable', code: 'missing' })
  if (values.url === null && values.documentId === null)
    problems.push({ field: 'url', code: 'deliverable-missing' })
  if (values.url !== null && !isWebAddress(values.url)) problems.push({ field: 'url', code: 'url' })
  if (values.validatedOn > parisDay(author.now))
    problems.push({ field: 'validatedOn', code: 'future' })
  if (values.validatedOn < group.startsOn)
    problems.push({ field: 'validatedOn', code: 'dates-reversed' })
  if (problems.length > 0) return { ok: false, problems }
  const validatedBy = STEPS.find((each) => each.step === step)?.validatedBy ?? 'group'
  await tx
    .insert(groupSteps)
    .values({ groupId, step, ...values, validatedBy, closedAt: author.now })
  if (values.documentId !== null) await publishOwn(tx, author, values.documentId)
  await keepVersion(
    tx,
    author,
    { kind: 'step', subject: `${groupId}:${step}`, groupId, axisId: group.axisId },
    { before: null, after: { step, ...values, validatedBy } },
  )
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}
