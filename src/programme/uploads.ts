import { and, eq, lte } from 'drizzle-orm'
import { isUuid } from '../http/ids.ts'
import type { Db, Reader, Tx } from '../db/db.ts'
import { programmeUploads } from './schema.ts'
import type { UploadedLine } from './uploaded.ts'

export interface ProgrammeUpload {
  id: string
  name: string
  lines: UploadedLine[]
}

/** Keeps what a file says for a day, for its agent to look at. Answers its id. */
export async function keepUpload(
  tx: Tx,
  upload: Omit<ProgrammeUpload, 'id'>,
  { partnerId, agentId, now }: { partnerId: number; agentId: string; now: Date },
): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(programmeUploads).values({ ...upload, id, partnerId, agentId, at: now })
  return id
}

/** A partner's upload; null where there is none, or no longer. */
export async function findUpload(
  reader: Reader,
  id: string,
  partnerId: number,
): Promise<ProgrammeUpload | null> {
  if (!isUuid(id)) return null
  const [row] = await reader
    .select({ id: programmeUploads.id, name: programmeUploads.name, lines: programmeUploads.lines })
    .from(programmeUploads)
    .where(and(eq(programmeUploads.id, id), eq(programmeUploads.partnerId, partnerId)))
  return row ?? null
}

/** Forgets a file that was imported or given up. */
export async function forgetUpload(tx: Tx, id: string): Promise<void> {
  await tx.delete(programmeUploads).where(eq(programmeUploads.id, id))
}

/** Forgets files that were looked at more than a day ago. */
export async function forgetOldUploads(db: Db, now: Date): Promise<void> {
  await db
    .delete(programmeUploads)
    .where(lte(programmeUploads.at, new Date(now.getTime() - 86_400_000)))
}
