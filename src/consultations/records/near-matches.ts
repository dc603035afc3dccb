import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { comparableReference } from './draft.ts'
import type { Facts } from '../facts.ts'
import { pathOf } from '../listing.ts'
import { sameWords, tellingWords } from '../same-words.ts'
import { consultations, type Nearness, sourceRecords } from '../schema.ts'

/** A consultation that may be the one about to be told of. */
export interface NearMatch {
  id: number
  reference: string
  path: string
  title: string
  deadlineAt: Date | null
  /** `identity`: same BOAMP id, or same reference of the same buyer; else how near it is. */
  why: 'identity' | Nearness
}

/**
 * What this buyer publishes already that may be the consultation of these facts: the same identity, or nearly the same
 * object and deadline; the likeliest first. Looks at no more than fifty that close at about the same time.
 */
export async function nearMatches(
  reader: Reader,
  buyerId: number,
  facts: Partial<Facts>,
): Promise<NearMatch[]> {
  const identical = await ofSameIdentity(reader, buyerId, facts)
  const deadlineAt = facts.deadline ? new Date(facts.deadline.instant) : null
  if (!deadlineAt) return identical
  const given = { buyerId, deadlineAt, words: tellingWords(facts.object ?? '') }
  const rows = await reader.execute<ClosingRow>(sql`
    select ${CLOSING_COLUMNS} from ${closingWith(sql`${buyerId}::int`, sql`${deadlineAt.toISOString()}::timestamptz`)}`)
  const near = [...rows].flatMap((row): NearMatch[] => {
    const why = nearness(given, {
      deadlineAt: new Date(row.deadline_at),
      words: tellingWords(row.title),
    })
    return why && !identical.some(({ id }) => id === row.id) ? [{ ...matchOf(row), why }] : []
  })
  return [...identical, ...near.toSorted((one, other) => likeness(other) - likeness(one))]
}

/** What nearness is judged by. */
export interface Comparable {
  deadlineAt: Date
  words: Set<string>
}

/** How near two titles (`sameWords`) and two deadlines must be for somebody to be asked. */
const SAME_WORDS = 0.6
const GAP_MINUTES = 36 * 60

/** How near two consultations of one buyer are; null where nobody need be asked. */
export function nearness(one: Comparable, other: Comparable): Nearness | null {
  const gap = Math.abs(one.deadlineAt.getTime() - other.deadlineAt.getTime()) / 60_000
  if (gap > GAP_MINUTES) return null
  const same = sameWords(one.words, other.words)
  return same < SAME_WORDS ? null : { sameWords: Math.round(same * 100) / 100, deadlineGap: gap }
}

/** A row of `closingWith`. */
export type ClosingRow = {
  id: number
  reference: string
  slug: string
  title: string
  deadline_at: string
}

/** Consultations of a buyer looked at beside each one: those that close with it are few, whatever is published. */
const LOOKED_AT = 50

export const CLOSING_COLUMNS = sql`near.id, near.reference, near.slug, near.title, near.deadline_at`

/** The consultations of a buyer that close at about this instant, as `near`; by the index of buyer and deadline. */
export function closingWith(buyerId: SQL, at: SQL): SQL {
  return sql`(select id, reference, slug, title, deadline_at from consultations
    where buyer_id = ${buyerId} and joined_into_id is null
      and deadline_at between ${at} - make_interval(mins => ${GAP_MINUTES}) and ${at} + make_interval(mins => ${GAP_MINUTES})
    order by deadline_at limit ${LOOKED_AT}) as near`
}

async function ofSameIdentity(
  reader: Reader,
  buyerId: number,
  facts: Partial<Facts>,
): Promise<NearMatch[]> {
  const key = comparableReference(facts.reference)
  if (facts.boampId === undefined && key === null) return []
  const rows = await reader
    .selectDistinct({
      id: consultations.id,
      reference: consultations.reference,
      slug: consultations.slug,
      title: consultations.title,
      deadline_at: consultations.deadlineAt,
    })
    .from(sourceRecords)
    .innerJoin(consultations, eq(consultations.id, sourceRecords.consultationId))
    .where(
      and(
        isNull(consultations.joinedIntoId),
        or(
          facts.boampId === undefined ? undefined : eq(sourceRecords.boampId, facts.boampId),
          key === null
            ? undefined
            : and(eq(sourceRecords.referenceKey, key), eq(consultations.buyerId, buyerId)),
        ),
      ),
    )
    .limit(LOOKED_AT)
  return rows.map((row) => ({ ...matchOf(row), why: 'identity' }))
}

function matchOf(row: {
  id: number
  reference: string
  slug: string
  title: string
  deadline_at: string | Date | null
}): Omit<NearMatch, 'why'> {
  return {
    id: row.id,
    reference: row.reference,
    path: pathOf(row),
    title: row.title,
    deadlineAt: row.deadline_at === null ? null : new Date(row.deadline_at),
  }
}

function likeness({ why }: NearMatch): number {
  return why === 'identity' ? 1 : why.sameWords
}
