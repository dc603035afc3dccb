import type { Tx } from '../db/db.ts'
import { auditLog, type AuditFacts } from './schema.ts'

export interface AuditEntry {
  at: Date
  /** An agent's identifier, or what acted by itself: `command:partners import`, `poller`. */
  actor: string
  /** The partner in whose name it was done. */
  partnerId?: number
  /** A verb and its object: `partner.import`, `source.add`. */
  action: string
  /** What it was done to: `partner:narbonne`, `source:12`. */
  subject: string
  before?: AuditFacts
  after?: AuditFacts
}

/** Adds a line to the audit log, in the transaction of the write that it tells about. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.insert(auditLog).values(entry)
}
