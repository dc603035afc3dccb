import { eq } from 'drizzle-orm'
import { recordAudit } from '../../audit/record.ts'
import { sources } from '../../consultations/schema.ts'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import type { Answer, Health, Source } from './look.ts'

/** Looks, and time, after which a permanent redirect is believed: hotel portals and hacked sites redirect too. */
const MOVED_TIMES = 3
const MOVED_MS = 24 * 3_600_000

/**
 * Follows a permanent redirect once it has led to the same place at three looks over a day: the source's address
 * becomes that one, unless another source lives there. Answers what its health should remember of it.
 */
export async function followMove(
  tx: Tx,
  source: Source,
  health: Health,
  { permanentRedirect: to }: Answer,
  now: Date,
): Promise<Pick<Health, 'movedTo' | 'movedSince' | 'movedTimes'>> {
  const none = { movedTo: null, movedSince: null, movedTimes: 0 }
  if (to === null) return none
  const same = health.movedTo === to
  const since = same ? (health.movedSince ?? now) : now
  const times = same ? health.movedTimes + 1 : 1
  if (times < MOVED_TIMES || now.getTime() - since.getTime() < MOVED_MS)
    return { movedTo: to, movedSince: since, movedTimes: times }
  const [taken] = await tx.select({ id: sources.id }).from(sources).where(eq(sources.url, to))
  if (taken) return { movedTo: to, movedSince: since, movedTimes: times }
  await tx.update(sources).set({ url: to }).where(eq(sources.id, source.id))
  await recordAudit(tx, {
    at: now,
    actor: 'releveur',
    partnerId: source.partnerId,
    action: 'source-moved',
    subject: `source/${source.id}`,
    before: { url: source.url },
    after: { url: to },
  })
  await bumpVersions(tx, ['sources'])
  return none
}
