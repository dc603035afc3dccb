import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Db, Reader, Tx } from '../db/db.ts'
import { documents } from '../documents/schema.ts'
import { requestFiles } from './schema.ts'

export interface GivenFile {
  id: string
  name: string
  /** Bytes. */
  size: number
}

const FILE = { id: documents.id, name: documents.name, size: documents.size }

/**
 * Keeps files that came with a form until it is accepted: they need not be chosen again, and one that is chosen again
 * all the same is kept once.
 */
export async function keepFiles(
  db: Db,
  stored: { id: string }[],
  formHash: string,
  now: Date,
): Promise<void> {
  if (stored.length === 0) return
  await db
    .insert(requestFiles)
    .values(stored.map(({ id }) => ({ documentId: id, formHash, at: now })))
  const waiting = await db
    .select({ id: documents.id, name: documents.name, sha256: documents.sha256 })
    .from(requestFiles)
    .innerJoin(documents, eq(documents.id, requestFiles.documentId))
    .where(isWaiting(formHash))
  const isNew = new Set(stored.map(({ id }) => id))
  const alike = Map.groupBy(waiting, ({ name, sha256 }) => `${sha256} ${name}`)
  await forgetFiles(
    db,
    [...alike.values()].flatMap((those) => {
      const kept = those.find(({ id }) => !isNew.has(id)) ?? those[0]
      return those.flatMap(({ id }) => (id === kept?.id ? [] : id))
    }),
  )
}

/** Forgets files that this form brought and that its sender does not want to send after all. */
export async function takeOutFiles(db: Db, formHash: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const own = (await waitingFiles(db, formHash)).flatMap(({ id }) => (ids.includes(id) ? id : []))
  await forgetFiles(db, own)
}

/** What this form brought and that waits for it to be accepted. */
export async function waitingFiles(reader: Reader, formHash: string): Promise<GivenFile[]> {
  return reader
    .select(FILE)
    .from(requestFiles)
    .innerJoin(documents, eq(documents.id, requestFiles.documentId))
    .where(isWaiting(formHash))
    .orderBy(asc(documents.name))
}

/** The files that this form brought go with a message from now on. */
export async function attachFiles(
  tx: Tx,
  formHash: string,
  to: { requestId: number; messageId: number },
): Promise<void> {
  await tx.update(requestFiles).set(to).where(isWaiting(formHash))
}

/** Forgets files that wait, all of a form's or these alone. */
export async function forgetFiles(reader: Reader, ids: string[]): Promise<void> {
  if (ids.length > 0) await reader.delete(documents).where(inArray(documents.id, ids))
}

/** Whether a file came with this request: whoever may read the request may read it. */
export async function isFileOf(
  reader: Reader,
  requestId: number,
  documentId: string,
): Promise<boolean> {
  const [file] = await reader
    .select({ id: requestFiles.documentId })
    .from(requestFiles)
    .where(and(eq(requestFiles.documentId, documentId), eq(requestFiles.requestId, requestId)))
  return file !== undefined
}

function isWaiting(formHash: string) {
  return and(eq(requestFiles.formHash, formHash), isNull(requestFiles.requestId))
}
