import { eq } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { findOrAddBuyer } from '../partners/find-buyer.ts'
import { buyers, partners } from '../partners/schema.ts'
import { placeKey } from '../places/gazetteer.ts'
import { nameKey } from '../places/name-key.ts'
import type { KnownBuyer } from './columns.ts'
import type { BuyerName, Facts, RecordFacts } from './facts.ts'

/** The buyer a consultation stands under: the coordinator of a group, else the first named; null when nobody is. */
export async function mainBuyer(
  tx: Tx,
  facts: Partial<Facts> | RecordFacts,
): Promise<KnownBuyer | null> {
  const given = facts.buyers
  const named = given === undefined ? [] : 'value' in given ? given.value : given
  const main = named.find((each) => each.coordinator) ?? named[0]
  const buyerId = main ? await buyerIdOf(tx, main) : null
  if (buyerId === null) return null
  const [row] = await tx
    .select({
      id: buyers.id,
      name: buyers.name,
      kind: buyers.territoryKind,
      code: buyers.territoryCode,
      signatorySince: partners.signatorySince,
    })
    .from(buyers)
    .leftJoin(partners, eq(partners.id, buyers.partnerId))
    .where(eq(buyers.id, buyerId))
  return row
    ? {
        id: row.id,
        name: row.name,
        signatory: row.signatorySince !== null,
        territoryKey: row.kind && row.code ? placeKey(row.kind, row.code) : null,
      }
    : null
}

/** Characters kept of a buyer's name: an index refuses what no buyer is called. */
const LONGEST_NAME = 300

/** The id of a named buyer, added where it is new; null where the name holds neither letter nor digit. */
export async function buyerIdOf(tx: Tx, { name, siret }: BuyerName): Promise<number | null> {
  const kept = [...name].slice(0, LONGEST_NAME).join('')
  return nameKey(kept) === '' ? null : findOrAddBuyer(tx, { name: kept, siret })
}
