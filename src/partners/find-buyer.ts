import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { buyerKey, slugOfName } from './buyer-key.ts'
import { bodyNamed, bodyOfSiret, type OfficialBody } from './official-body.ts'
import { buyerAliases, buyers, partners } from './schema.ts'
import { checkSiret } from './siret.ts'

/**
 * The id of the buyer that a source names, added where it is new. It is found by its SIRET (an unreadable one counts
 * as none), else by a known spelling of its name, else as the commune, intercommunality or département that its number
 * or name says. Two different SIREN are never one buyer; a buyer known without SIRET takes the first one met. A new
 * buyer that is such a body has its official name and territory, any other its own name and no territory.
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
  const columns = {
    id: buyers.id,
    siret: buyers.siret,
    place: buyers.place,
    key: buyers.nameKey,
  }
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
    const bySiret = await withNumber(tx, siret)
    if (bySiret !== null) return bySiret
    const body = await bodyOfSiret(tx, siret)
    const id = (body && (await beingBody(tx, body))) ?? withoutSiret(await namedLike(tx, name))
    if (id !== null) await takeSiret(tx, id, siret)
    return id
  }
  const candidates = await namedLike(tx, name)
  const id = candidates.length === 1 ? candidates[0]?.id : withoutSiret(candidates)
  if (id !== null && id !== undefined) return id
  const body = await bodyNamed(tx, name)
  const known = body && (await beingBody(tx, body))
  if (known !== null) await learnSpelling(tx, known, name)
  return known
}

/** The buyer with this SIRET, or to which an administrator gave it. */
async function withNumber(tx: Tx, siret: string): Promise<number | null> {
  const [bySiret] = await tx.select({ id: buyers.id }).from(buyers).where(eq(buyers.siret, siret))
  if (bySiret) return bySiret.id
  const [byAlias] = await tx
    .select({ id: buyerAliases.buyerId })
    .from(buyerAliases)
    .where(eq(buyerAliases.nameKey, siret))
  return byAlias?.id ?? null
}

async function beingBody(tx: Tx, { place }: OfficialBody): Promise<number | null> {
  const [found] = await tx.select({ id: buyers.id }).from(buyers).where(eq(buyers.place, place))
  return found?.id ?? null
}

async function takeSiret(tx: Tx, id: number, siret: string): Promise<void> {
  await tx
    .update(buyers)
    .set({ siret })
    .where(and(eq(buyers.id, id), isNull(buyers.siret)))
}

/** The next time, this spelling is found with those of the directory. */
async function learnSpelling(tx: Tx, buyerId: number, name: string): Promise<void> {
  const nameKey = buyerKey(name)
  await tx
    .insert(buyerAliases)
    .values({ nameKey, name, buyerId, learned: true })
    .onConflictDoNothing()
}

interface Candidate {
  id: number
  siret: string | null
  place: string | null
}

/** The buyer of this spelling in the directory, else those who bear the name. */
async function namedLike(tx: Tx, name: string): Promise<Candidate[]> {
  const nameKey = buyerKey(name)
  if (nameKey === '') return []
  const columns = { id: buyers.id, siret: buyers.siret, place: buyers.place }
  const byAlias = await tx
    .select(columns)
    .from(buyerAliases)
    .innerJoin(buyers, eq(buyers.id, buyerAliases.buyerId))
    .where(eq(buyerAliases.nameKey, nameKey))
  if (byAlias.length > 0) return byAlias
  return tx.select(columns).from(buyers).where(eq(buyers.nameKey, nameKey)).orderBy(asc(buyers.id))
}

/** The one without a number. What is a commune or the like has one by law: a number that is not its own is another's. */
function withoutSiret(candidates: Candidate[]): number | null {
  return candidates.find(({ siret, place }) => siret === null && place === null)?.id ?? null
}

async function addBuyer(tx: Tx, { name, siret }: Known): Promise<number> {
  const body = siret ? await bodyOfSiret(tx, siret) : await bodyNamed(tx, name)
  const official = body?.name ?? name
  const [partner] = siret
    ? await tx.select({ id: partners.id }).from(partners).where(eq(partners.siret, siret))
    : []
  const base = slugOfName(official) || 'acheteur'
  for (let rank = 1; ; rank += 1) {
    const [added] = await tx
      .insert(buyers)
      .values({
        slug: rank === 1 ? base : `${base}-${rank}`,
        name: official,
        nameKey: buyerKey(official),
        siret,
        partnerId: partner?.id ?? null,
        territoryKind: body?.territory.kind ?? null,
        territoryCode: body?.territory.code ?? null,
        place: body?.place ?? null,
      })
      .onConflictDoNothing()
      .returning({ id: buyers.id })
    if (added) {
      // What stands beside a number may be a part of that body: « CCAS », « régie ».
      if (body && siret === null) await learnSpelling(tx, added.id, name)
      return added.id
    }
    // The slug is another's, or another process has just added this very buyer.
    const meanwhile = await findKnown(tx, { name, siret })
    if (meanwhile !== null) return meanwhile
  }
}
