import { and, arrayContains, arrayOverlaps, asc, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Reader } from '../db/db.ts'
import type { BodyRow, ContactRow } from './list-bodies.ts'
import { helpBodies, helpContacts, type Problem } from './schema.ts'

const MOST = 20

/** Contacts who say that they help with a problem, of such a place and trade (null: any), whatever rules say. */
export async function alsoHelp(
  reader: Reader,
  { problem, keys, trade }: { problem: Problem; keys: string[] | null; trade: string | null },
): Promise<{ contact: ContactRow; body: BodyRow }[]> {
  return reader
    .select({ contact: helpContacts, body: helpBodies })
    .from(helpContacts)
    .innerJoin(helpBodies, eq(helpBodies.id, helpContacts.bodyId))
    .where(
      and(
        arrayContains(helpContacts.problems, [problem]),
        isNull(helpContacts.removedAt),
        openTo(helpContacts.territories, keys),
        openTo(helpBodies.territories, keys),
        openTo(helpContacts.trades, trade === null ? null : [trade]),
      ),
    )
    .orderBy(asc(helpContacts.id))
    .limit(MOST)
}

/** Where a list of places or trades has one of these, or none at all: it is not narrowed then. */
export function openTo(column: PgColumn, values: string[] | null): SQL | undefined {
  return values === null
    ? undefined
    : or(sql`cardinality(${column}) = 0`, arrayOverlaps(column, values))
}
