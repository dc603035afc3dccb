import { sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import type { EstablishmentFacts, FirmFacts } from './facts.ts'
import type { FirmSource } from './schema.ts'

/** Where and when something was read. */
export interface Reading {
  source: FirmSource
  at: Date
}

/**
 * Keeps what a register says of these firms, each named once. What it does not say leaves what was known, and a size
 * of an earlier year gives way to none; a name that may not be shown is forgotten.
 */
export async function saveFirms(tx: Tx, facts: FirmFacts[], reading: Reading): Promise<void> {
  if (facts.length === 0) return
  const isOlder = sql`excluded.size is null or coalesce(excluded.size_year, 0) < coalesce(firms.size_year, 0)`
  await tx.execute(sql`
    with given as (
      select * from json_to_recordset(${JSON.stringify(facts)}::json)
        as given(siren text, name text, nameless boolean, size text, "sizeYear" smallint, seat text)
    ), forgotten as (
      select siren from given where nameless
    )
    insert into firms (siren, name, size, size_year, seat, source, read_at)
    select siren, name, size, "sizeYear", seat, ${reading.source}, ${reading.at.toISOString()} from given
    on conflict (siren) do update set
      name = case
        when excluded.siren in (select siren from forgotten) then null
        else coalesce(excluded.name, firms.name)
      end,
      size = case when ${isOlder} then firms.size else excluded.size end,
      size_year = case when ${isOlder} then firms.size_year else excluded.size_year end,
      seat = coalesce(excluded.seat, firms.seat),
      source = excluded.source,
      read_at = excluded.read_at`)
  await bumpVersions(tx, ['firms'])
}

/** Keeps where a register says that these establishments are, each named once; what it does not say leaves what was known. */
export async function saveEstablishments(
  tx: Tx,
  facts: EstablishmentFacts[],
  reading: Reading,
): Promise<void> {
  if (facts.length === 0) return
  const isUnsaid = sql`excluded.commune is null`
  await tx.execute(sql`
    insert into establishments (siret, siren, commune, departement, region, source, read_at)
    select siret, left(siret, 9), commune, departement, region, ${reading.source}, ${reading.at.toISOString()}
    from json_to_recordset(${JSON.stringify(facts)}::json)
      as given(siret text, commune text, departement text, region text)
    on conflict (siret) do update set
      commune = coalesce(excluded.commune, establishments.commune),
      departement = case when ${isUnsaid} then establishments.departement else excluded.departement end,
      region = case when ${isUnsaid} then establishments.region else excluded.region end,
      source = excluded.source,
      read_at = excluded.read_at`)
  await bumpVersions(tx, ['firms'])
}
