import { eq } from 'drizzle-orm'
import { sources } from '../consultations/schema.ts'
import type { Tx } from '../db/db.ts'

/** Who states something here. */
export interface StatingPartner {
  id: number
  slug: string
  demonstration: boolean
}

/** What a partner states here, by the word of its source's address: its files of rows and of OCDS are apart. */
const KINDS = { saisie: 'typed', api: 'api', fichier: 'file', ocds: 'file' }

/**
 * The source that holds what a partner's agents type, its programs push or its files say, added at the first one and held
 * until the transaction ends, so that two statements are recorded one after the other. Its address names it and leads
 * nowhere; it has neither health nor job: nobody looks at it by itself, and it cannot fail.
 */
export async function ownSource(
  tx: Tx,
  partner: StatingPartner,
  word: keyof typeof KINDS,
  name: string,
  now: Date,
): Promise<number> {
  const url = `guichet:${word}/${partner.slug}`
  await tx
    .insert(sources)
    .values({
      url,
      kind: KINDS[word],
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
