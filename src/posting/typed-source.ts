import { eq } from 'drizzle-orm'
import { sources } from '../consultations/schema.ts'
import type { Tx } from '../db/db.ts'

/** In whose name something is typed. */
export interface TypingPartner {
  id: number
  slug: string
  shortName: string
  demonstration: boolean
}

/**
 * The source that holds what a partner's agents type and its programs push, added at the first one and held until the
 * transaction ends. Its address names it and leads nowhere; nobody looks at it by itself.
 */
export async function typedSource(
  tx: Tx,
  partner: TypingPartner,
  kind: 'typed' | 'api',
  name: string,
  now: Date,
): Promise<number> {
  const url = `guichet:${kind === 'typed' ? 'saisie' : 'api'}/${partner.slug}`
  await tx
    .insert(sources)
    .values({
      url,
      kind,
      name,
      partnerId: partner.id,
      demonstration: partner.demonstration,
      createdAt: now,
    })
    .onConflictDoNothing()
  const [row] = await tx
    .select({ id: sources.id })
    .from(sources)
    .where(eq(sources.url, url))
    .for('update')
  if (!row) throw new Error(`source ${url} was neither found nor added`)
  return row.id
}
