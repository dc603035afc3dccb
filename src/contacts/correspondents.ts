import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import type { Correspondent } from '../partners/queries.ts'
import { buyers, correspondents, partners } from '../partners/schema.ts'
import { type Gazetteer, placeKey } from '../places/gazetteer.ts'
import { buyingPractices, correspondentChecks, helpBodies } from './schema.ts'

/** A digest of what a partner's correspondent row says; empty where there is none (« à désigner »). */
export const correspondentDigest: SQL<string> = sql<string>`case when ${correspondents.partnerId} is null then '' else md5(concat_ws(chr(31), ${correspondents.name}, coalesce(${correspondents.function}, ''), coalesce(${correspondents.email}, ''), array_to_string(${correspondents.phones}, chr(30)))) end`

/** Joins the check of a partner's correspondent, where it was of what stands now. */
export const checkStands = and(
  eq(correspondentChecks.partnerId, partners.id),
  sql`${correspondentChecks.digest} = ${correspondentDigest}`,
)

/** The SME correspondent of a partner. */
export interface PartnerCorrespondent {
  partner: { id: number; slug: string; name: string; kind: typeof partners.$inferSelect.kind }
  /** Address word of the buyer that the partner is; null where it buys nothing. */
  buyer: string | null
  /** Address word of the body that it is among the contacts; null where it said nothing of itself. */
  body: string | null
  /** Name of the place that it serves. */
  territory: string | null
  /** Null: « à désigner ». */
  correspondent: Correspondent | null
  checkedOn: string | null
  /** It says how it buys. */
  hasPractices: boolean
  isDemonstration: boolean
}

/**
 * Every partner with its one correspondent, or none yet, by name: those that have signed, those that will and the
 * chambers; without those that have left by `today`. `keys`: places of which one must be what the partner serves, or lie
 * around it.
 */
export async function listCorrespondents(
  reader: Reader,
  gazetteer: Pick<Gazetteer, 'byKey'>,
  { keys, today, slug }: { keys: string[] | null; today: string; slug?: string },
): Promise<PartnerCorrespondent[]> {
  const rows = await reader
    .select({
      partner: partners,
      buyer: buyers.slug,
      body: helpBodies.slug,
      correspondent: correspondents,
      checkedOn: correspondentChecks.checkedOn,
      practices: buyingPractices.partnerId,
    })
    .from(partners)
    .leftJoin(buyers, eq(buyers.partnerId, partners.id))
    .leftJoin(helpBodies, and(eq(helpBodies.partnerId, partners.id), isNull(helpBodies.removedAt)))
    .leftJoin(correspondents, eq(correspondents.partnerId, partners.id))
    .leftJoin(correspondentChecks, checkStands)
    .leftJoin(buyingPractices, eq(buyingPractices.partnerId, partners.id))
    .where(slug === undefined ? undefined : eq(partners.slug, slug))
  return rows
    .flatMap(({ partner, buyer, body, correspondent, checkedOn, practices }) => {
      if (partner.signatoryUntil !== null && partner.signatoryUntil < today) return []
      const key =
        partner.territoryKind && partner.territoryCode
          ? placeKey(partner.territoryKind, partner.territoryCode)
          : null
      if (keys !== null && key !== null && !keys.includes(key)) return []
      const { id, slug: word, name, kind } = partner
      return {
        partner: { id, slug: word, name, kind },
        buyer,
        body,
        territory: key === null ? null : (gazetteer.byKey(key)?.name ?? null),
        correspondent: correspondent && {
          name: correspondent.name,
          function: correspondent.function,
          email: correspondent.email,
          phones: correspondent.phones,
        },
        checkedOn,
        hasPractices: practices !== null,
        isDemonstration: partner.demonstration,
      }
    })
    .toSorted((one, other) => one.partner.name.localeCompare(other.partner.name, 'fr'))
}
