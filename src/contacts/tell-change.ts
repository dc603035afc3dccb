import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import type { Author } from './author.ts'

export type Columns = Record<string, unknown>

/** What reaches a person: the log says that it changed, never what it was. */
const PERSONAL = new Set(['person', 'email', 'phones', 'office'])
/** What tells of a row itself. */
const OWN = new Set(['id', 'version', 'changedAt', 'removedAt'])

/** The columns of `after` that differ from what stands; all of them where nothing stood. */
export function changedColumns(before: Columns | null, after: Columns): string[] {
  return Object.keys(after).filter(
    (name) =>
      !OWN.has(name) &&
      (before === null || JSON.stringify(before[name]) !== JSON.stringify(after[name])),
  )
}

/** Keeps in the audit log what changed of something, and lets readers see it. */
export async function tellChange(
  tx: Tx,
  author: Author,
  action: string,
  subject: string,
  { before, after }: { before: Columns | null; after: Columns },
): Promise<void> {
  const changed = changedColumns(before, after)
  const kept = (columns: Columns) =>
    Object.fromEntries(
      changed.map((name) => [name, PERSONAL.has(name) ? 'changed' : columns[name]]),
    )
  await recordAudit(tx, {
    at: author.now,
    actor: author.actor,
    ...(author.partnerId === undefined ? {} : { partnerId: author.partnerId }),
    action,
    subject,
    ...(before ? { before: kept(before) } : {}),
    after: kept(after),
  })
  await bumpVersions(tx, ['contacts'])
}
