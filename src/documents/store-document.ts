import { recordAudit } from '../audit/record.ts'
import type { Config } from '../config.ts'
import type { Reader } from '../db/db.ts'
import { enqueue } from '../jobs/queue.ts'
import { safeFileName } from './file-name.ts'
import type { DocumentKind } from './kinds.ts'
import { type ContentProblem, recogniseDocument } from './recognise.ts'
import { SCAN_JOB } from './scan-job.ts'
import { CHUNK_BYTES, documentChunks, documents } from './schema.ts'

export const MOST_DOCUMENT_BYTES = 20 * 1024 * 1024

/** Who gives a document, and for which partner. */
export interface Giver {
  partnerId: number
  /** As the audit log names it. */
  actor: string
  now: Date
}

/** A firm that gives a file with its private request: no partner's, and the audit log does not know how it is called. */
export type PrivateGiver = Omit<Giver, 'partnerId'> & { partnerId: null }

export interface StoredDocument {
  id: string
  name: string
  kind: DocumentKind
  size: number
}

export type StoreResult =
  { ok: true; document: StoredDocument } | { ok: false; problem: ContentProblem | 'too-large' }

/**
 * Checks a file by its content and keeps it, all or nothing, read by its partner's agents only until it is published.
 * With an antivirus nobody reads it before that has found nothing.
 */
export async function storeDocument(
  db: Reader,
  file: { name: string; bytes: Uint8Array<ArrayBuffer> },
  giver: Giver | PrivateGiver,
  config: Pick<Config, 'antivirusUrl'>,
): Promise<StoreResult> {
  const { bytes } = file
  if (bytes.length > MOST_DOCUMENT_BYTES) return { ok: false, problem: 'too-large' }
  const recognised = recogniseDocument(bytes, file.name)
  if (!recognised.ok) return recognised
  const id = crypto.randomUUID()
  const { kind } = recognised
  const document = { id, name: safeFileName(file.name, kind), kind, size: bytes.length }
  const sha256 = await hashOf(bytes)
  const isScanned = config.antivirusUrl !== ''
  await db.transaction(async (tx) => {
    await tx.insert(documents).values({
      ...document,
      sha256,
      partnerId: giver.partnerId,
      uploadedBy: giver.actor,
      uploadedAt: giver.now,
      scan: isScanned ? 'waiting' : 'unasked',
    })
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
      await tx.insert(documentChunks).values({
        documentId: id,
        position: at / CHUNK_BYTES,
        bytes: bytes.subarray(at, at + CHUNK_BYTES),
      })
    await recordAudit(tx, {
      at: giver.now,
      actor: giver.actor,
      action: 'document.store',
      subject: `document:${id}`,
      ...(giver.partnerId === null
        ? { after: { kind, size: document.size } }
        : {
            partnerId: giver.partnerId,
            after: { name: document.name, kind, size: document.size, sha256 },
          }),
    })
    if (isScanned) await enqueue(tx, { kind: SCAN_JOB, key: id })
  })
  return { ok: true, document }
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
