import { and, asc, gte, isNotNull, isNull, lte, or } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'

export interface Signatory {
  id: number
  slug: string
  name: string
}

/** Who has signed the pact and not left it on a day, in alphabetical order. */
export async function signatoriesOn(reader: Reader, day: string): Promise<Signatory[]> {
  return reader
    .select({ id: partners.id, slug: partners.slug, name: partners.shortName })
    .from(partners)
    .where(
      and(
        isNotNull(partners.signatorySince),
        lte(partners.signatorySince, day),
        or(isNull(partners.signatoryUntil), gte(partners.signatoryUntil, day)),
      ),
    )
    .orderBy(asc(partners.shortName), asc(partners.id))
}
