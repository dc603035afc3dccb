import { eq, isNotNull } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { placeOf } from '../firms/place.ts'
import { buyers, partners } from '../partners/schema.ts'
import { communes, intercommunalities } from '../places/schema.ts'

/** A council whose purchases a year's analysis is about. */
export interface Council {
  buyerId: number
  partnerId: number
  slug: string
  name: string
  /** First and last day of its signature; null: it has not left. */
  since: string
  until: string | null
}

export interface Perimeter {
  /** By slug. */
  councils: Council[]
  /** Départements of their territories, and the regions of these: what « local » and « regional » mean. Rising. */
  departements: string[]
  regions: string[]
}

/**
 * Whose contracts a year's analysis is about: those of councils that were signatories on any day of it. Before the
 * first signature, the first signatories count: their earlier years are what later ones are compared with. Chambers and
 * professional bodies sign without being counted as buyers.
 */
export async function perimeterOf(reader: Reader, year: number): Promise<Perimeter> {
  const rows = await reader
    .select({
      buyerId: buyers.id,
      partnerId: partners.id,
      slug: buyers.slug,
      name: buyers.name,
      since: partners.signatorySince,
      until: partners.signatoryUntil,
      kind: partners.kind,
      territoryKind: partners.territoryKind,
      territoryCode: partners.territoryCode,
      commune: communes.departement,
      intercommunality: intercommunalities.departement,
    })
    .from(partners)
    .innerJoin(buyers, eq(buyers.partnerId, partners.id))
    .leftJoin(communes, eq(communes.insee, partners.territoryCode))
    .leftJoin(intercommunalities, eq(intercommunalities.siren, partners.territoryCode))
    .where(isNotNull(partners.signatorySince))
  const signed = rows.flatMap((row) =>
    row.since === null || row.kind === 'chamber' || row.kind === 'professional-body'
      ? []
      : [{ ...row, since: row.since }],
  )
  const first = Math.min(...signed.map(({ since }) => yearOf(since)))
  const counted = signed.filter(
    ({ since, until }) =>
      yearOf(since) <= Math.max(year, first) && (until === null || yearOf(until) >= year),
  )
  const departements = distinct(
    counted.flatMap(
      ({ territoryKind, territoryCode, commune, intercommunality }) =>
        (territoryKind === 'departement'
          ? territoryCode
          : territoryKind === 'commune'
            ? commune
            : intercommunality) ?? [],
    ),
  )
  return {
    councils: counted
      .map(({ buyerId, partnerId, slug, name, since, until }) => ({
        buyerId,
        partnerId,
        slug,
        name,
        since,
        until,
      }))
      .toSorted((one, other) => (one.slug < other.slug ? -1 : 1)),
    departements,
    regions: distinct(departements.flatMap((each) => placeOf(each.padEnd(5, '0')).region ?? [])),
  }
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4))
}

function distinct(codes: string[]): string[] {
  return [...new Set(codes)].toSorted()
}
