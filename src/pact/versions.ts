import { sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db/db.ts'
import { type Changes, pactVersions, type VersionedKind } from './schema.ts'

/** Who changes something of the pact, and when. */
export interface Author {
  /** The organisation in whose name; null for an administrator of the instance and for commands. */
  partnerId: number | null
  /** As the audit log names it. */
  actor: string
  now: Date
}

/** What a version is of, and on which pages it is told. */
export interface VersionOf {
  kind: VersionedKind
  /** Key of the row in its own table. */
  subject: string | number
  actionId?: number | null
  groupId?: number | null
  trainingId?: number | null
  axisId?: number | null
  /** Members' versions tell of what only they may read; absent: everyone's. */
  visibility?: 'public' | 'members'
}

/** Fields of a row that its versions follow. */
export type Followed = Record<string, unknown>

/**
 * Adds a version and a line of the audit log, in the transaction of the write that they tell about; false, and nothing
 * added, where no field changed. The row must be locked by the caller where two may write it at a time. `before` is null
 * for what is new; no field may hold a person's name or address.
 */
export async function keepVersion(
  tx: Tx,
  author: Author,
  of: VersionOf,
  { before, after, reason = '' }: { before: Followed | null; after: Followed; reason?: string },
): Promise<boolean> {
  const changes = changesBetween(before ?? {}, after)
  if (Object.keys(changes).length === 0) return false
  const subject = String(of.subject)
  await tx.insert(pactVersions).values({
    at: author.now,
    kind: of.kind,
    subject,
    version: sql`(select coalesce(max(version), 0) + 1 from ${pactVersions} where kind = ${of.kind} and subject = ${subject})`,
    actionId: of.actionId ?? null,
    groupId: of.groupId ?? null,
    trainingId: of.trainingId ?? null,
    axisId: of.axisId ?? null,
    partnerId: author.partnerId,
    actor: author.actor,
    changes,
    reason,
    visibility: of.visibility ?? 'public',
  })
  const side = (end: 'from' | 'to') =>
    Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, change[end]]))
  await recordAudit(tx, {
    at: author.now,
    actor: author.actor,
    ...(author.partnerId === null ? {} : { partnerId: author.partnerId }),
    action: `pact.${of.kind}.${before === null ? 'create' : 'change'}`,
    subject: `pact-${of.kind}:${subject}`,
    ...(before === null ? {} : { before: side('from') }),
    after: side('to'),
  })
  return true
}

/** Fields whose values differ, as JSON sees them. A field that is new and empty (null, '') is no change. */
export function changesBetween(before: Followed, after: Followed): Changes {
  const changes: Changes = {}
  for (const [field, value] of Object.entries(after)) {
    const from = plainValue(before[field])
    const to = plainValue(value)
    if (JSON.stringify(from) !== JSON.stringify(to)) changes[field] = { from, to }
  }
  return changes
}

/** The row that versions in their order lead to. */
export function replay(versions: { changes: Changes }[]): Followed {
  const row: Followed = {}
  for (const { changes } of versions)
    for (const [field, { to }] of Object.entries(changes)) row[field] = to
  return row
}

function plainValue(value: unknown): unknown {
  if (value === undefined || value === '') return null
  return value instanceof Date ? value.toISOString() : value
}
