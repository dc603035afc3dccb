import { eq, inArray, sql } from 'drizzle-orm'
import type { Db, Reader } from '../db/db.ts'
import type { GuichetContext } from '../http/route.ts'
import type { OfficeDocument } from './block.ts'
import { madeDocuments } from './schema.ts'

/** Makes a document again where what it is made from has changed since; whether it did. */
export async function makeDocument(
  db: Db,
  { name, basis, now }: { name: string; basis: string; now: Date },
  write: () => Promise<OfficeDocument>,
  pdf: (document: OfficeDocument) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<boolean> {
  const [kept] = await db
    .select({ basis: madeDocuments.basis })
    .from(madeDocuments)
    .where(eq(madeDocuments.name, name))
  if (kept?.basis === basis) return false
  const bytes = await pdf(await write())
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const row = { basis, madeAt: now, sha256, bytes }
  await db
    .insert(madeDocuments)
    .values({ name, ...row })
    .onConflictDoUpdate({ target: madeDocuments.name, set: row })
  return true
}

/** Sends a document as it was made last, with headers that tell what it is, or 304; null where none was made yet. */
export async function sendMadeDocument(
  c: GuichetContext,
  name: string,
  told: Record<string, string> = {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="${name}"`,
  },
): Promise<Response | null> {
  const asked = c.req.header('if-none-match')?.replace(/^W\//, '').trim()
  const made = await madeDocument(c.var.deps.db, name, asked)
  if (!made) return null
  const headers = { etag: made.etag, 'last-modified': made.madeAt.toUTCString() }
  if (!made.bytes) return c.body(null, 304, headers)
  return c.body(made.bytes, 200, { ...headers, ...told })
}

/** A document as it was made last, its bytes only where `etag` is another's; null where none was made yet. */
async function madeDocument(
  reader: Reader,
  name: string,
  etag: string | undefined,
): Promise<{ etag: string; madeAt: Date; bytes: Uint8Array<ArrayBuffer> | null } | null> {
  const own = sql<string>`'"' || left(${madeDocuments.sha256}, 32) || '"'`
  const [row] = await reader
    .select({
      etag: own,
      madeAt: madeDocuments.madeAt,
      bytes: sql<Uint8Array<ArrayBuffer> | null>`case when ${own} = ${etag ?? ''} then null else ${madeDocuments.bytes} end`,
    })
    .from(madeDocuments)
    .where(eq(madeDocuments.name, name))
  return row ?? null
}

/** Names of the documents that were made. */
export async function madeNames(reader: Reader): Promise<string[]> {
  const rows = await reader.select({ name: madeDocuments.name }).from(madeDocuments)
  return rows.map(({ name }) => name)
}

/** Weight in bytes of those of these documents that were made. */
export async function madeWeights(reader: Reader, names: string[]): Promise<Map<string, number>> {
  const rows = await reader
    .select({
      name: madeDocuments.name,
      bytes: sql<number>`octet_length(${madeDocuments.bytes})`,
    })
    .from(madeDocuments)
    .where(inArray(madeDocuments.name, names))
  return new Map(rows.map(({ name, bytes }) => [name, bytes]))
}
