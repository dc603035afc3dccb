import type { Tx } from '../db/db.ts'
import type { Author } from './author.ts'
import { type Outcome, refused } from './problem.ts'
import { changedColumns, type Columns, tellChange } from './tell-change.ts'

/** What became of one thing said. */
export type Saved = Outcome<{ id: number; what: 'added' | 'changed' | 'same' }>

/** An entry as it stands. What can be removed says whether it is. */
interface Standing extends Columns {
  id: number
  version: number
  removedAt?: Date | null
}

/** What a change writes beside what is said: nothing where only the day of a check moved. */
interface Stamp {
  version?: number
  changedAt?: Date
}

interface Writing {
  /** Its word in the journal's actions. */
  kind: 'body' | 'contact' | 'scheme' | 'rule'
  /** `organisme:cci-aude` */
  subject: string
  /** The version that was read, where somebody read it. */
  version: number | undefined
  before: Standing | null
  after: Columns
  add(): Promise<{ id: number }[]>
  change(stamp: Stamp): Promise<{ id: number }[]>
}

/**
 * Adds an entry, or changes the one that stands, with its line in the journal; one that had been removed comes back.
 * `stale` where somebody else has written since the version that was read.
 */
export async function saveEntry(
  tx: Tx,
  author: Author,
  { kind, subject, version, before, after, add, change }: Writing,
): Promise<Saved> {
  if (version !== undefined && before?.version !== version) return refused('stale')
  const changed = changedColumns(before, after)
  const isBack = Boolean(before?.removedAt)
  if (before && !isBack && changed.length === 0) return { ok: true, id: before.id, what: 'same' }
  const hasMoved = isBack || changed.some((name) => name !== 'checkedOn')
  const [row] = before
    ? await change(hasMoved ? { version: before.version + 1, changedAt: author.now } : {})
    : await add()
  if (!row) throw new Error('a write returned no row')
  const edited = hasMoved ? `contacts.${kind}.edit` : 'contacts.check'
  await tellChange(tx, author, before ? edited : `contacts.${kind}.add`, subject, { before, after })
  return { ok: true, id: row.id, what: before ? 'changed' : 'added' }
}
