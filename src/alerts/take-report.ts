import { and, eq, gt } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { outbox } from '../mail/schema.ts'
import { endForComplaint, suspendAddress } from './block.ts'
import type { DeliveryReport } from './delivery-report.ts'
import { alertSubscriptions } from './schema.ts'

/** `unknown`: not about a message that we sent within a month; `past`: its address has taken its alerts up again since. */
export type ReportOutcome = 'suspended' | 'ended' | 'unknown' | 'past'

/** Does what a report asks for; told twice, it changes nothing more. */
export async function takeReport(
  tx: Tx,
  report: DeliveryReport,
  now: Date,
): Promise<ReportOutcome> {
  const [sent] = await tx
    .select({ recipient: outbox.recipient, queuedAt: outbox.queuedAt })
    .from(outbox)
    .where(eq(outbox.messageId, report.messageId))
  if (!sent?.recipient) return 'unknown'
  if (report.kind === 'complaint') {
    await endForComplaint(tx, sent.recipient, now)
    return 'ended'
  }
  const begunSince = await tx.$count(
    alertSubscriptions,
    and(
      eq(alertSubscriptions.emailKey, sent.recipient.toLowerCase()),
      gt(alertSubscriptions.begunAt, sent.queuedAt),
    ),
  )
  if (begunSince > 0) return 'past'
  await suspendAddress(tx, sent.recipient, now)
  return 'suspended'
}
