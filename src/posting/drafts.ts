import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import { agents } from '../auth/schema.ts'
import { consultations } from '../consultations/schema.ts'
import type { Reader, Tx } from '../db/db.ts'
import { drafts, type TypedFields } from './schema.ts'

export type Draft = typeof drafts.$inferSelect

/** Whose draft, and who types. */
export interface Typist {
  partnerId: number
  agentId: string
  /** The agent as the audit log names it. */
  actor: string
}

/**
 * Begins a draft and returns its id. `prefilled` names the fields that were read somewhere and not typed. The audit log
 * tells that and when drafts are written, never what they say: they are their partner's alone.
 */
export async function beginDraft(
  tx: Tx,
  { partnerId, agentId, actor }: Typist,
  start: {
    form: Draft['form']
    fields: TypedFields
    prefilled?: string[]
    renewsId?: number | null
  },
  now: Date,
): Promise<string> {
  const id = crypto.randomUUID()
  const { form, fields, prefilled = [], renewsId = null } = start
  const dates = { createdAt: now, savedAt: now }
  await tx
    .insert(drafts)
    .values({ id, partnerId, agentId, form, fields, prefilled, renewsId, ...dates })
  const subject = `draft:${id}`
  await recordAudit(tx, { at: now, actor, partnerId, action: 'draft.begin', subject })
  return id
}

/** A partner's draft that is neither published nor discarded; null for another's, however it is named. */
export async function openDraft(
  reader: Reader,
  partnerId: number,
  id: string,
): Promise<Draft | null> {
  if (!UUID.test(id)) return null
  const [draft] = await reader
    .select()
    .from(drafts)
    .where(and(eq(drafts.id, id), isOpenOf(partnerId)))
  return draft ?? null
}

/** The public reference of the consultation that a partner's draft became; null where it became none. */
export async function publishedAs(
  reader: Reader,
  partnerId: number,
  id: string,
): Promise<string | null> {
  if (!UUID.test(id)) return null
  const [published] = await reader
    .select({ reference: consultations.reference })
    .from(drafts)
    .innerJoin(consultations, eq(consultations.id, drafts.consultationId))
    .where(and(eq(drafts.id, id), eq(drafts.partnerId, partnerId)))
  return published?.reference ?? null
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function isOpenOf(partnerId: number) {
  return and(
    eq(drafts.partnerId, partnerId),
    isNull(drafts.consultationId),
    isNull(drafts.discardedAt),
  )
}

/** A partner's drafts, the one last saved first, with who began each. */
export async function listDrafts(reader: Reader, partnerId: number) {
  return reader
    .select({
      id: drafts.id,
      form: drafts.form,
      object: sql<string | null>`${drafts.fields} -> 'object' ->> 0`,
      savedAt: drafts.savedAt,
      agentId: drafts.agentId,
      agentName: agents.name,
    })
    .from(drafts)
    .innerJoin(agents, eq(agents.id, drafts.agentId))
    .where(isOpenOf(partnerId))
    .orderBy(desc(drafts.savedAt))
    .limit(200)
}

export type Saved =
  | { ok: true; version: number }
  /** Somebody saved meanwhile: what they left, to be shown beside what was typed. */
  | { ok: false; theirs: Draft }
  /** It was published or discarded meanwhile. */
  | { ok: false; theirs: null }

/**
 * Saves what was typed on a draft that was opened at `version`: these fields replace those of the same name, others
 * stay. A field that was typed over is no longer one to check.
 */
export async function saveDraft(
  tx: Tx,
  { partnerId, agentId, actor }: Typist,
  { id, version, fields }: { id: string; version: number; fields: TypedFields },
  now: Date,
): Promise<Saved> {
  const [draft] = await tx
    .select()
    .from(drafts)
    .where(and(eq(drafts.id, id), isOpenOf(partnerId)))
    .for('update')
  if (!draft) return { ok: false, theirs: null }
  if (draft.version !== version && differ(draft.fields, fields)) return { ok: false, theirs: draft }
  const whole = { ...draft.fields, ...fields }
  const prefilled = draft.prefilled.filter(
    (name) => fields[name] === undefined || same(fields[name], draft.fields[name]),
  )
  const next = draft.version + 1
  await tx
    .update(drafts)
    .set({ fields: whole, prefilled, version: next, agentId, savedAt: now })
    .where(eq(drafts.id, id))
  const changed = Object.keys(fields).filter((name) => !same(fields[name], draft.fields[name]))
  if (changed.length > 0)
    await recordAudit(tx, {
      at: now,
      actor,
      partnerId,
      action: 'draft.save',
      subject: `draft:${id}`,
      before: { version: draft.version },
      after: { version: next, fields: changed },
    })
  return { ok: true, version: next }
}

function differ(known: TypedFields, typed: TypedFields): boolean {
  return Object.entries(typed).some(([name, values]) => !same(values, known[name]))
}

function same(one: string[] | undefined, other: string[] | undefined): boolean {
  return JSON.stringify(one ?? []) === JSON.stringify(other ?? [])
}

/** Puts a draft away; its row stays. Returns whether there was one. */
export async function discardDraft(
  tx: Tx,
  partnerId: number,
  id: string,
  now: Date,
): Promise<boolean> {
  const gone = await tx
    .update(drafts)
    .set({ discardedAt: now })
    .where(and(eq(drafts.id, id), isOpenOf(partnerId)))
    .returning({ id: drafts.id })
  return gone.length > 0
}
