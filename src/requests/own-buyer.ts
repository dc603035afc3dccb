import { eq } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { buyers } from '../partners/schema.ts'
import type { RequestRow } from './links.ts'

/** Whether the buyer that a request is about is the very partner that answers it. */
export async function isOwnBuyer(
  reader: Reader,
  { buyerId, partnerId }: Pick<RequestRow, 'buyerId' | 'partnerId'>,
): Promise<boolean> {
  if (buyerId === null || partnerId === null) return false
  const [buyer] = await reader
    .select({ partnerId: buyers.partnerId })
    .from(buyers)
    .where(eq(buyers.id, buyerId))
  return buyer?.partnerId === partnerId
}
