import { and, eq } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { publishDocuments, withdrawDocument } from '../documents/publish-document.ts'
import { type Author, changed, done } from './edit-rencontre.ts'
import { lockRencontre } from './lock.ts'
import { rencontreDocuments } from './schema.ts'

/** Puts a file that the organiser gave on the page of its meeting, for everyone. */
export async function addDocument(
  tx: Tx,
  rencontreId: number,
  { documentId, title }: { documentId: string; title: string },
  author: Author,
): Promise<void> {
  const before = await lockRencontre(tx, rencontreId)
  if (!before) throw new Error(`no meeting ${rencontreId}`)
  await publishDocuments(tx, [documentId], author)
  await tx
    .insert(rencontreDocuments)
    .values({ documentId, rencontreId, title, addedAt: author.now })
  const after = await changed(tx, before, { movedAt: author.now })
  await done(tx, 'rencontre.documents', after, author)
}

/** Takes a file off the page: its address says so. False where it does not stand there. */
export async function removeDocument(
  tx: Tx,
  rencontreId: number,
  documentId: string,
  author: Author,
): Promise<boolean> {
  const before = await lockRencontre(tx, rencontreId)
  const [gone] = await tx
    .delete(rencontreDocuments)
    .where(
      and(
        eq(rencontreDocuments.documentId, documentId),
        eq(rencontreDocuments.rencontreId, rencontreId),
      ),
    )
    .returning({ id: rencontreDocuments.documentId })
  if (!before || !gone) return false
  await withdrawDocument(tx, documentId, author)
  const after = await changed(tx, before, { movedAt: author.now })
  await done(tx, 'rencontre.documents', after, author)
  return true
}
