import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Reader, Tx } from '../db/db.ts'
import { slugOfName } from '../partners/buyer-key.ts'
import { partners } from '../partners/schema.ts'
import { helpBodies, helpContacts, helpRules, helpSeats, supportSchemes } from './schema.ts'

/** A choice of a form: an address word and a name. */
export interface NamedChoice {
  value: string
  label: string
}

const MOST = 500

/** Bodies that stand, by name; `instances`: only those in which others sit. */
export async function bodyChoices(
  reader: Reader,
  which: 'all' | 'instances',
): Promise<NamedChoice[]> {
  return reader
    .select({ value: helpBodies.slug, label: helpBodies.name })
    .from(helpBodies)
    .where(
      and(
        isNull(helpBodies.removedAt),
        which === 'all' ? undefined : eq(helpBodies.kind, 'instance'),
      ),
    )
    .orderBy(asc(helpBodies.name), asc(helpBodies.id))
    .limit(MOST)
}

/** Every partner, by name. */
export async function partnerChoices(reader: Reader): Promise<NamedChoice[]> {
  return reader
    .select({ value: partners.slug, label: partners.name })
    .from(partners)
    .orderBy(asc(partners.name))
}

/** Address words of the bodies in which a contact sits. */
export async function seatsOf(reader: Reader, contactId: number): Promise<string[]> {
  const rows = await reader
    .select({ slug: helpBodies.slug })
    .from(helpSeats)
    .innerJoin(helpBodies, eq(helpBodies.id, helpSeats.bodyId))
    .where(eq(helpSeats.contactId, contactId))
    .orderBy(asc(helpBodies.slug))
  return rows.map(({ slug }) => slug)
}

const TABLES = {
  body: helpBodies,
  contact: helpContacts,
  scheme: supportSchemes,
  rule: helpRules,
} satisfies Record<string, PgTable>

const LONGEST = 60

/** An address word made of a name that no other row has, nor gets until the transaction ends. */
export async function freeSlugFor(
  tx: Tx,
  kind: keyof typeof TABLES,
  name: string,
): Promise<string> {
  const table = TABLES[kind]
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`contacts ${kind}`}))`)
  const base = slugOfName(name).slice(0, LONGEST).replace(/-$/, '') || 'sans-titre'
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? base : `${base}-${number}`
    const [taken] = await tx.select({ id: table.id }).from(table).where(eq(table.slug, slug))
    if (!taken) return slug
  }
}
