import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { buyerKey, slugOfName } from './buyer-key.ts'
import { buyerAliases, buyers, partners } from './schema.ts'
import { checkSiret } from './siret.ts'
import { territoryOfSiret } from './territory.ts'

/**
 * The id of the buyer that a source names, added where it is new. It is found by its SIRET (an unreadable one counts
 * as none), else by a known spelling of its name. Two different SIRETs are never one buyer; a buyer known without
 * SIRET takes the first one met. A new buyer's territory is what its SIRET tells, else unknown.
 */
export async function findOrAddBuyer(
  tx: Tx,
  { name, siret }: { name: string; siret: string | null },
): Promise<number> {
  const check = checkSiret(siret ?? '')
  const known = { name: name.trim(), siret: check.ok ? check.siret : null }
  return (await findKnown(tx, known)) ?? (await addBuyer(tx, known))
}

/**
 * The same for many at once, without writing anything: null for those that are new or not known exactly so, which
 * `findOrAddBuyer` must settle one by one.
 */
export async function findBuyers(
  tx: Tx,
  named: { name: string; siret: string | null }[],
): Promise<(number | null)[]> {
  const asked = named.map(({ name, siret }) => {
    const check = checkSiret(siret ?? '')
    return { key: buyerKey(name), siret: check.ok ? check.siret : null }
  })
  const keys = [...new Set(asked.map(({ key }) => key).filter((key) => key !== ''))]
  const sirets = asked.flatMap(({ siret }) => siret ?? [])
  const columns = { id: buyers.id, siret: buyers.siret, key: buyers.nameKey }
  const [bySiret, byAlias, byName] = [
    sirets.length > 0
      ? await tx.select(columns).from(buyers).where(inArray(buyers.siret, sirets))
      : [],
    keys.length > 0
      ? await tx
          .select({ ...columns, key: buyerAliases.nameKey })
          .from(buyerAliases)
          .innerJoin(buyers, eq(buyers.id, buyerAliases.buyerId))
          .where(inArray(buyerAliases.nameKey, keys))
      : [],
    keys.length > 0
      ? await tx
          .select(columns)
          .from(buyers)
          .where(inArray(buyers.nameKey, keys))
          .orderBy(asc(buyers.id))
      : [],
  ]
  return asked.map(({ key, siret }) => {
    if (siret !== null) return bySiret.find((each) => each.siret === siret)?.id ?? null
    const aliases = byAlias.filter((each) => each.key === key)
    const candidates = aliases.length > 0 ? aliases : byName.filter((each) => each.key === key)
    return candidates.length === 1 ? (candidates[0]?.id ?? null) : withoutSiret(candidates)
  })
}

interface Known {
  name: string
  siret: string | null
}

async function findKnown(tx: Tx, { name, siret }: Known): Promise<number | null> {
  if (siret) {
    const [bySiret] = await tx.select({ id: buyers.id }).from(buyers).where(eq(buyers.siret, siret))
    if (bySiret) return bySiret.id
  }
  const candidates = await namedLike(tx, name)
  if (!siret)
    return candidates.length === 1 ? (candidates[0]?.id ?? null) : withoutSiret(candidates)
  const id = withoutSiret(candidates)
  if (id === null) return null
  await tx
    .update(buyers)
    .set({ siret })
    .where(and(eq(buyers.id, id), isNull(buyers.siret)))
  return id
}

/** The buyer of this spelling in the directory, else those who bear the name. */
async function namedLike(tx: Tx, name: string): Promise<{ id: number; siret: string | null }[]> {
  const nameKey = buyerKey(name)
  if (nameKey === '') return []
  const columns = { id: buyers.id, siret: buyers.siret }
  const byAlias = await tx
    .select(columns)
    .from(buyerAliases)
    .innerJoin(buyers, eq(buyers.id, buyerAliases.buyerId))
    .where(eq(buyerAliases.nameKey, nameKey))
  if (byAlias.length > 0) return byAlias
  return tx.select(columns).from(buyers).where(eq(buyers.nameKey, nameKey)).orderBy(asc(buyers.id))
}

function withoutSiret(candidates: { id: number; siret: string | null }[]): number | null {
  return candidates.find((candidate) => candidate.siret === null)?.id ?? null
}

async function addBuyer(tx: Tx, { name, siret }: Known): Promise<number> {
  const territory = siret ? await territoryOfSiret(tx, siret) : null
  const [partner] = siret
    ? await tx.select({ id: partners.id }).from(partners).where(eq(partners.siret, siret))
    : []
  const base = slugOfName(name) || 'acheteur'
  for (let rank = 1; ; rank += 1) {
    const [added] = await tx
      .insert(buyers)
      .values({
        slug: rank === 1 ? base : `${base}-${rank}`,
        name,
        nameKey: buyerKey(name),
        siret,
        partnerId: partner?.id ?? null,
        territoryKind: territory?.kind ?? null,
        territoryCode: territory?.code ?? null,
      })
      .onConflictDoNothing()
      .returning({ id: buyers.id })
    if (added) return added.id
    // The slug is another's, or another process has just added this very buyer.
    const meanwhile = await findKnown(tx, { name, siret })
    if (meanwhile !== null) return meanwhile
  }
}
