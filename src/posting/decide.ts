import { eq } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { AuditFacts } from '../audit/schema.ts'
import type { RecordContext } from '../consultations/records/draft.ts'
import { waitForOtherWriters } from '../consultations/records/record.ts'
import { consultations } from '../consultations/schema.ts'
import type { Tx } from '../db/db.ts'
import { ownSource, type StatingPartner } from '../sources/own-source.ts'
import type { Kept } from './check-draft.ts'
import type { FactChange } from './fact-change.ts'
import { FACTS_VERSION, type OwnConsultation } from './own-consultation.ts'
import { keepReasons } from './kept-reasons.ts'
import { addTyped } from './say-typed.ts'

/** What an agent decides about a consultation that stands. */
export interface Decision {
  consultation: Pick<OwnConsultation, 'id' | 'reference'>
  /** The one that the agent was shown. */
  version: string
  change: FactChange
  /** It only adds what nobody told: no correction. */
  isComplement?: boolean
  /** Warnings that it keeps to. */
  kept?: Kept[]
  /** `consultation.extend` */
  action: string
  before?: AuditFacts
  after?: AuditFacts
}

/** In whose name it is decided. */
export interface Decider {
  partner: StatingPartner
  /** As the audit log names it. */
  actor: string
  /** How sources call what the partner's agents type. */
  sourceName: string
}

/**
 * States a decision in the partner's own record, with its notices, reasons and audit line. `changed`: the consultation is
 * no longer what the agent was shown, and nothing is written.
 */
export async function decide(
  tx: Tx,
  { partner, actor, sourceName }: Decider,
  decision: Decision,
  context: RecordContext,
): Promise<'said' | 'changed'> {
  const { now } = context
  const { consultation, change, kept = [], action, before, after } = decision
  const sourceId = await ownSource(tx, partner, 'saisie', sourceName, now)
  await waitForOtherWriters(tx)
  const [current] = await tx
    .select({ version: FACTS_VERSION, joinedIntoId: consultations.joinedIntoId })
    .from(consultations)
    .where(eq(consultations.id, consultation.id))
    .for('update')
  if (current?.version !== decision.version || current.joinedIntoId !== null) return 'changed'
  const how = decision.isComplement ? 'joined' : 'changed'
  await addTyped(tx, sourceId, consultation.id, change, context, how)
  await keepReasons(tx, consultation.id, partner.id, actor, kept, now)
  await recordAudit(tx, {
    at: now,
    actor,
    partnerId: partner.id,
    action,
    subject: `consultation:${consultation.reference}`,
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
  })
  return 'said'
}
