import { and, desc, eq, inArray, lte } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { type Followed, replay } from '../pact/versions.ts'
import { type Changes, pactVersions } from '../pact/schema.ts'
import { listTrainings, type ListedTraining } from './queries.ts'

/** One change of a training or of one of its sessions, as everyone is told. */
export interface TrainingChange {
  id: number
  at: Date
  kind: 'training' | 'session'
  training: ListedTraining
  /** The training's title at that time. */
  title: string
  /** Null for what is new. */
  before: Followed | null
  /** What it was of, as it stood from then on: the change tells the same whatever comes later. */
  after: Followed
  changes: Changes
  reason: string
  /** Null: the instance's administrators. */
  partnerId: number | null
}

/** Changes at most: a reader keeps what it read. */
const MOST = 200

/** The latest changes of trainings and sessions, the newest first; of one training, or of those an action has. */
export async function trainingChanges(
  reader: Reader,
  now: Date,
  of: { trainingId: number } | { actionId: number } | 'all' = 'all',
): Promise<TrainingChange[]> {
  const versions = await reader
    .select()
    .from(pactVersions)
    .where(
      and(
        inArray(pactVersions.kind, ['training', 'session']),
        eq(pactVersions.visibility, 'public'),
        lte(pactVersions.at, now),
        of === 'all'
          ? undefined
          : 'trainingId' in of
            ? eq(pactVersions.trainingId, of.trainingId)
            : eq(pactVersions.actionId, of.actionId),
      ),
    )
    .orderBy(desc(pactVersions.id))
    .limit(MOST)
  if (versions.length === 0) return []
  const all = new Map((await listTrainings(reader, now)).map((each) => [each.id, each]))
  const lives = await wholeLives(reader, versions)
  return versions.flatMap((version) => {
    const { id, at, kind, changes, reason, partnerId } = version
    const training = all.get(version.trainingId ?? 0)
    if (!training || (kind !== 'training' && kind !== 'session')) return []
    const life = (lives.get(keyOf(version)) ?? []).filter((each) => each.version <= version.version)
    const before = version.version === 1 ? null : replay(life.slice(0, -1))
    const named = (
      lives.get(keyOf({ kind: 'training', subject: String(training.id) })) ?? []
    ).filter((each) => each.id <= id)
    const title = String(replay(named)['title'] ?? training.title)
    const after = replay(life)
    return [{ id, at, kind, training, title, before, after, changes, reason, partnerId }]
  })
}

type Version = typeof pactVersions.$inferSelect

/** Every version of the same trainings and sessions, in their order. */
async function wholeLives(reader: Reader, versions: Version[]): Promise<Map<string, Version[]>> {
  const rows = await reader
    .select()
    .from(pactVersions)
    .where(
      and(
        inArray(pactVersions.kind, ['training', 'session']),
        inArray(pactVersions.subject, [
          ...new Set(versions.flatMap(({ subject, trainingId }) => [subject, String(trainingId)])),
        ]),
      ),
    )
    .orderBy(pactVersions.version)
  return Map.groupBy(rows, keyOf)
}

function keyOf({ kind, subject }: Pick<Version, 'kind' | 'subject'>): string {
  return `${kind} ${subject}`
}
