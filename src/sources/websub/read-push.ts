import { eq } from 'drizzle-orm'
import { matchRecords, saySame } from '../../consultations/records/match-records.ts'
import type { RecordDraft } from '../../consultations/records/draft.ts'
import { recordDrafts } from '../../consultations/records/record.ts'
import { sources } from '../../consultations/schema.ts'
import type { Tx } from '../../db/db.ts'
import type { Deps } from '../../deps.ts'
import type { JobHandler } from '../../jobs/tick.ts'
import { recordContext } from '../record-context.ts'
import { sourceHealth } from '../schema.ts'
import { trust } from './note-feed.ts'
import { askForLook } from './receive.ts'
import { webSubPushes, webSubSubscriptions } from './schema.ts'

/**
 * Reads the pushed document that a job names as its source's kind does, and records what nobody told of before. Hubs
 * send parts of feeds, and sometimes old ones late: what they do not name stays, and what they say otherwise than is
 * known has the source looked at, which alone is believed. So does a document that cannot be read.
 */
export function readPush(deps: Deps): JobHandler {
  return async ({ key }) => {
    const found = await find(deps, Number(key))
    if (!found) return 'done'
    const { push, subscription, source } = found
    const reading = await deps.read(source.kind, {
      bytes: new Uint8Array(push.body),
      contentType: push.contentType,
      url: subscription.topic,
    })
    const context = await recordContext(deps, source)
    const { now } = context
    await deps.db.transaction(async (tx) => {
      await waitForLooks(tx, source.id)
      const { known, contested } = await sorted(
        tx,
        source.id,
        reading.ok ? reading.drafts : [],
        now,
      )
      const { added } = await recordDrafts(tx, source.id, known, context)
      if (added > 0) await trust(tx, subscription, now)
      if (contested || !reading.ok) await askForLook(tx, source.id, now)
      await tx.delete(webSubPushes).where(eq(webSubPushes.id, push.id))
    })
    await deps.versions.refresh()
    return 'done'
  }
}

/** A look and a push that tell of the same new consultation would not see each other. */
async function waitForLooks(tx: Tx, sourceId: number): Promise<void> {
  await tx
    .select({ sourceId: sourceHealth.sourceId })
    .from(sourceHealth)
    .where(eq(sourceHealth.sourceId, sourceId))
    .for('update')
}

/** What is new or the same, and whether anything says otherwise than is known. */
async function sorted(tx: Tx, sourceId: number, drafts: RecordDraft[], now: Date) {
  const matched = await matchRecords(tx, sourceId, drafts, now)
  const known = drafts.filter((draft, position) => {
    const record = matched[position]?.record ?? null
    return record === null || saySame(record.facts, draft.facts)
  })
  return { known, contested: known.length < drafts.length }
}

async function find({ db }: Deps, id: number) {
  const [row] = await db
    .select({ push: webSubPushes, subscription: webSubSubscriptions, source: sources })
    .from(webSubPushes)
    .innerJoin(webSubSubscriptions, eq(webSubSubscriptions.id, webSubPushes.subscriptionId))
    .innerJoin(sources, eq(sources.id, webSubSubscriptions.sourceId))
    .where(eq(webSubPushes.id, id))
  return row
}
