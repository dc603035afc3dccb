import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { placeKey } from '../places/gazetteer.ts'
import type { PlaceKind } from '../places/schema.ts'
import { buyerKey } from './buyer-key.ts'
import type { DirectoryEntry, PartnerProblem } from './read-partners.ts'
import { buyerAliases, buyers, correspondents, type PartnerKind, partners } from './schema.ts'
import { isKnownPlace } from './territory.ts'

export type PartnersImported =
  { ok: true; partners: number; buyers: number } | { ok: false; problems: PartnerProblem[] }

/**
 * Writes a directory, all or nothing: partners by SIRET, buyers by SIRET, else by address word, else by a spelling
 * under which a source has already named them, else as the commune or the like that they are. Organisations that the file does not name stay as they are; a buyer
 * keeps the address word it once got, and the spellings that were learned; a partner under another word is refused, as
 * addresses carry it.
 */
export async function importPartners(tx: Tx, entries: DirectoryEntry[]): Promise<PartnersImported> {
  const buyerIds = new Map<DirectoryEntry, number>()
  for (const entry of entries) {
    const id = entry.buys ? await knownBuyer(tx, entry) : null
    if (id !== null && ![...buyerIds.values()].includes(id)) buyerIds.set(entry, id)
  }
  const problems = await conflicts(tx, entries, [...buyerIds.values()])
  if (problems.length > 0) return { ok: false, problems }

  if (buyerIds.size > 0)
    await tx
      .delete(buyerAliases)
      .where(
        and(inArray(buyerAliases.buyerId, [...buyerIds.values()]), eq(buyerAliases.learned, false)),
      )
  for (const entry of entries) {
    const partnerId = entry.isPartner ? await savePartner(tx, entry) : null
    if (entry.buys) await saveBuyer(tx, entry, partnerId, buyerIds.get(entry) ?? null)
  }
  await bumpVersions(tx, ['board', 'partners'])
  return {
    ok: true,
    partners: entries.filter((entry) => entry.isPartner).length,
    buyers: entries.filter((entry) => entry.buys).length,
  }
}

async function knownBuyer(tx: Tx, entry: DirectoryEntry): Promise<number | null> {
  const keys = [entry.name, ...entry.aliases].map(buyerKey)
  const unclaimed = and(isNull(buyers.siret), isNull(buyers.partnerId))
  const ways = [
    entry.siret === null ? undefined : eq(buyers.siret, entry.siret),
    entry.siret === null
      ? eq(buyers.slug, entry.slug)
      : and(eq(buyers.slug, entry.slug), unclaimed),
    and(inArray(buyers.nameKey, keys), unclaimed),
    and(eq(buyers.place, placeOf(entry) ?? ''), isNull(buyers.partnerId)),
  ]
  for (const way of ways) {
    if (!way) continue
    const [found] = await tx.select({ id: buyers.id }).from(buyers).where(way).orderBy(buyers.id)
    if (found) return found.id
  }
  return null
}

/** What the file claims and the database gives to others, or does not know. */
async function conflicts(
  tx: Tx,
  entries: DirectoryEntry[],
  buyerIds: number[],
): Promise<PartnerProblem[]> {
  const problems: PartnerProblem[] = []
  const elsewhere = await aliasesOfOthers(tx, entries, buyerIds)
  for (const [index, entry] of entries.entries()) {
    const row = index + 1
    if (entry.territory && !(await isKnownPlace(tx, entry.territory)))
      problems.push({
        row,
        field: 'territoire',
        code: 'unknown-territory',
        value: entry.territory.code,
      })
    if (entry.isPartner && (await isSlugOfOther(tx, entry)))
      problems.push({ row, field: 'identifiant', code: 'duplicate-slug', value: entry.slug })
    const standing = entry.isPartner ? await standingSlug(tx, entry) : null
    if (standing !== null && standing !== entry.slug)
      problems.push({ row, field: 'identifiant', code: 'slug-changed', value: standing })
    for (const spelling of entry.buys ? [entry.name, ...entry.aliases] : [])
      if (elsewhere.has(buyerKey(spelling)))
        problems.push({ row, field: 'alias', code: 'duplicate-alias', value: spelling })
  }
  return problems
}

