import { eq } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { buyerFormerSlugs, buyers, correspondents, partners, type PartnerKind } from './schema.ts'
import { nameOfPlace } from './territory.ts'

export interface ListedBuyer {
  id: number
  slug: string
  name: string
  /** Null for a buyer that is no partner. */
  partner: {
    kind: PartnerKind
    signatorySince: string | null
    signatoryUntil: string | null
  } | null
}

/** The person that small firms may ring at a partner's. */
export interface Correspondent {
  name: string
  function: string | null
  email: string | null
  phones: string[]
}

export interface PartnerPage {
  slug: string
  siret: string
  name: string
  shortName: string
  kind: PartnerKind
  /** Calendar days (2026-03-02). */
  signatorySince: string | null
  signatoryUntil: string | null
  coverage: string | null
  website: string | null
  buyerProfileUrl: string | null
  demonstration: boolean
  territory: { name: string; slug: string } | null
  /** Null: « à désigner ». */
  correspondent: Correspondent | null
}

export interface BuyerPage {
  id: number
  slug: string
  name: string
  siret: string | null
  /** Place it serves, with the address word of the place. */
  territory: { name: string; slug: string } | null
  partner: PartnerPage | null
}

/** Every buyer known, in French alphabetical order. */
export async function listBuyers(reader: Reader): Promise<ListedBuyer[]> {
  const rows = await reader
    .select({
      id: buyers.id,
      slug: buyers.slug,
      name: buyers.name,
      partner: {
        kind: partners.kind,
        signatorySince: partners.signatorySince,
        signatoryUntil: partners.signatoryUntil,
      },
    })
    .from(buyers)
    .leftJoin(partners, eq(partners.id, buyers.partnerId))
  return rows.toSorted((one, other) => one.name.localeCompare(other.name, 'fr'))
}

/** Every partner, in French alphabetical order. */
export async function listPartners(reader: Reader) {
  const rows = await reader
    .select({
      id: partners.id,
      slug: partners.slug,
      name: partners.name,
      signatorySince: partners.signatorySince,
      signatoryUntil: partners.signatoryUntil,
    })
    .from(partners)
  return rows.toSorted((one, other) => one.name.localeCompare(other.name, 'fr'))
}

/** What a buyer's page shows, null when no buyer has this address word. */
export async function findBuyer(reader: Reader, slug: string): Promise<BuyerPage | null> {
  const [row] = await reader
    .select({ buyer: buyers, partner: partners.slug })
    .from(buyers)
    .leftJoin(partners, eq(partners.id, buyers.partnerId))
    .where(eq(buyers.slug, slug))
  if (!row) return null
  const { id, name, siret } = row.buyer
  return {
    id,
    slug,
    name,
    siret,
    territory: await territoryOf(reader, row.buyer),
    partner: row.partner === null ? null : await findPartner(reader, row.partner),
  }
}

/** The buyer that once had this address word, before it was found to be another; null when none had. */
export async function findFormerBuyer(
  reader: Reader,
  slug: string,
): Promise<{ id: number; name: string; slug: string } | null> {
  const [row] = await reader
    .select({ id: buyers.id, name: buyers.name, slug: buyers.slug })
    .from(buyerFormerSlugs)
    .innerJoin(buyers, eq(buyers.id, buyerFormerSlugs.buyerId))
    .where(eq(buyerFormerSlugs.slug, slug))
  return row ?? null
}

/** What is known of a partner, null when none has this address word. */
export async function findPartner(reader: Reader, slug: string): Promise<PartnerPage | null> {
  const [row] = await reader
    .select({ partner: partners, correspondent: correspondents })
    .from(partners)
    .leftJoin(correspondents, eq(correspondents.partnerId, partners.id))
    .where(eq(partners.slug, slug))
  if (!row) return null
  const { id: _, territoryKind: __, territoryCode: ___, ...partner } = row.partner
  return {
    ...partner,
    territory: await territoryOf(reader, row.partner),
    correspondent: row.correspondent && {
      name: row.correspondent.name,
      function: row.correspondent.function,
      email: row.correspondent.email,
      phones: row.correspondent.phones,
    },
  }
}

async function territoryOf(
  reader: Reader,
  {
    territoryKind,
    territoryCode,
  }: Pick<typeof buyers.$inferSelect, 'territoryKind' | 'territoryCode'>,
): Promise<{ name: string; slug: string } | null> {
  return territoryKind && territoryCode
    ? nameOfPlace(reader, { kind: territoryKind, code: territoryCode })
    : null
}
