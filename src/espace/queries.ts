import { and, desc, eq, gt, inArray, isNull, lt, lte, or, type SQL } from 'drizzle-orm'
import type { Facts } from '../consultations/facts.ts'
import type { State } from '../consultations/filter.ts'
import { pathOf, stateOf } from '../consultations/listing.ts'
import { consultations } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'
import { isOf } from '../posting/own-consultation.ts'
import { OWN_STATES, type OwnState } from './own-states.ts'

const OWN_PAGE = 25

/** A consultation as its partner's agents see it in a list. */
export interface OwnConsultation {
  reference: string
  path: string
  title: string
  state: State
  deadlineAt: Date | null
}

const COLUMNS = {
  id: consultations.id,
  reference: consultations.reference,
  slug: consultations.slug,
  title: consultations.title,
  status: consultations.status,
  closesAt: consultations.closesAt,
  deadlineAt: consultations.deadlineAt,
  publishedAt: consultations.publishedAt,
}

/**
 * A page of a partner's consultations in a state, those published last first, with the key of the page after it. `before`
 * is such a key: instant and id.
 */
export async function ownConsultations(
  reader: Reader,
  partnerId: number,
  asked: { state: OwnState; before: { publishedAt: Date; id: number } | null },
  now: Date,
): Promise<{ items: OwnConsultation[]; next: { publishedAt: Date; id: number } | null }> {
  const { before } = asked
  const rows = await reader
    .select(COLUMNS)
    .from(consultations)
    .where(
      and(
        isOwn(partnerId),
        isInState(asked.state, now),
        before === null
          ? undefined
          : or(
              lt(consultations.publishedAt, before.publishedAt),
              and(
                eq(consultations.publishedAt, before.publishedAt),
                lt(consultations.id, before.id),
              ),
            ),
      ),
    )
    .orderBy(desc(consultations.publishedAt), desc(consultations.id))
    .limit(OWN_PAGE + 1)
  const shown = rows.slice(0, OWN_PAGE)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => ownOf(row, now)),
    next: rows.length > OWN_PAGE && last ? { publishedAt: last.publishedAt, id: last.id } : null,
  }
}

/** How many consultations a partner has in each state. */
export async function countOwn(
  reader: Reader,
  partnerId: number,
  now: Date,
): Promise<Map<OwnState, number>> {
  const counts = new Map<OwnState, number>()
  for (const state of OWN_STATES)
    counts.set(
      state,
      await reader.$count(consultations, and(isOwn(partnerId), isInState(state, now))),
    )
  return counts
}

function isInState(state: OwnState, now: Date): SQL | undefined {
  switch (state) {
    case 'en-cours':
      return and(eq(consultations.status, 'active'), gt(consultations.closesAt, now))
    case 'terminees':
      return and(eq(consultations.status, 'active'), lte(consultations.closesAt, now))
    case 'a-venir':
      return eq(consultations.status, 'planned')
    case 'achevees':
      return inArray(consultations.status, ['awarded', 'abandoned', 'unsuccessful', 'withdrawn'])
  }
}

function isOwn(partnerId: number): SQL | undefined {
  return and(isNull(consultations.joinedIntoId), isOf(partnerId))
}

function ownOf(
  row: {
    reference: string
    slug: string
    title: string
    status: Facts['status']
    closesAt: Date
    deadlineAt: Date | null
  },
  now: Date,
): OwnConsultation {
  const { reference, title, deadlineAt } = row
  const state = stateOf({ status: row.status, closes_at: row.closesAt }, now)
  return { reference, path: pathOf(row), title, state, deadlineAt }
}
