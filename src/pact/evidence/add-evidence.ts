import { and, eq, isNull } from 'drizzle-orm'
import { publishDocuments } from '../../documents/publish-document.ts'
import { documents } from '../../documents/schema.ts'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { parisDay } from '../../rules/calendar.ts'
import { lockAction, ofAction, touchAction } from '../actions/lock-action.ts'
import { measures } from '../actions/schema.ts'
import { meetings } from '../meetings/schema.ts'
import type { PactProblem, Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { type EvidenceKind, evidence } from './schema.ts'

/** Evidence as it is given: of its four things, the one that its kind names. */
export interface EvidenceValues {
  kind: EvidenceKind
  title: string
  datedOn: string
  url: string | null
  documentId: string | null
  meetingId: number | null
  measureId: number | null
}

/** What it is evidence of. */
export type EvidenceOf = { actionId: number; councilId: number | null } | { answerId: number }

/**
 * Adds dated evidence: an http(s) link, a document (published with it), a meeting whose minutes are validated, or a
 * measured figure. Evidence of the future is none.
 */
export async function addEvidence(
  tx: Tx,
  author: Author,
  of: EvidenceOf,
  values: EvidenceValues,
): Promise<Written<{ id: number }>> {
  const actionId = 'actionId' in of ? of.actionId : null
  const problems = await checkEvidence(tx, author, actionId, values)
  if (problems.length > 0) return { ok: false, problems }
  const { kind, title, datedOn } = values
  const shown = {
    kind,
    title,
    datedOn,
    url: kind === 'link' ? values.url : null,
    documentId: kind === 'document' ? values.documentId : null,
    meetingId: kind === 'minutes' ? values.meetingId : null,
    measureId: kind === 'figure' ? values.measureId : null,
  }
  if (shown.documentId !== null) await publishOwn(tx, author, shown.documentId)
  const [added] = await tx
    .insert(evidence)
    .values({ ...of, ...shown, partnerId: author.partnerId, addedAt: author.now })
    .returning({ id: evidence.id })
  if (!added) throw new Error('the evidence was not stored')
  const after = { ...shown, ...('councilId' in of ? { councilId: of.councilId } : of) }
  if ('actionId' in of) {
    const locked = await lockAction(tx, of.actionId)
    if (!locked) throw new Error(`no action ${of.actionId}`)
    await keepVersion(tx, author, ofAction(locked.row, 'evidence', added.id), {
      before: null,
      after,
    })
    await touchAction(tx, of.actionId, author.now)
  } else
    await keepVersion(tx, author, { kind: 'evidence', subject: added.id }, { before: null, after })
  await bumpVersions(tx, ['pact'])
  return { ok: true, id: added.id }
}

/** Everyone may read a document from now on, in the name of the partner that gave it. */
export async function publishOwn(tx: Tx, author: Author, documentId: string): Promise<void> {
  const [document] = await tx
    .select({ partnerId: documents.partnerId })
    .from(documents)
    .where(eq(documents.id, documentId))
  const partnerId = document?.partnerId
  // A firm's private file is no partner's, and nobody's to publish.
  if (partnerId == null) return
  await publishDocuments(tx, [documentId], { ...author, partnerId })
}

/** What is wrong with evidence as it is given; `actionId`: the action whose figure it may be. */
export async function checkEvidence(
  tx: Tx,
  author: Author,
  actionId: number | null,
  { kind, title, datedOn, url, documentId, meetingId, measureId }: EvidenceValues,
): Promise<PactProblem[]> {
  const problems: PactProblem[] = []
  if (title === '') problems.push({ field: 'title', code: 'missing' })
  if (datedOn > parisDay(author.now)) problems.push({ field: 'datedOn', code: 'future' })
  if (kind === 'link' && (url === null || !isWebAddress(url)))
    problems.push({ field: 'url', code: url === null ? 'missing' : 'url' })
  if (kind === 'document') {
    const [document] =
      documentId === null
        ? []
        : await tx
            .select({ id: documents.id })
            .from(documents)
            .where(and(eq(documents.id, documentId), isNull(documents.withdrawnAt)))
    if (!document) problems.push({ field: 'document', code: 'missing' })
  }
  if (kind === 'minutes') {
    const [meeting] =
      meetingId === null ? [] : await tx.select().from(meetings).where(eq(meetings.id, meetingId))
    if (!meeting) problems.push({ field: 'meeting', code: 'missing' })
    else if (meeting.minutesState !== 'validated')
      problems.push({ field: 'meeting', code: 'no-minutes' })
  }
  if (kind === 'figure' && measureId !== null) {
    const [measure] = await tx
      .select({ id: measures.id })
      .from(measures)
      .where(and(eq(measures.id, measureId), eq(measures.actionId, actionId ?? 0)))
    if (!measure) problems.push({ field: 'measure', code: 'choice' })
  }
  return problems
}

/** An http or https address of a host, without a name and password in it. */
export function isWebAddress(text: string): boolean {
  if (text.length > 2_000 || !/^https?:\/\//i.test(text)) return false
  const url = URL.parse(text)
  return url !== null && url.hostname !== '' && url.username === '' && url.password === ''
}
