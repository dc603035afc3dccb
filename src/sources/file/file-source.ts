import { eq } from 'drizzle-orm'
import { sources } from '../../consultations/schema.ts'
import type { Tx } from '../../db/db.ts'

/** Whose files they are. */
export interface FilePartner {
  id: number
  slug: string
  demonstration: boolean
}

/**
 * The source that a partner's files (of rows, or of OCDS) are recorded under, added at the first one and held until the transaction ends, so
 * that two files of one partner are recorded one after the other. Its address names it and leads nowhere; it has
 * neither health nor job: nobody looks at it by itself, and it cannot fail.
 */
export async function fileSource(
  tx: Tx,
  partner: FilePartner,
  name: string,
  now: Date,
  kept: 'fichier' | 'ocds' = 'fichier',
): Promise<number> {
  const url = `guichet:${kept}/${partner.slug}`
  await tx
    .insert(sources)
    .values({
      url,
      kind: 'file',
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
