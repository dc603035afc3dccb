import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import { helpBodies, type SchemeTheme, supportSchemes } from './schema.ts'

export type SchemeRow = typeof supportSchemes.$inferSelect

/** A place in the list of sheets: after this title and number. */
export interface SchemeKey {
  title: string
  id: number
}

const PAGE = 30

/** A page of the sheets of a theme (null: all), by title. */
export async function listSchemes(
  reader: Reader,
  theme: SchemeTheme | null,
  after: SchemeKey | null,
): Promise<{ schemes: SchemeRow[]; next: SchemeKey | null }> {
  const rows = await reader
    .select()
    .from(supportSchemes)
    .where(
      and(
        isNull(supportSchemes.removedAt),
        theme === null ? undefined : eq(supportSchemes.theme, theme),
        after === null
          ? undefined
          : sql`(${supportSchemes.title}, ${supportSchemes.id}) > (${after.title}, ${after.id})`,
      ),
    )
    .orderBy(asc(supportSchemes.title), asc(supportSchemes.id))
    .limit(PAGE + 1)
  const schemes = rows.slice(0, PAGE)
  const last = schemes.at(-1)
  return {
    schemes,
    next: rows.length > PAGE && last ? { title: last.title, id: last.id } : null,
  }
}

export interface SchemePage {
  scheme: SchemeRow
  /** Whom to ask; null: not said. */
  body: { slug: string; name: string } | null
  /** Name of the partner that answers for the sheet; null: the administrators. */
  partner: string | null
}

/** A sheet by its address word, one that has left too; null where there is none. */
export async function findScheme(reader: Reader, slug: string): Promise<SchemePage | null> {
  const [row] = await reader
    .select({
      scheme: supportSchemes,
      body: { slug: helpBodies.slug, name: helpBodies.name },
      partner: partners.name,
    })
    .from(supportSchemes)
    .leftJoin(
      helpBodies,
      and(eq(helpBodies.id, supportSchemes.bodyId), isNull(helpBodies.removedAt)),
    )
    .leftJoin(partners, eq(partners.id, supportSchemes.partnerId))
    .where(eq(supportSchemes.slug, slug))
  return row ?? null
}
