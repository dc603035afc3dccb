import { desc, eq, isNull, sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Reader, Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import type { GlossaryEntry, TemplateTexts } from './blocks.ts'
import { templateVersions } from './schema.ts'
import { inForceOn, stateOn, type VersionState } from './version-state.ts'

export type TemplateVersion = typeof templateVersions.$inferSelect

export interface ListedVersion extends Omit<TemplateVersion, 'texts' | 'glossary'> {
  state: VersionState
}

/** Who does something to the model, as the audit log tells it. */
export interface Author {
  actor: string
  partnerId: number
}

/** Every version with its state on a day (2026-11-22), the newest first. */
export async function listVersions(reader: Reader, day: string): Promise<ListedVersion[]> {
  const all = await reader
    .select({
      number: templateVersions.number,
      note: templateVersions.note,
      adoptedOn: templateVersions.adoptedOn,
      meetingId: templateVersions.meetingId,
      inForceOn: templateVersions.inForceOn,
      createdAt: templateVersions.createdAt,
      savedAt: templateVersions.savedAt,
      version: templateVersions.version,
    })
    .from(templateVersions)
    .orderBy(desc(templateVersions.number))
  return all.map((version) => ({ ...version, state: stateOn(version, all, day) }))
}

/** A version with its text; null where there is none of this number. */
export async function templateVersion(
  reader: Reader,
  number: number,
): Promise<TemplateVersion | null> {
  const [row] = await reader
    .select()
    .from(templateVersions)
    .where(eq(templateVersions.number, number))
  return row ?? null
}

/**
 * The version that documents are made with on a day: the one in force, else the one that was proposed first; null where
 * an instance has none at all.
 */
export async function templateToUse(reader: Reader, day: string): Promise<TemplateVersion | null> {
  const all = await listVersions(reader, day)
  const number = (inForceOn(all, day) ?? all.at(-1))?.number
  return number === undefined ? null : templateVersion(reader, number)
}

/** Gives an instance that has no version its first one, as a draft that nobody adopted. */
export async function seedTemplate(
  tx: Tx,
  first: { note: string; texts: TemplateTexts; glossary: GlossaryEntry[] },
  now: Date,
): Promise<void> {
  if ((await tx.$count(templateVersions)) > 0) return
  await tx
    .insert(templateVersions)
    .values({ number: 1, ...first, createdAt: now, savedAt: now })
    .onConflictDoNothing()
  await bumpVersions(tx, ['templates'])
}

/** Begins the next version out of the last one, unless a draft is open: its number. */
export async function beginVersion(tx: Tx, author: Author, now: Date): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('template_versions'))`)
  const [last] = await tx
    .select()
    .from(templateVersions)
    .orderBy(desc(templateVersions.number))
    .limit(1)
  if (!last) throw new Error('the shared template was not seeded')
  if (last.adoptedOn === null) return last.number
  const number = last.number + 1
  const { texts, glossary } = last
  await tx
    .insert(templateVersions)
    .values({ number, note: '', texts, glossary, createdAt: now, savedAt: now })
  await audit(tx, author, now, 'template.begin', number, {})
  return number
}

export type VersionWritten = 'written' | 'not-a-draft' | 'changed-meanwhile'

/** Saves a draft's text that was opened at `version`. What was adopted is never written again. */
export async function saveVersion(
  tx: Tx,
  {
    number,
    version,
    ...said
  }: Pick<TemplateVersion, 'number' | 'version' | 'note' | 'texts' | 'glossary'>,
  author: Author,
  now: Date,
): Promise<VersionWritten> {
  const draft = await lockDraft(tx, number)
  if (!draft) return 'not-a-draft'
  if (draft.version !== version) return 'changed-meanwhile'
  await tx
    .update(templateVersions)
    .set({ ...said, savedAt: now, version: version + 1 })
    .where(eq(templateVersions.number, number))
  await audit(tx, author, now, 'template.save', number, { version: version + 1 })
  return 'written'
}

/** Says that the steering committee adopted a draft on a day, and from which day on it is in force. */
export async function adoptVersion(
  tx: Tx,
  {
    number,
    version,
    ...dates
  }: {
    number: number
    version: number
    adoptedOn: string
    inForceOn: string
    meetingId: number | null
  },
  author: Author,
  now: Date,
): Promise<VersionWritten> {
  const draft = await lockDraft(tx, number)
  if (!draft) return 'not-a-draft'
  if (draft.version !== version) return 'changed-meanwhile'
  await tx
    .update(templateVersions)
    .set({ ...dates, savedAt: now, version: version + 1 })
    .where(eq(templateVersions.number, number))
  await audit(tx, author, now, 'template.adopt', number, dates)
  return 'written'
}

async function lockDraft(tx: Tx, number: number): Promise<TemplateVersion | null> {
  const [draft] = await tx
    .select()
    .from(templateVersions)
    .where(sql`${eq(templateVersions.number, number)} and ${isNull(templateVersions.adoptedOn)}`)
    .for('update')
  return draft ?? null
}

async function audit(
  tx: Tx,
  { actor, partnerId }: Author,
  at: Date,
  action: string,
  number: number,
  after: Record<string, unknown>,
): Promise<void> {
  await recordAudit(tx, { at, actor, partnerId, action, subject: `template:${number}`, after })
  await bumpVersions(tx, ['templates'])
}
