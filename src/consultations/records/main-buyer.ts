import { eq, inArray } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { findBuyers, findOrAddBuyer } from '../../partners/find-buyer.ts'
import { buyers, partners } from '../../partners/schema.ts'
import { placeKey } from '../../places/gazetteer.ts'
import { nameKey } from '../../places/name-key.ts'
import type { KnownBuyer } from './columns.ts'
import type { BuyerName, Facts, RecordFacts } from '../facts.ts'

/** The buyer a consultation stands under: the coordinator of a group, else the first named; null when nobody is. */
export async function mainBuyer(
  tx: Tx,
  facts: Partial<Facts> | RecordFacts,
): Promise<KnownBuyer | null> {
  const [buyer] = await mainBuyers(tx, [facts])
  return buyer ?? null
}

/** The same for many, in a handful of statements where their buyers are known. */
export async function mainBuyers(
  tx: Tx,
  list: (Partial<Facts> | RecordFacts)[],
): Promise<(KnownBuyer | null)[]> {
  const mains = list.map(mainNameOf)
  const distinct = [
    ...new Map(mains.flatMap((main) => (main ? [[keyOf(main), main] as const] : []))).values(),
  ]
  const found = await findBuyers(tx, distinct)
  const ids = new Map<string, number>()
  for (const [position, main] of distinct.entries()) {
    const id = found[position] ?? (await buyerIdOf(tx, main))
    if (id !== null) ids.set(keyOf(main), id)
  }
  const known = await knownBuyers(tx, [...new Set(ids.values())])
  return mains.map((main) => (main && known.get(ids.get(keyOf(main)) ?? 0)) ?? null)
}

function mainNameOf(facts: Partial<Facts> | RecordFacts): BuyerName | null {
  const given = facts.buyers
  const named = given === undefined ? [] : 'value' in given ? given.value : given
  return named.find((each) => each.coordinator) ?? named[0] ?? null
}

function keyOf({ name, siret }: BuyerName): string {
  return `${siret ?? ''} ${name}`
}

async function knownBuyers(tx: Tx, ids: number[]): Promise<Map<number, KnownBuyer>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({
      id: buyers.id,
      name: buyers.name,
      kind: buyers.territoryKind,
      code: buyers.territoryCode,
      signatorySince: partners.signatorySince,
    })
    .from(buyers)
    .leftJoin(partners, eq(partners.id, buyers.partnerId))
    .where(inArray(buyers.id, ids))
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        name: row.name,
        signatory: row.signatorySince !== null,
        territoryKey: row.kind && row.code ? placeKey(row.kind, row.code) : null,
      },
    ]),
  )
}

/** Characters kept of a buyer's name: an index refuses what no buyer is called. */
const LONGEST_NAME = 300

/** The id of a named buyer, added where it is new; null where the name holds neither letter nor digit. */
export async function buyerIdOf(tx: Tx, { name, siret }: BuyerName): Promise<number | null> {
  const kept = [...name].slice(0, LONGEST_NAME).join('')
  return nameKey(kept) === '' ? null : findOrAddBuyer(tx, { name: kept, siret })
}
