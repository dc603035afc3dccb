import { and, asc, count, desc, eq, isNull } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { correspondents, partners } from '../../partners/schema.ts'
import { evidenceOfAnswers } from '../actions/read-action.ts'
import { commitmentAnswers, commitments } from './schema.ts'

/** The commitments that are asked, in their order. */
export async function askedCommitments(reader: Reader) {
  return reader
    .select()
    .from(commitments)
    .where(isNull(commitments.retiredOn))
    .orderBy(asc(commitments.position), asc(commitments.id))
}

/** Years for which somebody answered, the last one first. */
export async function answeredYears(reader: Reader): Promise<number[]> {
  const rows = await reader
    .select({ year: commitmentAnswers.year, count: count() })
    .from(commitmentAnswers)
    .groupBy(commitmentAnswers.year)
    .orderBy(desc(commitmentAnswers.year))
  return rows.map(({ year }) => year)
}

/** Answers of a year with their evidence; of one signatory, or of all. */
export async function answersOf(reader: Reader, year: number, partnerId: number | null = null) {
  const rows = await reader
    .select()
    .from(commitmentAnswers)
    .where(
      and(
        eq(commitmentAnswers.year, year),
        partnerId === null ? undefined : eq(commitmentAnswers.partnerId, partnerId),
      ),
    )
  const ids = rows.map(({ id }) => id)
  const shown = Map.groupBy(await evidenceOfAnswers(reader, ids), ({ answerId }) => answerId)
  return rows.map((row) => ({ ...row, evidence: shown.get(row.id) ?? [] }))
}

export type AnswerRead = Awaited<ReturnType<typeof answersOf>>[number]

/** Who signed for a year, in alphabetical order, each with its SME correspondent; null: « à désigner ». */
export async function signatoriesOf(reader: Reader, year: number) {
  const rows = await reader
    .select({
      id: partners.id,
      slug: partners.slug,
      name: partners.name,
      shortName: partners.shortName,
      since: partners.signatorySince,
      until: partners.signatoryUntil,
      correspondent: correspondents.name,
    })
    .from(partners)
    .leftJoin(correspondents, eq(correspondents.partnerId, partners.id))
  return rows
    .filter(
      ({ since, until }) =>
        since !== null &&
        Number(since.slice(0, 4)) <= year &&
        (until === null || Number(until.slice(0, 4)) >= year),
    )
    .toSorted((one, other) => one.shortName.localeCompare(other.shortName, 'fr'))
}

export type Signatory = Awaited<ReturnType<typeof signatoriesOf>>[number]
