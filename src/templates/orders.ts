import { and, desc, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { hashOfSecret, isSecret, newSecret } from '../auth/secret.ts'
import type { Db, Reader, Tx } from '../db/db.ts'
import { templateFiles, templateOrders } from './schema.ts'
import { recordUse, type UsedFor, type User } from './uses.ts'

/** Documents that somebody asked for. */
export type Order = typeof templateOrders.$inferSelect

/** Days after which an order is erased, with all that it says. */
export const KEPT_DAYS = 7

/** Keeps what documents are to be filled with for a partner's agents, and counts the use. Its id. */
export async function orderForPartner(
  tx: Tx,
  partnerId: number,
  usedFor: UsedFor,
  { templateNumber, facts }: Pick<Order, 'templateNumber' | 'facts'>,
  now: Date,
): Promise<string> {
  const id = crypto.randomUUID()
  await tx
    .insert(templateOrders)
    .values({ id, partnerId, ...usedFor, templateNumber, facts, createdAt: now })
  const user: User = { partnerId, organisation: null, siret: null }
  await recordUse(tx, user, usedFor, templateNumber, now)
  return id
}

/** The same for a buyer without account: the secret of its private link. */
export async function orderForAnyone(
  tx: Tx,
  { templateNumber, facts }: Pick<Order, 'templateNumber' | 'facts'>,
  now: Date,
): Promise<string> {
  const secret = newSecret()
  await tx.insert(templateOrders).values({
    id: crypto.randomUUID(),
    secretHash: await hashOfSecret(secret),
    templateNumber,
    facts,
    createdAt: now,
  })
  const { name: organisation, siret } = facts.buyer
  await recordUse(tx, { partnerId: null, organisation, siret }, {}, templateNumber, now)
  return secret
}

/** An order of this partner that is not erased yet; null for any other. */
export async function orderOf(
  reader: Reader,
  partnerId: number,
  id: string,
): Promise<Order | null> {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null
  const [order] = await reader
    .select()
    .from(templateOrders)
    .where(and(eq(templateOrders.id, id), eq(templateOrders.partnerId, partnerId)))
  return order ?? null
}

/** The orders of a partner that are not erased yet, the last one first. */
export async function ordersOf(reader: Reader, partnerId: number) {
  return reader
    .select({
      id: templateOrders.id,
      object: sql<string | null>`${templateOrders.facts} -> 'facts' ->> 'object'`,
      createdAt: templateOrders.createdAt,
    })
    .from(templateOrders)
    .where(eq(templateOrders.partnerId, partnerId))
    .orderBy(desc(templateOrders.createdAt))
    .limit(50)
}

/** The order that a private link leads to; null where there is none, or none any more. */
export async function orderBySecret(reader: Reader, secret: string): Promise<Order | null> {
  if (!isSecret(secret)) return null
  const [order] = await reader
    .select()
    .from(templateOrders)
    .where(eq(templateOrders.secretHash, await hashOfSecret(secret)))
  return order ?? null
}

/** A file of an order as a Node process made it; null where none did. */
export async function madeFile(
  reader: Reader,
  orderId: string,
  name: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const [file] = await reader
    .select({ bytes: templateFiles.bytes })
    .from(templateFiles)
    .where(and(eq(templateFiles.orderId, orderId), eq(templateFiles.name, name)))
  return file?.bytes ?? null
}

/** Has a Node process make the files of an order, where none was asked yet. */
export async function wantFiles(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .update(templateOrders)
    .set({ wantedAt: now })
    .where(and(eq(templateOrders.id, id), isNull(templateOrders.wantedAt)))
}

/** Orders whose files a Node process is to make. */
export async function wantedOrders(reader: Reader): Promise<Order[]> {
  return reader
    .select()
    .from(templateOrders)
    .where(and(isNotNull(templateOrders.wantedAt), isNull(templateOrders.madeAt)))
    .orderBy(templateOrders.wantedAt)
    .limit(20)
}

/** Keeps the files of an order. */
export async function keepFiles(
  tx: Tx,
  orderId: string,
  files: { name: string; bytes: Uint8Array<ArrayBuffer> }[],
  now: Date,
): Promise<void> {
  const [standing] = await tx
    .update(templateOrders)
    .set({ madeAt: now })
    .where(eq(templateOrders.id, orderId))
    .returning({ id: templateOrders.id })
  if (!standing) return
  await tx
    .insert(templateFiles)
    .values(files.map((file) => ({ orderId, ...file })))
    .onConflictDoNothing()
}

/** Erases an order with its files: its buyer asked for it. */
export async function eraseOrder(tx: Tx, id: string): Promise<void> {
  await tx.delete(templateOrders).where(eq(templateOrders.id, id))
}

/** Erases orders that are older than KEPT_DAYS, with their files. */
export async function eraseOldOrders(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  for (let erased = BATCH; erased === BATCH;) {
    const old = await db
      .delete(templateOrders)
      .where(
        inArray(
          templateOrders.id,
          db
            .select({ id: templateOrders.id })
            .from(templateOrders)
            .where(lt(templateOrders.createdAt, before))
            .limit(BATCH),
        ),
      )
      .returning({ id: templateOrders.id })
    erased = old.length
  }
}

const BATCH = 500
