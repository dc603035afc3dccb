import { inArray } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { BODIES, HELP_RULES, SCHEMES, SEED_IN_FORCE_FROM } from './contacts-data.ts'
import { helpBodies, helpRules, supportSchemes } from './schema.ts'

/** Gives a database the bodies, rules and sheets that the program knows; those it has stay as people made them. */
export async function seedContacts(tx: Tx): Promise<void> {
  await tx
    .insert(helpBodies)
    .values(BODIES.map((body) => ({ ...body, phones: [] })))
    .onConflictDoNothing()
  const rows = await tx
    .select({ id: helpBodies.id, slug: helpBodies.slug })
    .from(helpBodies)
    .where(
      inArray(
        helpBodies.slug,
        BODIES.map(({ slug }) => slug),
      ),
    )
  const ids = new Map(rows.map(({ slug, id }) => [slug, id]))
  const idOf = (slug: string | undefined) => (slug === undefined ? null : (ids.get(slug) ?? null))
  await tx
    .insert(helpRules)
    .values(
      HELP_RULES.map(({ body, territories = [], ...rule }) => ({
        ...rule,
        territories,
        bodyId: idOf(body),
        inForceFrom: SEED_IN_FORCE_FROM,
      })),
    )
    .onConflictDoNothing()
  await tx
    .insert(supportSchemes)
    .values(SCHEMES.map(({ body, ...scheme }) => ({ ...scheme, bodyId: idOf(body) })))
    .onConflictDoNothing()
}
