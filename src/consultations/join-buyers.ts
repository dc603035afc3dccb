import { and, eq, sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { buyerAliases, buyerFormerSlugs, buyers } from '../partners/schema.ts'
import type { RecordContext } from './records/draft.ts'
import { projectAgain } from './records/project-again.ts'
import { consultationBuyers, consultations, sourceRecords } from './schema.ts'
import { isUnmatched } from './unmatched-buyers.ts'

/** Who decides, and what writing consultations needs to know. */
export interface JoinContext extends Omit<RecordContext, 'firstRead' | 'demonstration'> {
  actor: string
}

/**
 * `unknown`: no unmatched buyer has this address word; `unknown-target`: no other buyer has that one; `same-meeting`: both
 * hold a table at one meeting, where each has given appointments.
 */
export type JoinOutcome =
  | { ok: true; consultations: number }
  | { ok: false; problem: 'unknown' | 'unknown-target' | 'same-meeting' }

/**
 * Says that an unmatched buyer is another one under one more spelling: all that it has, its spelling and its number become
 * the other's, its address leads there from now on, and the next notices with that spelling are the other's at once.
 */
export async function joinBuyers(
  tx: Tx,
  { slug, into }: { slug: string; into: string },
  context: JoinContext,
): Promise<JoinOutcome> {
  const from = await unmatched(tx, slug)
  if (!from) return { ok: false, problem: 'unknown' }
  const [target] = await tx.select().from(buyers).where(eq(buyers.slug, into)).for('update')
  if (!target || target.id === from.id) return { ok: false, problem: 'unknown-target' }
  if (await meetTogether(tx, from.id, target.id)) return { ok: false, problem: 'same-meeting' }

  await tx.update(buyers).set({ siret: null }).where(eq(buyers.id, from.id))
  await tx
    .insert(buyerAliases)
    .values(spellingsOf(from).map((name) => ({ ...name, buyerId: target.id, learned: true })))
    .onConflictDoNothing()
  const told = await consultationsOf(tx, from.id)
  for (const each of told) await tellAgain(tx, each, context)
  // What no longer names it in words has it from before all the same.
  await tx
    .update(consultations)
    .set({ buyerId: target.id })
    .where(eq(consultations.buyerId, from.id))
  await tx.execute(sql`
    insert into consultation_buyers (consultation_id, buyer_id, coordinator)
    select consultation_id, ${target.id}, coordinator from consultation_buyers where buyer_id = ${from.id}
    on conflict do nothing`)
  await tx.delete(consultationBuyers).where(eq(consultationBuyers.buyerId, from.id))
  await tx
    .update(buyerFormerSlugs)
    .set({ buyerId: target.id })
    .where(eq(buyerFormerSlugs.buyerId, from.id))
  // What it planned to buy; where both name a line alike, each stays by itself.
  await tx.execute(sql`
    update planned_purchases set buyer_id = ${target.id}, external_key = case when exists (
      select 1 from planned_purchases own where own.buyer_id = ${target.id}
        and own.external_key = planned_purchases.external_key) then null else external_key end
    where buyer_id = ${from.id}`)
  // What firms ask about it, its contracts, and its tables at meetings.
  await tx.execute(sql`update requests set buyer_id = ${target.id} where buyer_id = ${from.id}`)
  await tx.execute(sql`update contracts set buyer_id = ${target.id} where buyer_id = ${from.id}`)
  await tx.execute(
    sql`update rencontre_buyers set buyer_id = ${target.id} where buyer_id = ${from.id}`,
  )
  await tx.delete(buyers).where(eq(buyers.id, from.id))
  await tx.insert(buyerFormerSlugs).values({ slug: from.slug, buyerId: target.id })
  await recordAudit(tx, {
    at: context.now,
    actor: context.actor,
    partnerId: target.partnerId ?? undefined,
    action: 'buyer.join',
    subject: `buyer:${target.slug}`,
    before: { name: from.name, slug: from.slug, siret: from.siret },
    after: { name: target.name, slug: target.slug, consultations: told.length },
  })
  await bumpVersions(tx, ['board', 'partners', 'programme', 'requests', 'contracts', 'rencontres'])
  return { ok: true, consultations: told.length }
}

/** Says that an unmatched buyer is one of its own: it leaves the list. False where no unmatched one has this address word. */
export async function keepBuyerApart(
  tx: Tx,
  slug: string,
  { actor, now }: { actor: string; now: Date },
): Promise<boolean> {
  const buyer = await unmatched(tx, slug)
  if (!buyer) return false
  const { id: buyerId, name, nameKey } = buyer
  await tx
    .insert(buyerAliases)
    .values({ nameKey, name, buyerId, learned: true })
    .onConflictDoNothing()
  await recordAudit(tx, {
    at: now,
    actor,
    action: 'buyer.keep-apart',
    subject: `buyer:${slug}`,
    after: { name },
  })
  return true
}

type Buyer = typeof buyers.$inferSelect

async function unmatched(tx: Tx, slug: string): Promise<Buyer | null> {
  const [found] = await tx
    .select()
    .from(buyers)
    .where(and(eq(buyers.slug, slug), isUnmatched))
    .for('update')
  return found ?? null
}

async function meetTogether(tx: Tx, one: number, other: number): Promise<boolean> {
  const rows = await tx.execute(sql`
    select from rencontre_buyers own join rencontre_buyers theirs using (rencontre_id)
    where own.buyer_id = ${one} and theirs.buyer_id = ${other} limit 1`)
  return [...rows].length > 0
}

/** Its name, and its number, which the other may already have one of. */
function spellingsOf({ name, nameKey, siret }: Buyer): { name: string; nameKey: string }[] {
  return [{ name, nameKey }, ...(siret === null ? [] : [{ name: siret, nameKey: siret }])]
}

interface Told {
  id: number
  demonstration: boolean
}

async function consultationsOf(tx: Tx, buyerId: number): Promise<Told[]> {
  return tx
    .select({ id: consultations.id, demonstration: consultations.demonstration })
    .from(consultations)
    .where(
      sql`${consultations.buyerId} = ${buyerId} or exists (select 1 from ${consultationBuyers}
        where ${consultationBuyers.consultationId} = ${consultations.id} and ${consultationBuyers.buyerId} = ${buyerId})`,
    )
    .orderBy(consultations.id)
}

/** Computes it anew from what its sources say, whose words now name the other buyer. */
async function tellAgain(tx: Tx, { id, demonstration }: Told, context: JoinContext): Promise<void> {
  const [record] = await tx
    .select()
    .from(sourceRecords)
    .where(eq(sourceRecords.consultationId, id))
    .orderBy(sourceRecords.id)
    .limit(1)
  if (record)
    await projectAgain(tx, id, record, 'joined', { ...context, demonstration, firstRead: false })
}