async function aliasesOfOthers(
  tx: Tx,
  entries: DirectoryEntry[],
  buyerIds: number[],
): Promise<Set<string>> {
  const keys = entries.flatMap((entry) =>
    entry.buys ? [entry.name, ...entry.aliases].map(buyerKey) : [],
  )
  const rows = await tx
    .select({ nameKey: buyerAliases.nameKey, buyerId: buyerAliases.buyerId })
    .from(buyerAliases)
    .where(inArray(buyerAliases.nameKey, keys))
  return new Set(rows.flatMap((row) => (buyerIds.includes(row.buyerId) ? [] : row.nameKey)))
}

async function isSlugOfOther(tx: Tx, entry: DirectoryEntry): Promise<boolean> {
  const others = await tx
    .select({ id: partners.id })
    .from(partners)
    .where(and(eq(partners.slug, entry.slug), ne(partners.siret, entry.siret ?? '')))
  return others.length > 0
}

/** The address word that a partner has already; null where it is new. */
async function standingSlug(tx: Tx, { siret }: DirectoryEntry): Promise<string | null> {
  const [known] = await tx
    .select({ slug: partners.slug })
    .from(partners)
    .where(eq(partners.siret, siret ?? ''))
  return known?.slug ?? null
}

async function savePartner(tx: Tx, entry: DirectoryEntry): Promise<number> {
  const { siret } = entry
  if (siret === null) throw new Error(`Partner ${entry.slug} was read without SIRET`)
  const values = {
    slug: entry.slug,
    name: entry.name,
    shortName: entry.shortName,
    kind: entry.kind,
    signatorySince: entry.signatory?.since ?? null,
    signatoryUntil: entry.signatory?.until ?? null,
    coverage: entry.coverage,
    website: entry.website,
    buyerProfileUrl: entry.buyerProfileUrl,
    territoryKind: entry.territory?.kind ?? null,
    territoryCode: entry.territory?.code ?? null,
    demonstration: entry.demonstration,
  }
  const [saved] = await tx
    .insert(partners)
    .values({ ...values, siret })
    .onConflictDoUpdate({ target: partners.siret, set: values })
    .returning({ id: partners.id })
  if (!saved) throw new Error('An upsert returned no row')
  await tx.delete(correspondents).where(eq(correspondents.partnerId, saved.id))
  if (entry.correspondent)
    await tx.insert(correspondents).values({ partnerId: saved.id, ...entry.correspondent })
  return saved.id
}

async function saveBuyer(
  tx: Tx,
  entry: DirectoryEntry,
  partnerId: number | null,
  knownId: number | null,
): Promise<void> {
  const values = {
    name: entry.name,
    nameKey: buyerKey(entry.name),
    partnerId,
    territoryKind: entry.territory?.kind ?? null,
    territoryCode: entry.territory?.code ?? null,
    place: await freePlace(tx, entry, knownId),
    ...(entry.siret === null ? {} : { siret: entry.siret }),
  }
  const buyerId = knownId ?? (await addBuyer(tx, entry.slug, values))
  if (knownId !== null) await tx.update(buyers).set(values).where(eq(buyers.id, knownId))
  const spellings = new Map([entry.name, ...entry.aliases].map((name) => [buyerKey(name), name]))
  await tx
    .insert(buyerAliases)
    .values([...spellings].map(([nameKey, name]) => ({ nameKey, name, buyerId })))
    .onConflictDoUpdate({
      target: buyerAliases.nameKey,
      set: { name: sql`excluded.name`, learned: false },
    })
}

/** The place that it is, unless a source has already named another buyer that is it. */
async function freePlace(tx: Tx, entry: DirectoryEntry, id: number | null): Promise<string | null> {
  const place = placeOf(entry)
  if (place === null) return null
  const [owner] = await tx.select({ id: buyers.id }).from(buyers).where(eq(buyers.place, place))
  return owner === undefined || owner.id === id ? place : null
}

function placeOf({ kind, territory }: DirectoryEntry): string | null {
  return territory !== null && PLACES[kind] === territory.kind
    ? placeKey(territory.kind, territory.code)
    : null
}

/** The kinds of organisations that are a place, and not only serve one. */
const PLACES: Partial<Record<PartnerKind, PlaceKind>> = {
  commune: 'commune',
  intercommunality: 'epci',
  departement: 'departement',
}

async function addBuyer(
  tx: Tx,
  slug: string,
  values: Omit<typeof buyers.$inferInsert, 'slug'>,
): Promise<number> {
  for (let rank = 1; ; rank += 1) {
    const [added] = await tx
      .insert(buyers)
      .values({ ...values, slug: rank === 1 ? slug : `${slug}-${rank}` })
      .onConflictDoNothing({ target: buyers.slug })
      .returning({ id: buyers.id })
    if (added) return added.id
  }
}
