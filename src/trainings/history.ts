import { and, asc, eq } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { type Changes, pactVersions } from '../pact/schema.ts'
import { partners } from '../partners/schema.ts'

/** One change of a training or of one of its sessions, as everyone is told. */
export interface TrainingChange {
  at: Date
  kind: 'training' | 'session'
  isNew: boolean
  changes: Changes
  reason: string
  /** Wall time at which the session began until then, or begins where it is new; null for the training itself. */
  startsWall: string | null
  /** Name of the organisation; null: the instance's administrators. */
  by: string | null
}

/** Changes at most; there are some dozens in the life of a training. */
const MOST = 1_000

/** Everything that was changed of a training and its sessions, the newest first. */
export async function trainingHistory(
  reader: Reader,
  trainingId: number,
): Promise<TrainingChange[]> {
  const versions = await reader
    .select({ version: pactVersions, by: partners.name })
    .from(pactVersions)
    .leftJoin(partners, eq(partners.id, pactVersions.partnerId))
    .where(and(eq(pactVersions.trainingId, trainingId), eq(pactVersions.visibility, 'public')))
    .orderBy(asc(pactVersions.id))
    .limit(MOST)
  const starts = new Map<string, string>()
  return versions
    .flatMap(({ version: { at, kind, subject, version, changes, reason }, by }) => {
      if (kind !== 'training' && kind !== 'session') return []
      const to = changes['startsWall']?.to
      const startsWall = kind === 'session' ? (starts.get(subject) ?? String(to)) : null
      if (kind === 'session' && to !== undefined) starts.set(subject, String(to))
      return [{ at, kind, isNew: version === 1, changes, reason, startsWall, by }]
    })
    .toReversed()
}
