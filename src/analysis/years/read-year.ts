import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { actions } from '../../pact/actions/schema.ts'
import { pactVersions } from '../../pact/schema.ts'
import { partners } from '../../partners/schema.ts'
import { parisDay } from '../../rules/calendar.ts'
import type { YearRow } from './lock-year.ts'
import {
  analysisComments,
  analysisErrata,
  analysisRecommendations,
  analysisSnapshots,
  analysisYears,
} from './schema.ts'
import { lastSnapshot, type Snapshot } from './snapshots.ts'
import { type Signing, signingPartners } from './standing.ts'
import type { YearState } from './states.ts'

/** When a year came to a state. */
export interface YearMove {
  state: YearState
  at: Date
  /** Empty where none was needed. */
  reason: string
}

export interface Recommendation {
  id: number
  words: string
  action: { slug: string; title: string }
}

export interface Comment {
  id: number
  /** Null: the whole. */
  indicator: string | null
  by: string
  at: Date
  words: string
  answer: string | null
  /** Null: the pact's administration. */
  answeredBy: string | null
  answeredAt: Date | null
}

export interface Erratum {
  id: number
  at: Date
  indicator: string | null
  words: string
  before: string
  after: string
}

/** A name under an analysis, or one that is awaited. */
export type Signed = Pick<Signing, 'name' | 'signedAt' | 'dissent'>

/** All that stands beside a year's figures. */
export interface YearRead {
  row: YearRow
  moves: YearMove[]
  recommendations: Recommendation[]
  /** By name: of a published year as it was then. */
  signing: Signed[]
  errata: Erratum[]
  snapshot: Snapshot | null
}

/** Every year that there is an analysis of, the newest first. */
export async function listYears(reader: Reader): Promise<YearRow[]> {
  return reader.select().from(analysisYears).orderBy(desc(analysisYears.year))
}

/** One year with all that stands beside its figures; null where there is none. */
export async function readYear(reader: Reader, year: number, now: Date): Promise<YearRead | null> {
  const [row] = await reader.select().from(analysisYears).where(eq(analysisYears.year, year))
  if (!row) return null
  return {
    row,
    moves: await movesOf(reader, year),
    recommendations: await recommendationsOf(reader, year),
    signing: keptSigning(row) ?? (await signingPartners(reader, row, parisDay(now))),
    errata: await errataOf(reader, year),
    snapshot: await lastSnapshot(reader, year),
  }
}

/** The last snapshots of other published years, the earliest first: what a year is compared with. */
export async function publishedBefore(reader: Reader, year: number): Promise<Snapshot[]> {
  const rows = await reader
    .select({ year: analysisYears.year })
    .from(analysisYears)
    .where(eq(analysisYears.state, 'published'))
    .orderBy(asc(analysisYears.year))
  const earlier = rows.filter((row) => row.year < year).slice(-4)
  const found = await Promise.all(earlier.map((each) => lastSnapshot(reader, each.year)))
  return found.filter((each) => each !== null)
}

/** What organisations say of a year, in order. */
export async function commentsOf(reader: Reader, year: number): Promise<Comment[]> {
  const rows = await reader
    .select({ comment: analysisComments, by: partners.shortName })
    .from(analysisComments)
    .innerJoin(partners, eq(partners.id, analysisComments.partnerId))
    .where(eq(analysisComments.year, year))
    .orderBy(asc(analysisComments.id))
  const answering = await namesOf(
    reader,
    rows.flatMap(({ comment }) => comment.answeredById ?? []),
  )
  return rows.map(({ comment, by }) => ({
    id: comment.id,
    indicator: comment.indicator,
    by,
    at: comment.at,
    words: comment.words,
    answer: comment.answer,
    answeredBy: comment.answeredById === null ? null : (answering.get(comment.answeredById) ?? ''),
    answeredAt: comment.answeredAt,
  }))
}

/** The method versions that snapshots follow, each with its years. */
export async function yearsByMethod(reader: Reader): Promise<Map<number, number[]>> {
  const rows = await reader
    .selectDistinct({ method: analysisSnapshots.method, year: analysisSnapshots.year })
    .from(analysisSnapshots)
    .orderBy(asc(analysisSnapshots.year))
  const years = new Map<number, number[]>()
  for (const { method, year } of rows) years.set(method, [...(years.get(method) ?? []), year])
  return years
}

function keptSigning({ signing }: YearRow): Signed[] | null {
  if (signing === null) return null
  return signing.map(({ name, signedAt, dissent }) => ({
    name,
    signedAt: signedAt === null ? null : new Date(signedAt),
    dissent,
  }))
}

async function movesOf(reader: Reader, year: number): Promise<YearMove[]> {
  const rows = await reader
    .select({ at: pactVersions.at, changes: pactVersions.changes, reason: pactVersions.reason })
    .from(pactVersions)
    .where(and(eq(pactVersions.kind, 'analysis'), eq(pactVersions.subject, String(year))))
    .orderBy(asc(pactVersions.version))
  return rows.flatMap(({ at, changes, reason }) =>
    changes['state'] ? [{ state: changes['state'].to as YearState, at, reason }] : [],
  )
}

async function recommendationsOf(reader: Reader, year: number): Promise<Recommendation[]> {
  return reader
    .select({
      id: analysisRecommendations.id,
      words: analysisRecommendations.words,
      action: { slug: actions.slug, title: actions.title },
    })
    .from(analysisRecommendations)
    .innerJoin(actions, eq(actions.id, analysisRecommendations.actionId))
    .where(eq(analysisRecommendations.year, year))
    .orderBy(asc(analysisRecommendations.id))
}

async function errataOf(reader: Reader, year: number): Promise<Erratum[]> {
  return reader
    .select({
      id: analysisErrata.id,
      at: analysisErrata.at,
      indicator: analysisErrata.indicator,
      words: analysisErrata.words,
      before: analysisErrata.before,
      after: analysisErrata.after,
    })
    .from(analysisErrata)
    .where(eq(analysisErrata.year, year))
    .orderBy(asc(analysisErrata.id))
}

async function namesOf(reader: Reader, ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .select({ id: partners.id, name: partners.shortName })
    .from(partners)
    .where(inArray(partners.id, ids))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
