import { and, asc, gte, inArray, isNotNull, isNull, lte, or, type SQL } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'

export interface Signatory {
  id: number
  slug: string
  name: string
}

/** Who has signed the pact and not left it on a day, in alphabetical order. */
export async function signatoriesOn(reader: Reader, day: string): Promise<Signatory[]> {
  return partnersThat(reader, haveSigned(day))
}

/** Whose comments on a draft are asked for: signatories, chambers and professional bodies, in alphabetical order. */
export async function commentatorsOn(reader: Reader, day: string): Promise<Signatory[]> {
  return partnersThat(
    reader,
    or(haveSigned(day), inArray(partners.kind, ['chamber', 'professional-body'])),
  )
}

function haveSigned(day: string): SQL | undefined {
  return and(
    isNotNull(partners.signatorySince),
    lte(partners.signatorySince, day),
    or(isNull(partners.signatoryUntil), gte(partners.signatoryUntil, day)),
  )
}

async function partnersThat(reader: Reader, are: SQL | undefined): Promise<Signatory[]> {
  return reader
    .select({ id: partners.id, slug: partners.slug, name: partners.shortName })
    .from(partners)
    .where(are)
    .orderBy(asc(partners.shortName), asc(partners.id))
}
