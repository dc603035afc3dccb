import { and, eq } from 'drizzle-orm'
import type { Db, Reader } from '../db/db.ts'
import { CHUNK_BYTES, documentChunks, documents } from './schema.ts'

export type DocumentRow = typeof documents.$inferSelect

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What is known of a document, withdrawn or not; null where there is none. */
export async function documentById(reader: Reader, id: string): Promise<DocumentRow | null> {
  if (!UUID.test(id)) return null
  const [row] = await reader.select().from(documents).where(eq(documents.id, id))
  return row ?? null
}

/** Where a published document is read. */
export function documentPath({ id, name }: Pick<DocumentRow, 'id' | 'name'>): string {
  return `/documents/fichier/${id}/${encodeURIComponent(name)}`
}

/**
 * The bytes of a document from the first to the last, both included, read from the database chunk by chunk as they are
 * asked for. `ended` is told when they have all been read, or nobody wants them any more.
 */
export function documentBytes(
  db: Db,
  id: string,
  first: number,
  last: number,
  ended: () => void = () => {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let position = Math.floor(first / CHUNK_BYTES)
  const lastPosition = Math.floor(last / CHUNK_BYTES)
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const bytes = await chunkAt(db, id, position)
          const start = position * CHUNK_BYTES
          controller.enqueue(
            bytes.slice(Math.max(0, first - start), Math.min(CHUNK_BYTES, last + 1 - start)),
          )
          position += 1
        } catch (error) {
          ended()
          throw error
        }
        if (position > lastPosition) {
          controller.close()
          ended()
        }
      },
      cancel: ended,
    },
    // Nothing is read before somebody reads.
    { highWaterMark: 0 },
  )
}

async function chunkAt(db: Db, id: string, position: number): Promise<Uint8Array<ArrayBuffer>> {
  const [row] = await db
    .select({ bytes: documentChunks.bytes })
    .from(documentChunks)
    .where(and(eq(documentChunks.documentId, id), eq(documentChunks.position, position)))
  if (!row) throw new Error(`document ${id} has no chunk ${position}`)
  return new Uint8Array(row.bytes)
}
