import { eq } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { commitments } from './commitments/schema.ts'
import { refused, type Written } from './problem.ts'
import { axes, pact, pactTexts, pactUses, errorReports, problems } from './schema.ts'
import { type Author, keepVersion } from './versions.ts'

/** What is typed of the pact itself. */
export interface PactValues {
  title: string
  purpose: string
  signedOn: string | null
  endsOn: string | null
  renewal: string
  principles: string[]
}

/** Changes what the pact says of itself; `stale` where another hand came first. */
export async function editPact(
  tx: Tx,
  author: Author,
  version: number,
  values: PactValues,
): Promise<Written> {
  const [row] = await tx.select().from(pact).for('update')
  if (!row) throw new Error('there is no pact')
  if (row.version !== version) return refused('stale')
  if (values.signedOn !== null && values.endsOn !== null && values.endsOn < values.signedOn)
    return refused('dates-reversed', 'endsOn')
  await tx
    .update(pact)
    .set({ ...values, version: row.version + 1 })
    .where(eq(pact.id, row.id))
  const { title, purpose, signedOn, endsOn, renewal, principles } = row
  await keepVersion(
    tx,
    author,
    { kind: 'pact', subject: row.id },
    { before: { title, purpose, signedOn, endsOn, renewal, principles }, after: { ...values } },
  )
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

/** Adds the pact's text as it was adopted; earlier ones stay. */
export async function adoptText(
  tx: Tx,
  author: Author,
  values: { adoptedOn: string; text: string; note: string },
): Promise<Written> {
  await tx.select({ id: pact.id }).from(pact).for('update')
  const number = (await tx.$count(pactTexts)) + 1
  await tx.insert(pactTexts).values({ number, ...values, addedAt: author.now })
  await keepVersion(
    tx,
    author,
    { kind: 'text', subject: number },
    { before: null, after: { number, ...values } },
  )
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

/** Changes an axis' words. */
export async function editAxis(
  tx: Tx,
  author: Author,
  { id, version }: { id: number; version: number },
  values: { title: string; aim: string },
): Promise<Written> {
  const [row] = await tx.select().from(axes).where(eq(axes.id, id)).for('update')
  if (!row) throw new Error(`no axis ${id}`)
  if (row.version !== version) return refused('stale')
  await tx
    .update(axes)
    .set({ ...values, version: row.version + 1 })
    .where(eq(axes.id, id))
  await keepVersion(
    tx,
    author,
    { kind: 'axis', subject: id, axisId: id },
    { before: { title: row.title, aim: row.aim }, after: values },
  )
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

/** What is typed of a shared problem. */
export interface ProblemValues {
  axisId: number
  title: string
  statement: string
  figure: string | null
  figureSource: string | null
  figureOn: string | null
}

/**
 * Adds a shared problem (`id` null) or changes one. `version` is the one that was being edited (null: whichever stands):
 * where another hand came first, `stale`, and nothing is written.
 */
export async function saveProblem(
  tx: Tx,
  author: Author,
  id: number | null,
  values: ProblemValues,
  version: number | null = null,
): Promise<Written> {
  const [axis] = await tx.select().from(axes).where(eq(axes.id, values.axisId))
  if (!axis) return refused('unknown-axis', 'axis')
  const [row] =
    id === null ? [] : await tx.select().from(problems).where(eq(problems.id, id)).for('update')
  if (row && version !== null && row.version !== version) return refused('stale')
  const [saved] = row
    ? await tx
        .update(problems)
        .set({ ...values, version: row.version + 1 })
        .where(eq(problems.id, row.id))
        .returning()
    : await tx.insert(problems).values(values).returning()
  if (!saved) throw new Error('the problem was not stored')
  const before = row
    ? {
        axisId: row.axisId,
        title: row.title,
        statement: row.statement,
        figure: row.figure,
        figureSource: row.figureSource,
        figureOn: row.figureOn,
      }
    : null
  const of = { kind: 'problem' as const, subject: saved.id, axisId: values.axisId }
  await keepVersion(tx, author, of, { before, after: { ...values } })
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

/**
 * Adds a commitment at the end (`id` null), changes one, or asks it no more. `version` is the one that was being edited:
 * where another hand came first, `stale`, and nothing is written.
 */
export async function saveCommitment(
  tx: Tx,
  author: Author,
  { id, version }: { id: number | null; version: number },
  values: { position: number; title: string; description: string; retiredOn: string | null },
): Promise<Written> {
  const [row] =
    id === null
      ? []
      : await tx.select().from(commitments).where(eq(commitments.id, id)).for('update')
  if (row && row.version !== version) return refused('stale')
  const [saved] = row
    ? await tx
        .update(commitments)
        .set({ ...values, version: row.version + 1 })
        .where(eq(commitments.id, row.id))
        .returning()
    : await tx.insert(commitments).values(values).returning()
  if (!saved) throw new Error('the commitment was not stored')
  const before = row
    ? {
        position: row.position,
        title: row.title,
        description: row.description,
        retiredOn: row.retiredOn,
      }
    : null
  await keepVersion(
    tx,
    author,
    { kind: 'commitment', subject: saved.id },
    { before, after: { ...values } },
  )
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

/** Says what became of a reader's report; null where there is none waiting. */
export async function answerReport(
  tx: Tx,
  author: Author,
  id: number,
  answer: string,
): Promise<Written | null> {
  const [row] = await tx.select().from(errorReports).where(eq(errorReports.id, id)).for('update')
  if (!row) return null
  if (row.answeredAt !== null) return refused('already-done')
  await tx
    .update(errorReports)
    .set({ answer, answeredAt: author.now })
    .where(eq(errorReports.id, id))
  return { ok: true }
}

/** Confirms that an organisation joins or uses a tool, or declines; null where there is no such message. */
export async function settleUse(
  tx: Tx,
  author: Author,
  id: number,
  confirmed: boolean,
): Promise<Written | null> {
  const [row] = await tx.select().from(pactUses).where(eq(pactUses.id, id)).for('update')
  if (!row) return null
  if (row.confirmedAt !== null || row.declinedAt !== null) return refused('already-done')
  await tx
    .update(pactUses)
    .set(confirmed ? { confirmedAt: author.now } : { declinedAt: author.now })
    .where(eq(pactUses.id, id))
  // The tool may be a good practice, whose page names who has taken it up.
  await bumpVersions(tx, ['pact', 'library'])
  return { ok: true }
}
