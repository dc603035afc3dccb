import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { agents, memberships } from '../../auth/schema.ts'
import type { Reader } from '../../db/db.ts'
import { buyers, partners } from '../../partners/schema.ts'
import { parisDay } from '../../rules/calendar.ts'
import type { YearRow } from './lock-year.ts'
import {
  analysisChecks,
  analysisComments,
  analysisRecommendations,
  analysisSignatures,
} from './schema.ts'
import { type Signatory, signatoriesOn } from './signatories.ts'
import { lastCoverage } from './snapshots.ts'
import type { Standing } from './states.ts'

/** A partner whose contracts are counted, and where it stands with its own lines and sheet. */
export interface CheckingBuyer {
  id: number
  slug: string
  /** Its word in figures and lines, which may be another than the partner's. */
  buyer: string
  name: string
  contracts: number
  /** Whether anybody there can check. */
  hasAgents: boolean
  confirmedAt: Date | null
  sheetPublicSince: Date | null
}

/** A signatory, and what it signed. */
export interface Signing extends Signatory {
  /** Null: not yet. */
  signedAt: Date | null
  /** Empty: it agrees with all of it. */
  dissent: string
}

/** What the next move of a year depends on, as it stands. */
export async function readStanding(reader: Reader, row: YearRow, now: Date): Promise<Standing> {
  const { year, state, freezesOn, checksEndOn, commentsEndOn, findings } = row
  const checking = await checkingBuyers(reader, row)
  const signing = await signingPartners(reader, row, parisDay(now))
  return {
    year,
    state,
    freezesOn,
    checksEndOn,
    commentsEndOn,
    unchecked: checking
      .filter(({ hasAgents, confirmedAt }) => hasAgents && confirmedAt === null)
      .map(({ name }) => name),
    findings: findings.filter((finding) => finding !== '').length,
    recommendations: await reader.$count(
      analysisRecommendations,
      eq(analysisRecommendations.year, year),
    ),
    unanswered: await reader.$count(
      analysisComments,
      and(eq(analysisComments.year, year), isNull(analysisComments.answeredAt)),
    ),
    unsigned: signing.filter(({ signedAt }) => signedAt === null).map(({ name }) => name),
  }
}

/**
 * Partners with contracts in what was frozen last, in alphabetical order; none while the figures are live. By what was
 * counted when it was frozen: no line is looked at.
 */
export async function checkingBuyers(
  reader: Reader,
  { year }: Pick<YearRow, 'year'>,
): Promise<CheckingBuyer[]> {
  const counted = new Map(
    ((await lastCoverage(reader, year))?.councils ?? [])
      .map((council) => [council.slug, council.contracts + council.leftOut] as const)
      .filter(([, contracts]) => contracts > 0),
  )
  if (counted.size === 0) return []
  const rows = await reader
    .select({
      id: partners.id,
      slug: partners.slug,
      buyer: buyers.slug,
      name: partners.shortName,
      confirmedAt: analysisChecks.confirmedAt,
      sheetPublicSince: analysisChecks.sheetPublicSince,
    })
    .from(buyers)
    .innerJoin(partners, eq(partners.id, buyers.partnerId))
    .leftJoin(
      analysisChecks,
      and(eq(analysisChecks.year, year), eq(analysisChecks.partnerId, partners.id)),
    )
    .where(inArray(buyers.slug, [...counted.keys()]))
    .orderBy(asc(partners.shortName), asc(partners.id))
  const peopled = await partnersWithAgents(
    reader,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    ...row,
    contracts: counted.get(row.buyer) ?? 0,
    hasAgents: peopled.includes(row.id),
  }))
}

/** Everyone who signed, and every other signatory of the pact as of today, by name. */
export async function signingPartners(
  reader: Reader,
  { year }: Pick<YearRow, 'year'>,
  today: string,
): Promise<Signing[]> {
  const signed = await reader
    .select({
      id: partners.id,
      slug: partners.slug,
      name: partners.shortName,
      signedAt: analysisSignatures.signedAt,
      dissent: analysisSignatures.dissent,
    })
    .from(analysisSignatures)
    .innerJoin(partners, eq(partners.id, analysisSignatures.partnerId))
    .where(eq(analysisSignatures.year, year))
  const asked = await signatoriesOn(reader, today)
  const others = asked.filter(({ id }) => !signed.some((each) => each.id === id))
  const all = [...signed, ...others.map((each) => ({ ...each, signedAt: null, dissent: '' }))]
  return all.toSorted((one, other) => one.name.localeCompare(other.name, 'fr'))
}

async function partnersWithAgents(reader: Reader, ids: number[]): Promise<number[]> {
  const rows = await reader
    .selectDistinct({ id: memberships.partnerId })
    .from(memberships)
    .innerJoin(agents, eq(agents.id, memberships.agentId))
    .where(
      and(
        inArray(memberships.partnerId, ids),
        isNull(memberships.endedAt),
        isNull(agents.disabledAt),
      ),
    )
  return rows.map(({ id }) => id)
}
