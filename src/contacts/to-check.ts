import { and, asc, eq, isNull, type SQL } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { correspondents, partners } from '../partners/schema.ts'
import { checkStands } from './correspondents.ts'
import { isFresh } from './freshness.ts'
import {
  buyingPractices,
  correspondentChecks,
  helpBodies,
  helpContacts,
  supportSchemes,
} from './schema.ts'

/** Something said of contacts that somebody answers for. */
export interface Checkable {
  kind: 'correspondent' | 'practice' | 'body' | 'contact' | 'scheme'
  /** Number of its row; the partner's for a correspondent and for how it buys. */
  id: number
  slug: string
  /** What it is called: a name, a function, a title; null for a correspondent « à désigner ». */
  name: string | null
  checkedOn: string | null
  source: string
  isFresh: boolean
  version: number
}

/** Everything that a partner answers for, the correspondent first. */
export async function answeredForBy(
  reader: Reader,
  partnerId: number,
  today: string,
): Promise<Checkable[]> {
  const [correspondent] = await reader
    .select({
      slug: partners.slug,
      name: correspondents.name,
      checkedOn: correspondentChecks.checkedOn,
    })
    .from(partners)
    .leftJoin(correspondents, eq(correspondents.partnerId, partners.id))
    .leftJoin(correspondentChecks, checkStands)
    .where(eq(partners.id, partnerId))
  const [practice] = await reader
    .select()
    .from(buyingPractices)
    .where(eq(buyingPractices.partnerId, partnerId))
  const found: Omit<Checkable, 'isFresh'>[] = []
  if (correspondent)
    found.push({ kind: 'correspondent', id: partnerId, source: '', version: 0, ...correspondent })
  if (practice && correspondent)
    found.push({ kind: 'practice', id: partnerId, slug: correspondent.slug, ...told(practice, '') })
  found.push(...(await entriesOf(reader, partnerId)))
  return found.map((each) => ({ ...each, isFresh: isFresh(each.checkedOn, today) }))
}

/** Everything that no partner answers for: it is the administrators' to check. */
export async function answeredForByNobody(reader: Reader, today: string): Promise<Checkable[]> {
  return (await entriesOf(reader, null)).map((each) => ({
    ...each,
    isFresh: isFresh(each.checkedOn, today),
  }))
}

/** How many entries one page of the desk shows, at most. */
const MOST = 500

async function entriesOf(
  reader: Reader,
  partnerId: number | null,
): Promise<Omit<Checkable, 'isFresh'>[]> {
  const owned = (column: typeof helpBodies.partnerId | typeof supportSchemes.partnerId): SQL =>
    partnerId === null ? isNull(column) : eq(column, partnerId)
  const bodies = await reader
    .select()
    .from(helpBodies)
    .where(and(owned(helpBodies.partnerId), isNull(helpBodies.removedAt)))
    .orderBy(asc(helpBodies.name), asc(helpBodies.id))
    .limit(MOST)
  const contacts = await reader
    .select({ contact: helpContacts })
    .from(helpContacts)
    .innerJoin(helpBodies, eq(helpBodies.id, helpContacts.bodyId))
    .where(and(owned(helpBodies.partnerId), isNull(helpContacts.removedAt)))
    .orderBy(asc(helpBodies.name), asc(helpContacts.bodyId), asc(helpContacts.id))
    .limit(MOST)
  const schemes = await reader
    .select()
    .from(supportSchemes)
    .where(and(owned(supportSchemes.partnerId), isNull(supportSchemes.removedAt)))
    .orderBy(asc(supportSchemes.title), asc(supportSchemes.id))
    .limit(MOST)
  return [
    ...bodies.map((row) => ({
      kind: 'body' as const,
      id: row.id,
      slug: row.slug,
      ...told(row, row.name),
    })),
    ...contacts.map(({ contact: row }) => ({
      kind: 'contact' as const,
      id: row.id,
      slug: row.slug,
      ...told(row, row.person === null ? row.function : `${row.person}, ${row.function}`),
    })),
    ...schemes.map((row) => ({
      kind: 'scheme' as const,
      id: row.id,
      slug: row.slug,
      ...told(row, row.title),
    })),
  ]
}

function told(
  row: { checkedOn: string | null; source: string; version: number },
  name: string,
): Pick<Checkable, 'name' | 'checkedOn' | 'source' | 'version'> {
  return { name, checkedOn: row.checkedOn, source: row.source, version: row.version }
}
