import { eq } from 'drizzle-orm'
import { recordAudit } from '../../audit/record.ts'
import type { Reader, Tx } from '../../db/db.ts'
import { complementOptOuts, complementRefusals } from './schema.ts'

/** Keeps that nobody is to be asked about this consultation any more. */
export async function refuseComplements(
  tx: Tx,
  consultation: { id: number; reference: string },
  by: { actor: string; partnerId: number },
  now: Date,
): Promise<void> {
  await tx
    .insert(complementRefusals)
    .values({ consultationId: consultation.id, refusedAt: now, refusedBy: by.actor })
    .onConflictDoNothing()
  await recordAudit(tx, {
    at: now,
    ...by,
    action: 'complement.refuse',
    subject: `consultation:${consultation.reference}`,
  })
}

/** Keeps that this agent does not want such messages. */
export async function optOutOfComplements(tx: Tx, agentId: string, now: Date): Promise<void> {
  await tx.insert(complementOptOuts).values({ agentId, at: now }).onConflictDoNothing()
}

/** Whether the partner has said that it does not want to be asked about this consultation. */
export async function complementsAreRefused(
  reader: Reader,
  consultationId: number,
): Promise<boolean> {
  const rows = await reader
    .select({ id: complementRefusals.consultationId })
    .from(complementRefusals)
    .where(eq(complementRefusals.consultationId, consultationId))
  return rows.length > 0
}
