import { eq, sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { correspondents, partners } from '../partners/schema.ts'
import type { Author } from './author.ts'
import { correspondentDigest } from './correspondents.ts'
import {
  buyingPractices,
  correspondentChecks,
  helpBodies,
  helpContacts,
  supportSchemes,
} from './schema.ts'
import { tellChange } from './tell-change.ts'
import type { Checkable } from './to-check.ts'

/** Notes that an entry, as it stands, was found right on `today` (« encore exact »). */
export async function checkEntry(
  tx: Tx,
  entry: Pick<Checkable, 'kind' | 'id' | 'slug' | 'checkedOn'>,
  today: string,
  author: Author,
): Promise<void> {
  const checkedOn = today
  if (entry.kind === 'correspondent') await checkCorrespondent(tx, entry.id, today)
  else if (entry.kind === 'practice')
    await tx
      .update(buyingPractices)
      .set({ checkedOn })
      .where(eq(buyingPractices.partnerId, entry.id))
  else {
    const table = TABLES[entry.kind]
    await tx.update(table).set({ checkedOn }).where(eq(table.id, entry.id))
  }
  await tellChange(tx, author, 'contacts.check', `${SUBJECTS[entry.kind]}:${entry.slug}`, {
    before: { checkedOn: entry.checkedOn },
    after: { checkedOn },
  })
}

/** Notes that the partner's correspondent, or that there is none, was found right on a day. */
export async function checkCorrespondent(
  tx: Tx,
  partnerId: number,
  checkedOn: string,
): Promise<void> {
  const [found] = await tx
    .select({ digest: sql<string>`${correspondentDigest}` })
    .from(partners)
    .leftJoin(correspondents, eq(correspondents.partnerId, partners.id))
    .where(eq(partners.id, partnerId))
  const digest = found?.digest ?? ''
  await tx.insert(correspondentChecks).values({ partnerId, checkedOn, digest }).onConflictDoUpdate({
    target: correspondentChecks.partnerId,
    set: { checkedOn, digest },
  })
}

const TABLES = { body: helpBodies, contact: helpContacts, scheme: supportSchemes }

const SUBJECTS: Record<Checkable['kind'], string> = {
  correspondent: 'correspondant',
  practice: 'pratiques',
  body: 'organisme',
  contact: 'interlocuteur',
  scheme: 'aide',
}
